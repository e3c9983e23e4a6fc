import { parentPort, workerData } from 'node:worker_threads';
import { shardLoss, shardNormalEquations, type TrainingShard } from './training-shard.ts';

/** A request of `shard-pool.ts`: the same parameters on every shard that this thread holds. */
export interface ShardRequest {
  readonly want: 'loss' | 'normal-equations';
  readonly parameters: Float64Array;
}

const shards: readonly TrainingShard[] = workerData;

parentPort?.on('message', ({ want, parameters }: ShardRequest) => {
  const work = want === 'loss' ? shardLoss : shardNormalEquations;
  parentPort?.postMessage(shards.map((shard) => work(shard, parameters)));
});
