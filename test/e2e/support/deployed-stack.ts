import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { STACK } from '../stack-name.ts';

const outputsSchema = z.object({
  [STACK]: z.object({
    BucketOutput: z.string(),
    SmReadyTopicArnOutput: z.string(),
    ArrivalsQueueUrlOutput: z.url(),
    RetrievalNrtQueueUrlOutput: z.url(),
    RetrievalBulkQueueUrlOutput: z.url(),
    NotificationsQueueUrlOutput: z.url(),
    StatisticsJobsQueueUrlOutput: z.url(),
    ArrivalsDeadLettersUrlOutput: z.url(),
    RetrievalNrtDeadLettersUrlOutput: z.url(),
    RetrievalBulkDeadLettersUrlOutput: z.url(),
    NotificationsDeadLettersUrlOutput: z.url(),
    StatisticsJobsDeadLettersUrlOutput: z.url(),
    UndeliveredNotificationsUrlOutput: z.url(),
  }),
});

/** What the stack tells of itself: all that a user of it would know. */
export interface DeployedStack {
  readonly bucket: string;
  readonly smReadyTopicArn: string;
  readonly arrivalsQueueUrl: string;
  readonly bulkQueueUrl: string;
  /** By the name of the output: every queue that a function works on. */
  readonly sourceUrls: Readonly<Record<string, string>>;
  /** By the name of the output: every queue of what could not be worked on or delivered. */
  readonly deadLetterUrls: Readonly<Record<string, string>>;
}

/** From the outputs that `cdk deploy` wrote into the file of `S2MP_E2E_OUTPUTS`; they are known after the destruction too. */
export function deployedStack(): DeployedStack {
  const file = process.env.S2MP_E2E_OUTPUTS;
  if (!file) throw new Error('S2MP_E2E_OUTPUTS names no file: run these tests by npm run test:e2e');
  const outputs = outputsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))[STACK];
  const named = (pattern: RegExp) => Object.fromEntries(Object.entries(outputs).filter(([name]) => pattern.test(name)));
  return {
    bucket: outputs.BucketOutput,
    smReadyTopicArn: outputs.SmReadyTopicArnOutput,
    arrivalsQueueUrl: outputs.ArrivalsQueueUrlOutput,
    bulkQueueUrl: outputs.RetrievalBulkQueueUrlOutput,
    sourceUrls: named(/QueueUrlOutput$/),
    deadLetterUrls: named(/(DeadLetters|Undelivered)/),
  };
}
