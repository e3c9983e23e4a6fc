import type { RedriveProgress } from '../../lib/pipeline/operations/redrive.ts';
import type { ProgressDisplay } from '../progress/progress-display.ts';
import { shortName } from '../progress/report-scene.ts';
import { formatAge } from './format-age.ts';

/** A canary's state against the time that it has at most; letters while they are moved. */
export function reportRedrive(display: ProgressDisplay): (progress: RedriveProgress) => void {
  return (progress) => {
    const { done, total } = progress;
    if (progress.stage === 'redrive') {
      display.update({ task: progress.queue, stage: progress.stage, done, total, unit: 'letters' });
    } else {
      const label = `canary ${shortName(progress.product)}`;
      // A rate of seconds per second would say nothing.
      const stage = `${progress.state} for ${formatAge(done)}, at most ${formatAge(total)}`;
      display.update({ task: 'canary', label, stage, done, total, unit: 's' });
    }
  };
}
