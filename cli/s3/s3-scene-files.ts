import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import { sceneInStore } from '../../lib/pipeline/sources/scene-in-store.ts';
import type { RangeSource } from '../../lib/raster/range-source.ts';
import type { SceneFiles } from '../../lib/sentinel1/scene-files.ts';
import { UsageError } from '../usage.error.ts';
import { explainS3Failure } from './explain-s3-failure.ts';
import { parseS3Location } from './s3-location.ts';

/** @throws UsageError in one sentence if there is nothing, or nothing that may be read */
export async function s3SceneFiles(location: string, storeOf: (bucket: string) => ObjectStore): Promise<SceneFiles> {
  const { bucket, key } = parseS3Location(location);
  const explained = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw explainS3Failure(error, location);
    }
  };
  const files = await explained(() => sceneInStore(storeOf(bucket), key));
  if ((await files.list()).length === 0) {
    throw new UsageError(`${location}: no object lies below this prefix. Give the folder of the product, or its zip.`);
  }
  const explainedSource = (source: RangeSource): RangeSource => ({
    ...source,
    read: (offset, length) => explained(() => source.read(offset, length)),
    ...(source.readInto && {
      readInto: (offset: number, target: Uint8Array) => explained(async () => source.readInto?.(offset, target)),
    }),
  });
  return {
    name: location,
    product: files.product,
    list: () => files.list(),
    open: async (path) => {
      const source = await explained(() => files.open(path));
      return source && explainedSource(source);
    },
  };
}
