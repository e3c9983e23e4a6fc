import type { SceneProgress } from '../../lib/pipeline/services.ts';
import type { ProgressDisplay } from './progress-display.ts';

/** What `done` counts in each stage of the pipeline. */
const UNITS: Readonly<Record<SceneProgress['stage'], string>> = {
  judge: 'files',
  backscatter: 'lines',
  network: 'rows',
  write: 'files',
  announce: 'maps',
  done: 'scenes',
};

/** Shows the pipeline's progress under the scene's acquisition time. */
export function reportScene(display: ProgressDisplay): (progress: SceneProgress) => void {
  return ({ product, stage, done, total }) =>
    display.update({ task: shortName(product), stage, done, total, unit: UNITS[stage] });
}

/** `S1A 2021-08-09T17:39` of a product name; other names as they are. */
export function shortName(product: string): string {
  const match = /^(S1[A-Z])_.{12}_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})/.exec(product);
  return match ? `${match[1]} ${match[2]}-${match[3]}-${match[4]}T${match[5]}:${match[6]}` : product;
}
