import { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { LambdaLane } from '../../../../lib/cloud/aws/lambda-lane.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

const UUID = '4c1a0bf6-0a6c-4bd1-a9a3-1c1f0fbdd0a2';
const JSON_TYPE = { 'content-type': 'application/json' };

async function laneWith(mapping: object) {
  const endpoint = await scriptedEndpoint({ status: 200, headers: JSON_TYPE, body: JSON.stringify(mapping) });
  return { lane: new LambdaLane(new LambdaClient(endpoint.client), UUID), requests: endpoint.requests };
}

test.each([
  ['Enabled', { MaximumConcurrency: 4 }, { enabled: true, maximumConcurrency: 4 }],
  ['Updating', { MaximumConcurrency: 2 }, { enabled: true, maximumConcurrency: 2 }],
  ['Disabled', { MaximumConcurrency: 4 }, { enabled: false, maximumConcurrency: 4 }],
  ['Disabling', {}, { enabled: false, maximumConcurrency: undefined }],
])('a mapping that is %s', async (State, ScalingConfig, width) => {
  const { lane, requests } = await laneWith({ UUID, State, ScalingConfig });
  expect(await lane.width()).toEqual(width);
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    `GET /2015-03-31/event-source-mappings/${UUID}`,
  ]);
});

test('is opened to a width and closed', async () => {
  const { lane, requests } = await laneWith({ UUID, State: 'Updating' });
  await lane.open(3);
  await lane.close();
  expect(requests.map(({ method, url, body }) => [method, url, JSON.parse(body) as unknown])).toEqual([
    ['PUT', `/2015-03-31/event-source-mappings/${UUID}`, { Enabled: true, ScalingConfig: { MaximumConcurrency: 3 } }],
    ['PUT', `/2015-03-31/event-source-mappings/${UUID}`, { Enabled: false }],
  ]);
});
