import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { configurationSchema } from '../lib/pipeline/configuration.ts';
import { bucketNameSchema } from '../lib/pipeline/sources/bucket-place.ts';
import { budget } from './deployment/budget.ts';
import { demSource } from './deployment/dem-source.ts';
import { excessSettings } from './deployment/excess-settings.ts';
import { limits } from './deployment/function-limits.ts';
import { sources } from './deployment/sources.ts';
import { MIN_RECEIVE_COUNT, PROMPT_RETENTION_DAYS } from './limits.ts';

/** Everything that a deployment decides: the one file that `npx cdk deploy` needs. */
const deploymentSchema = z.strictObject({
  /** What the pipeline does: areas, collections, sources of heights … */
  pipeline: configurationSchema.refine(({ maxReceiveCount }) => maxReceiveCount >= MIN_RECEIVE_COUNT, {
    path: ['maxReceiveCount'],
    message: `must be at least ${MIN_RECEIVE_COUNT} on AWS, where throttled deliveries count as well`,
  }),
  /** Processor of the functions; the layer with the inference runtime is built for it. */
  architecture: z.enum(['x64', 'arm64']).default('x64'),
  sources,
  /** Where terrain heights are read: tiles in the store (`s2mp tiles push`), or the public GLO-30 bucket as it lies. */
  demSource,
  limits,
  budget,
  /** What is there already and is taken over as it is. */
  existingBuckets: z
    .strictObject({
      /** Bucket of scenes, tiles and products, in the stack's account and region; absent = the stack makes one. */
      store: bucketNameSchema.optional(),
    })
    .prefault({}),
  /** Of the bucket that the stack makes. */
  retention: z
    .strictObject({
      /** Files below `scenes/` are deleted after this; absent = kept. Products always are. */
      scenesDays: z.number().int().min(1).optional(),
    })
    .prefault({}),
  alarms: z
    .strictObject({
      /** Gets every alarm once it has confirmed AWS's question; absent = subscribe to the topic yourself. */
      email: z.email().optional(),
      /** Of arrivals, near-real-time scenes and notifications; longer than SQS keeps them would never be reached. */
      maxQueueAgeMinutes: z
        .number()
        .positive()
        .lt(PROMPT_RETENTION_DAYS * 1440)
        .default(30),
      /** From the arrival of a scene to its notification, 19 of 20 near-real-time scenes of an hour. */
      latencyObjectiveMinutes: z.number().positive().default(30),
    })
    .prefault({}),
});

export type Deployment = z.infer<typeof deploymentSchema>;

/** A deployment file that cannot be used; the message names the file and each field. */
export class DeploymentError extends Error {
  readonly tag = 'DeploymentError';
  override readonly name = 'DeploymentError';
}

/** @param where name of the source in messages */
export function parseDeployment(value: unknown, where: string): Deployment {
  const parsed = deploymentSchema.safeParse(value);
  const problems = parsed.success
    ? [excessSettings(parsed.data)].filter((problem) => problem !== undefined)
    : parsed.error.issues.map(({ path, message }) => `${path.join('.') || '(whole)'}: ${message}`);
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new DeploymentError(`${where} cannot be deployed. ${problems.join('; ')}`);
}

export function readDeployment(file: string): Deployment {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new DeploymentError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  return parseDeployment(value, file);
}
