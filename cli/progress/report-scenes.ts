import type { SceneProgress } from '../../lib/pipeline/services.ts';
import type { ProgressDisplay } from './progress-display.ts';
import { reportScene } from './report-scene.ts';

/** Progress of a command that works on scenes one after another. */
export interface ScenesProgress {
  /** What is under way now. */
  scene(progress: SceneProgress): void;
  /** So many are done with, in whatever way. */
  done(scenes: number): void;
}

/** One scene is shown as everywhere; several share one bar in turn, beside one that counts them. */
export function reportScenes(display: ProgressDisplay, total: number): ScenesProgress {
  if (total === 1) return { scene: reportScene(display), done: () => {} };
  const inTurn: ProgressDisplay = {
    ...display,
    update: (progress) => display.update({ ...progress, task: 'scene', label: progress.task }),
  };
  return {
    scene: reportScene(inTurn),
    done: (scenes) => display.update({ task: 'all', stage: 'scenes', done: scenes, total, unit: 'scenes' }),
  };
}
