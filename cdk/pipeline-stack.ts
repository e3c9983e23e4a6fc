import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FunctionName } from '../functions/environment.ts';
import type { Layers } from '../layers/build-layers.ts';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { BudgetGuard } from './constructs/budget-guard.ts';
import { Lane } from './constructs/lane.ts';
import { Orders } from './constructs/orders.ts';
import { OwnScenes } from './constructs/own-scenes.ts';
import { PipelineDashboard } from './constructs/pipeline-dashboard.ts';
import { PublicScenes } from './constructs/public-scenes.ts';
import { ReadyTopic } from './constructs/ready-topic.ts';
import { SceneFlow } from './constructs/scene-flow.ts';
import { StoreBucket } from './constructs/store-bucket.ts';
import type { Deployment } from './deployment.ts';
import { pipelineFunctions } from './pipeline-functions.ts';
import { pipelineOutputs } from './pipeline-outputs.ts';
import { pipelineQueues } from './pipeline-queues.ts';

export interface PipelineStackProps {
  readonly deployment: Deployment;
  /** Folder of each function's bundle. */
  readonly bundles: Readonly<Record<FunctionName, string>>;
  readonly layers: Layers;
}

/**
 * store ─▶ arrivals ─▶ intake ─▶ retrieval (NRT lane, bulk lane) ─▶ retrieve ─▶ topic ─▶ notifications ─▶ fan-out
 * ─▶ statistics queue ─▶ statistics. Nothing has a physical name and nothing is a custom resource, so the same template
 * deploys several times, to AWS and to emulators.
 */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, bundles, layers }: PipelineStackProps) {
    super(scope, id, { description: 'Near-real-time 1-km soil moisture from Sentinel-1' });
    const { sources, limits, existingBuckets, retention, alarms } = deployment;

    const store = new StoreBucket(this, 'Store', {
      existingName: existingBuckets.store,
      scenesDays: retention.scenesDays,
    });
    const queues = pipelineQueues(this, deployment);
    const smReady = new ReadyTopic(this, 'SmReady', queues.notifications.queue);
    const functions = pipelineFunctions(this, {
      deployment,
      bundles,
      layers,
      queues,
      store,
      smReady: smReady.topic,
    });

    const { intake, retrieve, fanOut, statistics } = functions;
    const { lanes } = limits;
    new Lane(this, 'IntakeLane', { queue: queues.arrivals, reader: intake, concurrency: lanes.intake });
    new Lane(this, 'NrtLane', { queue: queues.retrievalNrt, reader: retrieve, concurrency: lanes.nrt });
    const bulk = new Lane(this, 'BulkLane', {
      queue: queues.retrievalBulk,
      reader: retrieve,
      concurrency: lanes.bulk,
    });
    new Lane(this, 'FanOutLane', { queue: queues.notifications, reader: fanOut, concurrency: lanes.fanOut });
    new Lane(this, 'StatisticsLane', {
      queue: queues.statisticsJobs,
      reader: statistics,
      concurrency: lanes.statistics,
    });

    const arrivals = queues.arrivals.queue;
    if (sources.ownBucket.enabled) new OwnScenes(this, 'OwnScenes', store, arrivals);
    if (sources.publicTopic.enabled) {
      const { topicArn, region } = sources.publicTopic;
      new PublicScenes(this, 'PublicScenes', { topicArn, region, arrivals });
    }
    new Orders(this, 'Orders', { enabled: sources.orders.enabled, arrivals, intake: intake.role });

    const budgetGuard = new BudgetGuard(this, 'Budget', {
      codeFolder: bundles['budget-guard'],
      deployment,
      store,
      bulk,
      bulkQueue: queues.retrievalBulk.queue,
    });

    const sceneFlow = new SceneFlow(this, 'Scenes', alarms.latencyObjectiveMinutes);
    const watched = [
      sceneFlow,
      budgetGuard,
      ...Object.values(queues),
      smReady,
      ...Object.values(functions),
      budgetGuard.guard,
      store,
    ];
    const alarmTopic = new AlarmTopic(this, 'Alarms', alarms.email);
    alarmTopic.carries(watched.flatMap((construct) => construct.alarms));
    const dashboard = new PipelineDashboard(this, 'Dashboard', watched);
    pipelineOutputs(this, { deployment, queues, store, smReady, alarmTopic, dashboard });
  }
}
