import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import deployment from '../deployment.json' with { type: 'json' };

export interface WrittenDeployments {
  /** `deployment.json` for this run's target. */
  readonly first: string;
  /** The same with another configuration and another size of a function: what the stack is updated to. */
  readonly update: string;
  /** Named in both, and not there until a test makes it. */
  readonly missingBucket: string;
  /** Another one, which a test makes and takes away. */
  readonly vanishingBucket: string;
}

const UPDATED_MEMORY_MB = 3072;
const UPDATED_REQUEUE_MINUTES = 90;

/** Bucket names are the same for all the world, so that each run has one of its own. @param folder they go into */
export async function writeDeployments(folder: string, region: string): Promise<WrittenDeployments> {
  const missingBucket = `s2mp-e2e-${crypto.randomUUID()}`;
  const vanishingBucket = `s2mp-e2e-${crypto.randomUUID()}`;
  const { pipeline, sources, limits } = deployment;
  const orders = { ...sources.orders, buckets: [missingBucket, vanishingBucket].map((bucket) => ({ bucket, region })) };
  const first = { ...deployment, sources: { ...sources, orders } };
  const update = {
    ...first,
    pipeline: { ...pipeline, requeueAfterMinutes: UPDATED_REQUEUE_MINUTES },
    limits: { ...limits, retrieve: { ...limits.retrieve, memoryMb: UPDATED_MEMORY_MB } },
  };
  const files = { first: join(folder, 'deployment.json'), update: join(folder, 'deployment.update.json') };
  await writeFile(files.first, JSON.stringify(first, null, 2));
  await writeFile(files.update, JSON.stringify(update, null, 2));
  return { ...files, missingBucket, vanishingBucket };
}
