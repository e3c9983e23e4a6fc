import type { Alarm, IWidget } from 'aws-cdk-lib/aws-cloudwatch';

/** Every construct brings what a person has to see of it: alarms for the topic, and its row of the dashboard. */
export interface Watched {
  readonly alarms: readonly Alarm[];
  /** One row of 24 columns. */
  readonly widgets: readonly IWidget[];
}
