import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { GridWindow } from '../../lib/grid/grid-window.ts';
import { CELLS_PER_DEGREE_1KM } from '../../lib/grid/grid-window.ts';
import { openTiff } from '../../lib/raster/open-tiff.ts';
import { readWindow } from '../../lib/raster/read-window.ts';
import { openFileSource } from '../files/file-source.ts';
import { renderMapPng } from '../report/render-map-png.ts';
import { UsageError } from '../usage.error.ts';

export function drawCommand(): Command {
  return new Command('draw')
    .description('draw a soil-moisture map as a PNG with ticks and colour bar')
    .argument('<sm.tif>', 'sm.tif of a map, or the truth of a demo')
    .requiredOption('--out <file>', 'PNG to write')
    .option('--title <time>', 'acquisition time to print (ISO 8601)', '')
    .addHelpText(
      'after',
      '\nExample:\n  s2mp draw data/demo/truth/20210821.tif --title 2021-08-21T17:39Z --out truth.png',
    )
    .action(async (path: string, { out, title }: { out: string; title: string }) => {
      const { window, sm } = await readSm(path);
      await writeFile(out, renderMapPng(window, sm, title));
      process.stdout.write(`${out}\n`);
    });
}

async function readSm(path: string): Promise<{ window: GridWindow; sm: Float32Array }> {
  await using source = await openFileSource(path).catch(() => {
    throw new UsageError(`${path}: there is no such file.`);
  });
  const image = await openTiff(source);
  const [{ width, height }] = image.levels;
  const [west, step, , north] = image.transform ?? [];
  const perDegree = CELLS_PER_DEGREE_1KM;
  if (west === undefined || north === undefined || Math.abs((step ?? 0) * perDegree - 1) > 1e-6) {
    throw new UsageError(`${path} is not on the 1/112° grid of the maps.`);
  }
  const window = {
    perDegree,
    column: Math.round((west + 180) * perDegree),
    row: Math.round((90 - north) * perDegree),
    width,
    height,
  } as const;
  return { window, sm: Float32Array.from(await readWindow(image, { column: 0, row: 0, width, height })) };
}
