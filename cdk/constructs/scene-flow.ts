import { Duration } from 'aws-cdk-lib';
import { type Alarm, GraphWidget, type IMetric, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { alarmAt } from './alarm-at.ts';
import { type MetricOf, ownMetric } from './own-metric.ts';
import type { Watched } from './watched.ts';

/** What becomes of scenes: how many end in which state, how long each takes, what each costs. */
export class SceneFlow extends Construct implements Watched {
  readonly alarms: readonly Alarm[];
  readonly widgets: readonly IWidget[];

  constructor(scope: Construct, id: string, latencyObjectiveMinutes: number) {
    super(scope, id);
    const objectiveS = latencyObjectiveMinutes * 60;
    const retrieve = (name: MetricOf<'retrieve'>, statistic: string) => ownMetric('retrieve', name, statistic);
    const intake = (name: MetricOf<'intake'>) => ownMetric('intake', name, 'Sum');
    this.alarms = [
      alarmAt(this, 'LatencyAlarm', {
        description: [
          `More than one in twenty of the last hour's near-real-time scenes took over ${latencyObjectiveMinutes} min`,
          'from arrival to notification. Look at the age of RetrievalNrt and at the durations of retrieve.',
        ].join(' '),
        metric: ownMetric('retrieve', 'ArrivalToNotificationNrt', 'p95', Duration.hours(1)),
        threshold: objectiveS,
      }),
    ];
    this.widgets = [
      graph('Scenes by ledger state', [
        retrieve('ScenesProduced', 'Sum'),
        retrieve('ScenesRejected', 'Sum'),
        retrieve('ScenesSuperseded', 'Sum'),
        retrieve('ScenesFailed', 'Sum'),
        intake('ScenesRejected'),
        intake('ScenesFailed'),
      ]),
      graph('Scenes taken in', [
        intake('ScenesQueued'),
        intake('ScenesWaiting'),
        intake('ScenesDuplicate'),
        intake('ScenesRejected'),
        intake('ScenesOutsideAreas'),
      ]),
      new GraphWidget({
        title: 'Arrival to notification (s)',
        width: 6,
        left: ['p50', 'p95'].flatMap((statistic) => [
          retrieve('ArrivalToNotificationNrt', statistic),
          retrieve('ArrivalToNotificationBulk', statistic),
        ]),
        leftAnnotations: [{ value: objectiveS, label: 'objective' }],
        leftYAxis: { min: 0, showUnits: false },
      }),
      graph('Cost per scene (USD)', [retrieve('SceneCost', 'Average'), retrieve('SceneCost', 'Maximum')]),
    ];
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, width: 6, left, leftYAxis: { min: 0, showUnits: false } });
}
