import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ShardRequest } from './training.worker.ts';
import { type NormalEquations, shardLoss, shardNormalEquations, type TrainingShard } from './training-shard.ts';

export interface ShardPool {
  loss(parameters: Float64Array): Promise<number>;
  normalEquations(parameters: Float64Array): Promise<NormalEquations>;
  close(): Promise<void>;
}

/**
 * Spreads fixed shards of the training data over threads. Partial results are added in the order of the shards, so
 * that a result never depends on the number of threads. One thread: everything runs where it is called.
 */
export function createShardPool(shards: readonly TrainingShard[], threads: number): ShardPool {
  if (threads <= 1) {
    return {
      loss: async (parameters) => sum(shards.map((shard) => shardLoss(shard, parameters))),
      normalEquations: async (parameters) => add(shards.map((shard) => shardNormalEquations(shard, parameters))),
      close: async () => {},
    };
  }
  const workers = Array.from(
    { length: Math.min(threads, shards.length) },
    (_, index, count = Math.min(threads, shards.length)) =>
      new Worker(new URL('./training.worker.ts', import.meta.url), {
        workerData: shards.filter((_, shard) => shard % count === index),
      }),
  );
  /** Answers of all shards, in their order. `once` rejects when a worker dies. */
  async function ask<T>(request: ShardRequest): Promise<T[]> {
    const answers = workers.map((worker) => once(worker, 'message') as Promise<[T[]]>);
    for (const worker of workers) worker.postMessage(request);
    const byWorker = (await Promise.all(answers)).map(([answer]) => answer);
    return shards.map((_, shard) => byWorker[shard % workers.length]?.[Math.floor(shard / workers.length)] as T);
  }
  return {
    loss: async (parameters) => sum(await ask<number>({ want: 'loss', parameters })),
    normalEquations: async (parameters) => add(await ask<NormalEquations>({ want: 'normal-equations', parameters })),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function add(parts: readonly NormalEquations[]): NormalEquations {
  const [total, ...rest] = parts;
  if (total === undefined) throw new RangeError('a training needs at least one shard');
  for (const part of rest) {
    total.loss += part.loss;
    for (let i = 0; i < total.gradient.length; i++) {
      total.gradient[i] = (total.gradient[i] as number) + (part.gradient[i] as number);
    }
    for (let i = 0; i < total.curvature.length; i++) {
      total.curvature[i] = (total.curvature[i] as number) + (part.curvature[i] as number);
    }
  }
  return total;
}
