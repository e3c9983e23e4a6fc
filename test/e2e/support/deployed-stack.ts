import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { STACK } from '../../localstack/cdk-app.ts';

const outputsSchema = z.object({
  [STACK]: z.object({
    BucketOutput: z.string(),
    ArrivalsQueueUrlOutput: z.url(),
    RetrievalNrtQueueUrlOutput: z.url(),
    RetrievalBulkQueueUrlOutput: z.url(),
    SmReadyTopicArnOutput: z.string(),
  }),
});

/** What the stack tells of itself: all that a user of it would know. */
export interface DeployedStack {
  readonly bucket: string;
  readonly arrivalsQueueUrl: string;
  readonly retrievalNrtQueueUrl: string;
  readonly retrievalBulkQueueUrl: string;
  readonly smReadyTopicArn: string;
}

/** From the outputs that `cdk deploy` wrote into the file of `S2MP_E2E_OUTPUTS`. */
export function deployedStack(): DeployedStack {
  const file = process.env.S2MP_E2E_OUTPUTS;
  if (!file) throw new Error('S2MP_E2E_OUTPUTS names no file: run these tests by npm run test:e2e');
  const outputs = outputsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))[STACK];
  return {
    bucket: outputs.BucketOutput,
    arrivalsQueueUrl: outputs.ArrivalsQueueUrlOutput,
    retrievalNrtQueueUrl: outputs.RetrievalNrtQueueUrlOutput,
    retrievalBulkQueueUrl: outputs.RetrievalBulkQueueUrlOutput,
    smReadyTopicArn: outputs.SmReadyTopicArnOutput,
  };
}
