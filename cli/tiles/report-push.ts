import type { PushProgress } from '../../lib/pipeline/operations/push-tiles.ts';
import type { ProgressDisplay } from '../progress/progress-display.ts';

/** Shows a push: tiles while they are compared, megabytes while they are sent. */
export function reportPush(display: ProgressDisplay): (progress: PushProgress) => void {
  return ({ stage, done, total, unit }) => {
    if (total === 0) return;
    if (unit === 'tiles') display.update({ task: 'tiles', stage, done, total, unit });
    else display.update({ task: 'tiles', stage, done: done / 1e6, total: total / 1e6, unit: 'MB' });
  };
}
