import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { LocalObjectStore } from '../../lib/cloud/local/local-object-store.ts';
import { sceneInStore } from '../../lib/pipeline/sources/scene-in-store.ts';
import { describeRaster } from '../info/describe-raster.ts';
import { describeScene } from '../info/describe-scene.ts';
import { formatFacts } from '../info/format-facts.ts';
import { UsageError } from '../usage.error.ts';

export function infoCommand(): Command {
  return new Command('info')
    .description('say what a scene or a GeoTIFF is, and whether a map can be made of it')
    .argument('<path>', 'SAFE folder, zip, or .tif file')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  s2mp info data/demo/truth/20210821.tif')
    .action(async (path: string, options: { json?: true }) => {
      const facts = await describe(path);
      process.stdout.write(`${options.json ? JSON.stringify(facts, null, 2) : formatFacts(facts)}\n`);
    });
}

async function describe(path: string): Promise<Record<string, unknown>> {
  const full = resolve(path);
  const found = await stat(full).catch(() => undefined);
  if (!found) throw new UsageError(`${path}: there is no such file or folder.`);
  if (/\.tiff?$/i.test(full)) return describeRaster(full);
  // Read-only: a store whose root is the folder that the scene lies in.
  const store = await LocalObjectStore.open({ root: dirname(full), bucket: dirname(full) });
  return describeScene(await sceneInStore(store, basename(full)));
}
