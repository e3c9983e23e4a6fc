import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { SNSClient } from '@aws-sdk/client-sns';
import { countRequests } from '../../lib/cloud/aws/count-requests.ts';
import { SnsTopic } from '../../lib/cloud/aws/sns-topic.ts';
import { glo30Tiles } from '../../lib/pipeline/sources/tiles-in-store.ts';
import { openNetwork } from '../../lib/s2mp/open-network.ts';
import { modelName } from '../../lib/s2mp/prior.ts';
import manifest from '../../package.json' with { type: 'json' };
import { bucketStores } from '../bucket-stores.ts';
import { deployedServices } from '../deployed-services.ts';
import { readEnvironment } from '../environment.ts';
import { LambdaUsage, measureUsage } from '../lambda-usage.ts';
import { createRetrieveHandler } from './create-retrieve-handler.ts';

const { BUCKET, CONFIGURATION, SCENE_BUCKETS, DEM_SOURCE, TOPIC_ARN, PRICES } = readEnvironment('retrieve');
const { prior } = CONFIGURATION;
// From the model layer, wherever the runtime puts it.
const model = createRequire(import.meta.url).resolve(`s2mp-model/${modelName(prior)}.onnx`);
const network = await openNetwork(await readFile(model), prior);
await network.prepare();

const meter = new LambdaUsage(Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 0), process.uptime());
const stores = bucketStores(BUCKET, {
  foreign: [...SCENE_BUCKETS, ...(DEM_SOURCE.kind === 'glo30' ? [DEM_SOURCE] : [])],
  onClient: (client) => countRequests(client, meter.requests),
});
const { services, middlewares } = deployedServices('retrieve', BUCKET, CONFIGURATION, stores);

export const handler = createRetrieveHandler({
  ...services,
  ...(DEM_SOURCE.kind === 'glo30' && { demTiles: glo30Tiles(stores.storeOf(DEM_SOURCE.bucket)) }),
  smReady: new SnsTopic(new SNSClient({}), TOPIC_ARN),
  network,
  codeVersion: manifest.version,
  charges: { meter, prices: PRICES },
  retrieval: {},
})
  .use(measureUsage(meter))
  .use(middlewares);
