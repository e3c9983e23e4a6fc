import { AlarmStatusWidget, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Watched } from './watched.ts';

/** All alarms on top, then the row of each construct. */
export class PipelineDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, watched: readonly Watched[]) {
    super(scope, id);
    const alarms = watched.flatMap((construct) => construct.alarms);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 6, alarms })],
        ...watched.map(({ widgets }) => [...widgets]),
      ],
    });
  }
}
