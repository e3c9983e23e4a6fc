import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { productPath } from '../files/product-path.ts';
import { retrieveOwnScene } from '../local/retrieve-own-scene.ts';
import { configurationFor, mountInputs, type SceneInputs } from '../local/scene-inputs.ts';
import { openProgress } from '../progress/open-progress.ts';
import { isS3Location } from '../s3/s3-location.ts';
import { openDemoFolder } from './demo-folder.ts';
import type { DemoSettings } from './demo-marker.ts';
import { renderDemoReport } from './render-demo-report.ts';
import type { DemoResult } from './run-demo.ts';
import { scoreMaps } from './score-maps.ts';

/** The main job on a scene of the user's own, with the demo's folder and report. There is no truth to score against. */
export async function runOwnScene(out: string, inputs: SceneInputs, fresh: boolean): Promise<DemoResult> {
  const folder = resolve(out);
  const settings: DemoSettings = {
    kind: 'scene',
    scene: isS3Location(inputs.scene) ? inputs.scene : resolve(productPath(inputs.scene)),
  };
  const mounted = await mountInputs(inputs);
  await openDemoFolder(folder, settings, fresh);
  const progress = openProgress();
  const { rows, deadLetters, maps, cells } = await retrieveOwnScene(
    { folder, mounted, configuration: configurationFor(inputs), progress },
    async (store, { maps: rows }) => scoreMaps(store, rows, folder),
  );
  const report = join(folder, 'report.html');
  await writeFile(report, renderDemoReport(maps, cells, settings));
  return { maps, refused: rows.refused, overall: {}, deadLetters, report };
}
