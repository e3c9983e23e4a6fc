import type { SceneFiles } from '../../lib/sentinel1/scene-files.ts';
import { isS3Location } from '../s3/s3-location.ts';
import { type S3Options, s3OptionsOf } from '../s3/s3-options.ts';
import { localSceneFiles } from './local-scene-files.ts';

/**
 * A product wherever it lies: a SAFE folder, a folder in the layout of the public bucket, a zip, or an `s3://` prefix
 * or zip. The AWS SDK is loaded for the latter only.
 *
 * @param s3 default: as the environment says
 * @throws UsageError in one sentence if nothing is there
 */
export async function openSceneLocation(
  location: string,
  s3: S3Options = s3OptionsOf(),
): Promise<SceneFiles & AsyncDisposable> {
  if (!isS3Location(location)) return localSceneFiles(location);
  const [{ openS3Stores }, { s3SceneFiles }] = await Promise.all([
    import('../s3/open-s3-stores.ts'),
    import('../s3/s3-scene-files.ts'),
  ]);
  using stack = new DisposableStack();
  const { storeOf } = stack.use(await openS3Stores(s3));
  const files = await s3SceneFiles(location, storeOf);
  const connections = stack.move();
  return { ...files, [Symbol.asyncDispose]: async () => connections.dispose() };
}
