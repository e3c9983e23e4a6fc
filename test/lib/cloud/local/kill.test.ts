import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SYSTEM_CLOCK } from '../../../../lib/cloud/clock.ts';
import { LocalMessageQueue } from '../../../../lib/cloud/local/local-message-queue.ts';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const moduleUrl = (name: string) => JSON.stringify(new URL(`../../../../lib/cloud/${name}`, import.meta.url).href);

/** Puts and sends for ever, and says after each that it is done. */
const WORKER = `
const { LocalObjectStore } = await import(${moduleUrl('local/local-object-store.ts')});
const { LocalMessageQueue } = await import(${moduleUrl('local/local-message-queue.ts')});
const { SYSTEM_CLOCK } = await import(${moduleUrl('clock.ts')});
const folder = process.argv[1];
const store = await LocalObjectStore.open({ root: folder + '/store', bucket: 'local' });
const queue = await LocalMessageQueue.open({ folder: folder + '/queues', name: 'work', clock: SYSTEM_CLOCK });
for (let i = 0; ; i++) {
  await Promise.all([store.put('objects/' + i, new Uint8Array(100_000).fill(i)), queue.send('x'.repeat(10_000) + i)]);
  process.stdout.write(i + '\\n');
}`;

test('a killed process leaves whole objects and messages only, and all that it was told are there', async () => {
  const folder = await temporaryFolder();
  for (let kill = 0; kill < 4; kill++) {
    const root = join(folder, String(kill));
    const child = spawn(process.execPath, ['--input-type=module', '-e', WORKER, root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
    });
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, 20 + 37 * kill));
    child.kill('SIGKILL');
    await once(child, 'close');
    const done = said.split('\n').slice(0, -1).map(Number);
    expect(done.length).toBeGreaterThan(0);

    const store = await LocalObjectStore.open({ root: join(root, 'store'), bucket: 'local' });
    const objects = new Set<number>();
    for await (const { key, size } of store.list('objects/')) {
      const i = Number(key.slice('objects/'.length));
      expect(size).toBe(100_000);
      expect((await store.get(key))?.bytes.every((byte) => byte === i % 256)).toBe(true);
      objects.add(i);
    }
    expect(done.filter((i) => !objects.has(i))).toEqual([]);
    expect(await readdir(join(root, 'store/.s2mp-tmp'))).toEqual([]);

    const queue = await LocalMessageQueue.open({ folder: join(root, 'queues'), name: 'work', clock: SYSTEM_CLOCK });
    const messages = new Set(queue.peek().map(({ body }) => Number(body.slice(10_000))));
    expect(done.filter((i) => !messages.has(i))).toEqual([]);
    expect((await readdir(join(root, 'queues/work'))).filter((name) => !name.endsWith('.json'))).toEqual([]);
  }
});
