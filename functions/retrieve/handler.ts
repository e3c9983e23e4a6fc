import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { SNSClient } from '@aws-sdk/client-sns';
import { SnsTopic } from '../../lib/cloud/aws/sns-topic.ts';
import { openNetwork } from '../../lib/s2mp/open-network.ts';
import { modelName } from '../../lib/s2mp/prior.ts';
import manifest from '../../package.json' with { type: 'json' };
import { deployedServices } from '../deployed-services.ts';
import { readEnvironment } from '../environment.ts';
import { createRetrieveHandler } from './create-retrieve-handler.ts';

const environment = readEnvironment('retrieve');
const { prior } = environment.CONFIGURATION;
// From the model layer, wherever the runtime puts it.
const model = createRequire(import.meta.url).resolve(`s2mp-model/${modelName(prior)}.onnx`);
const network = await openNetwork(await readFile(model), prior);
await network.prepare();

export const handler = createRetrieveHandler({
  ...deployedServices('retrieve', environment.BUCKET, environment.CONFIGURATION),
  smReady: new SnsTopic(new SNSClient({}), environment.TOPIC_ARN),
  network,
  codeVersion: manifest.version,
  retrieval: {},
});
