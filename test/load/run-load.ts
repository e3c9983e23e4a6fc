import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalSystem } from '../../cli/local/open-local-system.ts';
import type { DeadLetter } from '../../lib/cloud/local/driven-queue.ts';
import { type Configuration, parseConfiguration } from '../../lib/pipeline/configuration.ts';
import type { Log } from '../../lib/pipeline/log.ts';
import { feedLoad } from './feed-load.ts';
import type { LoadMix } from './load-mix.ts';
import type { LoadOutcome } from './load-outcome.ts';
import { LoadTimes } from './load-times.ts';
import { LOAD_CONFIGURATION } from './load-world.ts';

export interface LocalLoad {
  readonly mix: LoadMix;
  readonly tiles: ReadonlyMap<string, Uint8Array>;
  /** Empty; `store/` and `engine/` go here. */
  readonly folder: string;
  /** Over which the arrivals are spread, seconds. */
  readonly seconds: number;
  /** Hears all that the functions say. */
  readonly log: Log;
}

export interface LocalLoadOutcome extends LoadOutcome {
  readonly configuration: Configuration;
  readonly times: LoadTimes;
  /** How late an arrival began at most, in seconds. */
  readonly greatestLagS: number;
}

/** The mix on the local engine, from the first arrival until nothing is left to do: real handlers, network, writer, clock. */
export async function runLocalLoad({ mix, tiles, folder, seconds, log }: LocalLoad): Promise<LocalLoadOutcome> {
  const configuration = parseConfiguration(LOAD_CONFIGURATION);
  const times = new LoadTimes();
  const notifications: string[] = [];
  const subscriber = {
    name: 'subscriber',
    send: async (body: string) => {
      times.announced(body, Date.now());
      notifications.push(body);
    },
  };
  const system = await openLocalSystem({
    folder,
    configuration,
    log,
    subscriptions: [{ queue: subscriber, rawDelivery: true }],
  });
  try {
    const { store, services } = system;
    for (const [key, bytes] of tiles) await store.put(key, bytes);
    let isFed = false;
    let wake = () => {};
    times.begin(Date.now());
    const feeding = feedLoad({
      mix,
      seconds,
      store,
      arrivals: services.arrivals,
      onArrival: (arrival, atMs) => {
        if (arrival.kind === 'upload') times.arrived(arrival.source.product, atMs);
        wake();
      },
    }).finally(() => {
      isFed = true;
      wake();
    });
    const deadLetters: DeadLetter[] = [];
    for (;;) {
      const wasFed = isFed;
      const arrived = new Promise<void>((resolve) => {
        wake = resolve;
      });
      deadLetters.push(...(await system.run()));
      if (wasFed) break;
      await arrived;
    }
    const { greatestLagS } = await feeding;
    times.end(Date.now());
    return {
      store,
      configuration,
      notifications,
      deadLetters: deadLetters.map(({ queue, body }) => `${queue}: ${body.slice(0, 80)}`),
      left: await messagesIn(join(folder, 'engine', 'queues')),
      times,
      greatestLagS,
    };
  } finally {
    await system.close();
  }
}

/** Files of messages, whatever queue they are in. */
async function messagesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.json')).length;
}
