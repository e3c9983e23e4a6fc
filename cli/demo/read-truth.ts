import { existsSync } from 'node:fs';
import type { GridWindow } from '../../lib/grid/grid-window.ts';
import { openTiff } from '../../lib/raster/open-tiff.ts';
import { readWindow } from '../../lib/raster/read-window.ts';
import { openFileSource } from '../files/file-source.ts';

/** True soil moisture (m³ m⁻³) on the cells of a window, NaN where the file has none; undefined without a file. */
export async function readTruth(path: string, window: GridWindow): Promise<Float32Array | undefined> {
  if (!existsSync(path)) return undefined;
  await using source = await openFileSource(path);
  const image = await openTiff(source);
  const [{ width, height }] = image.levels;
  const [west = 0, , , north = 0] = image.transform ?? [];
  const dx = window.column - Math.round((west + 180) * window.perDegree);
  const dy = window.row - Math.round((90 - north) * window.perDegree);
  const whole = await readWindow(image, { column: 0, row: 0, width, height });
  const truth = new Float32Array(window.width * window.height).fill(Number.NaN);
  for (let row = 0; row < window.height; row++) {
    for (let column = 0; column < window.width; column++) {
      const [x, y] = [column + dx, row + dy];
      const isInside = x >= 0 && x < width && y >= 0 && y < height;
      if (isInside) truth[row * window.width + column] = whole[y * width + x] as number;
    }
  }
  return truth;
}
