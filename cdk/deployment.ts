import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { configurationSchema } from '../lib/pipeline/configuration.ts';
import { MIN_RECEIVE_COUNT } from './limits.ts';

/** Lambda's own bounds for the concurrency of a queue's event source mapping. */
const concurrency = z.number().int().min(2).max(1000);

const deploymentSchema = z.strictObject({
  /** What the pipeline does: areas, collections, sources of heights … */
  pipeline: configurationSchema.refine(({ maxReceiveCount }) => maxReceiveCount >= MIN_RECEIVE_COUNT, {
    path: ['maxReceiveCount'],
    message: `must be at least ${MIN_RECEIVE_COUNT} on AWS, where throttled deliveries count as well`,
  }),
  /** Processor of the functions; the layer with the inference runtime is built for it. */
  architecture: z.enum(['x64', 'arm64']).default('x64'),
  /** Scenes or months that are worked on at a time, per lane. */
  concurrency: z
    .strictObject({
      nrt: concurrency.default(8),
      bulk: concurrency.default(2),
      statistics: concurrency.default(4),
    })
    .prefault({}),
  /** The public announcements of every new scene on Earth, and the bucket (requester pays) that they speak of. */
  publicScenes: z
    .strictObject({
      enabled: z.boolean().default(false),
      topicArn: z
        .string()
        .regex(/^arn:aws:sns:[a-z0-9-]+:\d{12}:\w+$/)
        .default('arn:aws:sns:eu-central-1:214830741341:SentinelS1L1C'),
      bucket: z.string().min(3).default('sentinel-s1-l1c'),
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
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || '(whole)'}: ${message}`);
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
