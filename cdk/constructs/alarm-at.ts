import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export interface AlarmAtProps {
  /** What is the matter, where, and what to do; it stands in the mail. */
  readonly description: string;
  readonly metric: IMetric;
  /** Reached is an alarm already. */
  readonly threshold: number;
  /** Periods in a row; one unless said. */
  readonly periods?: number;
}

/** An alarm as all of this stack are: on reaching a threshold; no data is no alarm, for an idle system has none. */
export function alarmAt(scope: Construct, id: string, props: AlarmAtProps): Alarm {
  return new Alarm(scope, id, {
    alarmDescription: props.description,
    metric: props.metric,
    threshold: props.threshold,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: props.periods ?? 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
