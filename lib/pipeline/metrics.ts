/** Every figure that the pipeline tells an operator, with its unit. What alarms and the dashboard show is named here. */
export const METRIC_UNITS = {
  ScenesQueued: 'Count',
  ScenesWaiting: 'Count',
  ScenesDuplicate: 'Count',
  /** Announced by the public topic outside of all areas: counted, not recorded (invariant 1 of the design). */
  ScenesOutsideAreas: 'Count',
  ScenesProduced: 'Count',
  ScenesRejected: 'Count',
  ScenesSuperseded: 'Count',
  ScenesFailed: 'Count',
  /** From the scene's arrival to the notification that its map can be read, one per map; by lane. */
  ArrivalToNotificationNrt: 'Seconds',
  ArrivalToNotificationBulk: 'Seconds',
  /** US dollars that the receipts of one scene state. */
  SceneCost: 'None',
  /** US dollars of this month's receipts. */
  MonthCost: 'None',
  /** What the budget leaves of the bulk lane; 0 = stopped. */
  BulkConcurrency: 'Count',
} as const;

export type MetricName = keyof typeof METRIC_UNITS;

/**
 * The figures of each function that has any: alarms and dashboard look for them under its name. A scene can be rejected or
 * given up before it comes to the retrieval, so both count these.
 */
export const METRICS_OF = {
  intake: ['ScenesQueued', 'ScenesWaiting', 'ScenesDuplicate', 'ScenesOutsideAreas', 'ScenesRejected', 'ScenesFailed'],
  retrieve: [
    'ScenesProduced',
    'ScenesRejected',
    'ScenesSuperseded',
    'ScenesFailed',
    'ArrivalToNotificationNrt',
    'ArrivalToNotificationBulk',
    'SceneCost',
  ],
  'budget-guard': ['MonthCost', 'BulkConcurrency'],
} as const satisfies Readonly<Record<string, readonly MetricName[]>>;

/** Where figures go: CloudWatch on AWS, nowhere on one machine. */
export interface Metrics {
  /** One observation; several of one name are kept apart, so that percentiles can be had. */
  add(name: MetricName, value: number): void;
}
