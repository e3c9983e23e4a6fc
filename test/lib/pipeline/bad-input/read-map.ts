import type { ObjectStore } from '../../../../lib/cloud/object-store.ts';
import { openObject } from '../../../../lib/pipeline/sources/object-source.ts';
import { openTiff } from '../../../../lib/raster/open-tiff.ts';
import { readWindow } from '../../../../lib/raster/read-window.ts';

/** One cell of a map: its QA value and its soil moisture, NaN where there is none. */
export interface ReadCell {
  readonly qa: number;
  readonly sm: number;
  /** East of 4° E, where the other tile begins. */
  readonly isEast: boolean;
}

/** The cells of the one map among the keys, row by row. */
export async function readMap(
  store: ObjectStore,
  keys: readonly string[],
  collection = 's2mp-s1s2',
): Promise<ReadCell[]> {
  const read = async (file: string) => {
    const key = keys.find((one) => one.startsWith(`collections/${collection}/`) && one.endsWith(`/${file}`)) ?? file;
    const source = await openObject(store, key);
    if (!source) throw new Error(`there is no ${file} of ${collection}`);
    const image = await openTiff(source);
    const { width, height } = image.levels[0];
    const values = await readWindow(image, { column: 0, row: 0, width, height });
    return { values, width, westDeg: image.transform?.[0] ?? Number.NaN };
  };
  const qa = await read('qa.tif');
  const sm = await read('sm.tif');
  return Array.from(qa.values, (value, i) => ({
    qa: value,
    sm: sm.values[i] ?? Number.NaN,
    isEast: qa.westDeg + ((i % qa.width) + 0.5) / 112 > 4,
  }));
}
