import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { scenesOfMix } from '../../load/load-mix.ts';
import { renderLoadTiles } from '../../load/load-world.ts';
import { runCommand } from '../../localstack/run-command.ts';
import { MIX } from '../scenes/mix.ts';
import { worldTiles } from '../scenes/world.ts';
import { STACK } from '../stack-name.ts';

const S2MP = join(import.meta.dirname, '../../../cli/s2mp.mjs');

/** A program of its own, run with the target's environment: fills the stack's bucket with tiles as an operator would. */
const { positionals } = parseArgs({ allowPositionals: true });
const [folder = ''] = positionals;
for (const [path, bytes] of [...(await worldTiles()), ...(await renderLoadTiles(scenesOfMix(MIX)))]) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), bytes);
}
await runCommand(process.execPath, [S2MP, 'tiles', 'push', folder, '--stack', STACK]);
