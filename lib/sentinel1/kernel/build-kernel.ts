import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const COMPILER = fileURLToPath(import.meta.resolve('assemblyscript/bin/asc.js'));
const ASSEMBLY = fileURLToPath(new URL('./assembly/', import.meta.url));
export const KERNEL_FILE = new URL('./scene-kernel.wasm', import.meta.url);

/**
 * Compiles the kernel from its AssemblyScript source: with the pinned compiler always the same bytes. Memory comes from the
 * host, shared; the module's constants lie from byte 1024 on.
 *
 * @throws Error with what the compiler says
 */
export async function buildKernel(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 's2mp-kernel-'));
  const file = join(folder, 'scene-kernel.wasm');
  try {
    await promisify(execFile)(process.execPath, [
      ...[COMPILER, 'index.ts', '--baseDir', ASSEMBLY, '--outFile', file],
      ...[
        '-O3',
        '--noAssert',
        '--runtime',
        'stub',
        '--enable',
        'simd,threads,bulk-memory,sign-extension,nontrapping-f2i',
      ],
      ...[
        '--importMemory',
        '--sharedMemory',
        '--initialMemory',
        '1',
        '--maximumMemory',
        '65536',
        '--memoryBase',
        '1024',
      ],
    ]);
    return new Uint8Array(await readFile(file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await writeFile(KERNEL_FILE, await buildKernel());
