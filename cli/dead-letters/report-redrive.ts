import type { RedriveProgress } from '../../lib/pipeline/operations/redrive.ts';
import type { ProgressDisplay } from '../progress/progress-display.ts';
import { shortName } from '../progress/report-scene.ts';

/** A canary's state against the time that it has at most; letters while they are moved. */
export function reportRedrive(display: ProgressDisplay): (progress: RedriveProgress) => void {
  return (progress) => {
    const { stage, done, total } = progress;
    if (stage === 'redrive') display.update({ task: progress.queue, stage, done, total, unit: 'letters' });
    else {
      const label = `canary ${shortName(progress.product)}`;
      display.update({ task: 'canary', label, stage: progress.state, done: Math.round(done), total, unit: 's' });
    }
  };
}
