import type { VariableName } from '../../functions/environment.ts';
import type { Deployment } from '../deployment.ts';
import { pricesOf } from './budget.ts';
import { sceneBuckets } from './foreign-buckets.ts';

/** What functions are told of the deployment: environment variables that are known before anything is made. */
export type SettingName = Extract<VariableName, 'CONFIGURATION' | 'SCENE_BUCKETS' | 'DEM_SOURCE' | 'PRICES'>;

export function settingsOf(deployment: Deployment): Record<SettingName, string> {
  const { pipeline, architecture, budget, demSource } = deployment;
  return {
    CONFIGURATION: JSON.stringify(pipeline),
    SCENE_BUCKETS: JSON.stringify(sceneBuckets(deployment)),
    DEM_SOURCE: JSON.stringify(demSource),
    PRICES: JSON.stringify(pricesOf(architecture, budget.prices)),
  };
}
