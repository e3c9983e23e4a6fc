import type { SceneFiles } from '../../lib/sentinel1/scene-files.ts';
import { localSceneFiles } from './local-scene-files.ts';

/**
 * A product wherever it lies: a SAFE folder, a folder in the layout of the public bucket, a zip, or an `s3://` prefix
 * or zip. The AWS SDK is loaded only for the latter.
 *
 * @throws UsageError in one sentence if nothing is there
 */
export async function openSceneLocation(location: string): Promise<SceneFiles & AsyncDisposable> {
  return localSceneFiles(location);
}
