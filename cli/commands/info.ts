import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { openSceneLocation } from '../files/open-scene-location.ts';
import { describeRaster } from '../info/describe-raster.ts';
import { describeScene } from '../info/describe-scene.ts';
import { formatFacts } from '../info/format-facts.ts';
import { isS3Location } from '../s3/s3-location.ts';
import { s3AnonymousOption, s3OptionsOf } from '../s3/s3-options.ts';
import { UsageError } from '../usage.error.ts';

interface InfoOptions {
  readonly json?: true;
  readonly s3Anonymous?: true;
}

export function infoCommand(): Command {
  return new Command('info')
    .description('say what a scene or a GeoTIFF is, and whether a map can be made of it')
    .argument('<path>', 'SAFE folder, zip or s3:// prefix of a product, or a .tif file')
    .addOption(s3AnonymousOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  s2mp info data/demo/truth/20210821.tif')
    .action(async (path: string, options: InfoOptions) => {
      const facts = await describe(path, options);
      process.stdout.write(`${options.json ? JSON.stringify(facts, null, 2) : formatFacts(facts)}\n`);
    });
}

async function describe(path: string, options: InfoOptions): Promise<Record<string, unknown>> {
  if (!isS3Location(path)) {
    const found = await stat(path).catch(() => undefined);
    if (!found) throw new UsageError(`${path}: there is no such file or folder.`);
    if (/\.tiff?$/i.test(path)) return describeRaster(resolve(path));
  }
  await using files = await openSceneLocation(path, s3OptionsOf(options));
  return await describeScene(files); // before the files are closed
}
