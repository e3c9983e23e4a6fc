import { Duration } from 'aws-cdk-lib';
import { type Alarm, GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allowedConcurrency } from '../../lib/pipeline/budget/allowed-concurrency.ts';
import type { Deployment } from '../deployment.ts';
import { BUDGET_PERIOD_HOURS } from '../limits.ts';
import { alarmAt } from './alarm-at.ts';
import type { Lane } from './lane.ts';
import { ownMetric } from './own-metric.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { allowReading, allowWriting } from './store-access.ts';
import type { StoreBucket } from './store-bucket.ts';
import type { Watched } from './watched.ts';

export interface BudgetGuardProps {
  readonly codeFolder: string;
  readonly deployment: Deployment;
  readonly store: StoreBucket;
  /** The lane that is narrowed and closed; today's scenes are always made. */
  readonly bulk: Lane<'retrieve'>;
  /** What waits in it while the lane is closed is sent anew, for SQS would delete it before the next month. */
  readonly bulkQueue: Queue;
}

/** What sending waiting messages anew takes. */
const RENEWAL = ['ReceiveMessage', 'SendMessage', 'DeleteMessage'];

/** Once an hour: sums what the month's maps have cost, and slows the backfill before the budget is spent. */
export class BudgetGuard extends Construct implements Watched {
  readonly guard: PipelineFunction<'budget-guard'>;
  readonly alarms: readonly Alarm[];
  readonly widgets: readonly IWidget[];

  constructor(scope: Construct, id: string, props: BudgetGuardProps) {
    super(scope, id);
    const { codeFolder, deployment, store, bulk, bulkQueue } = props;
    const { monthlyUsd, lowerAtShare } = deployment.budget;
    const bulkConcurrency = deployment.limits.lanes.bulk;
    const budget = { monthlyUsd, lowerAtShare, bulkConcurrency };
    this.guard = new PipelineFunction(this, 'Guard', {
      name: 'budget-guard',
      codeFolder,
      architecture: deployment.architecture,
      limits: deployment.limits.budgetGuard,
      environment: {
        BUCKET: store.bucketName,
        BULK_MAPPING_ID: bulk.mapping.eventSourceMappingId,
        BUDGET: JSON.stringify(budget),
        RETRIEVAL_BULK_QUEUE_URL: bulkQueue.queueUrl,
      },
    });
    allowReading(this.guard.role, store.bucketArn, ['receipts', 'budget']);
    allowWriting(this.guard.role, store.bucketArn, ['budget']);
    this.guard.role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
        resources: [bulk.mapping.eventSourceMappingArn],
      }),
    );
    this.guard.role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: RENEWAL.map((action) => `sqs:${action}`),
        resources: [bulkQueue.queueArn],
      }),
    );
    new Rule(this, 'Hourly', {
      description: 'Sums the cost of the month',
      schedule: Schedule.rate(Duration.hours(BUDGET_PERIOD_HOURS)),
      // The next hour does the same again.
      targets: [new LambdaFunction(this.guard.lambda, { retryAttempts: 1 })],
    });
    const period = Duration.hours(BUDGET_PERIOD_HOURS);
    const monthCost = ownMetric('budget-guard', 'MonthCost', 'Maximum', period);
    const concurrency = ownMetric('budget-guard', 'BulkConcurrency', 'Minimum', period);
    const lowerAtUsd = lowerAtShare * monthlyUsd;
    const effect = effectOf(allowedConcurrency(lowerAtUsd, budget), bulkConcurrency);
    const budgetAlarm = alarmAt(this, 'BudgetAlarm', {
      description: [
        `This month's maps have cost ${lowerAtUsd} USD of ${monthlyUsd}: ${effect.sentence}.`,
        'Raise budget.monthlyUsd and deploy, or wait for the next month.',
      ].join(' '),
      metric: monthCost,
      threshold: lowerAtUsd,
    });
    this.alarms = [budgetAlarm];
    this.widgets = [
      new GraphWidget({
        title: "The month's cost (USD)",
        width: 12,
        left: [monthCost],
        leftAnnotations: [
          { value: monthlyUsd, label: 'budget' },
          { value: lowerAtUsd, label: effect.label },
        ],
        leftYAxis: { min: 0, showUnits: false },
      }),
      new GraphWidget({
        title: 'Bulk lane: concurrency (0 = off)',
        width: 12,
        left: [concurrency],
        leftAnnotations: [{ value: bulkConcurrency, label: 'configured' }],
        leftYAxis: { min: 0, showUnits: false },
      }),
    ];
  }
}

/** What the lower threshold does: nothing to a lane that is as narrow as Lambda allows. */
function effectOf(allowed: number, configured: number): { readonly sentence: string; readonly label: string } {
  if (allowed === 0) return { sentence: 'the bulk lane is closed', label: 'bulk lane is closed' };
  if (allowed === configured) {
    return { sentence: `the bulk lane stays at ${configured} and is closed at the whole`, label: 'alarm' };
  }
  return {
    sentence: `the bulk lane is narrowed to ${allowed}, and closed at the whole`,
    label: `bulk lane is narrowed to ${allowed}`,
  };
}
