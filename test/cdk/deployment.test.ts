import { describe, expect, it } from 'vitest';
import { accountConcurrency } from '../../cdk/deployment/account-concurrency.ts';
import { pricesOf } from '../../cdk/deployment/budget.ts';
import { sceneBuckets } from '../../cdk/deployment/foreign-buckets.ts';
import { requireRegion } from '../../cdk/deployment/require-region.ts';
import { DeploymentError, parseDeployment, readDeployment } from '../../cdk/deployment.ts';
import { LAMBDA, synthesize } from './template.ts';

const AREA = { name: 'montpellier', bbox: [3.1, 43.4, 4.3, 44.1] };
const MINIMAL = { pipeline: { areasOfInterest: [AREA] } };
const PUBLIC_TOPIC = {
  enabled: false,
  region: 'eu-central-1',
  topicArn: 'arn:aws:sns:eu-central-1:214830741341:SentinelS1L1C',
  bucketRegion: 'eu-central-1',
};
const parse = (change: object) => parseDeployment({ ...MINIMAL, ...change }, 'test');

describe('parseDeployment', () => {
  it('needs nothing but the areas of interest', () => {
    const { pipeline, ...rest } = parseDeployment(MINIMAL, 'test');
    expect(rest).toEqual({
      architecture: 'x64',
      sources: { ownBucket: { enabled: true }, publicTopic: PUBLIC_TOPIC, orders: { enabled: true, buckets: [] } },
      demSource: { kind: 'store' },
      limits: {
        lanes: { intake: 5, nrt: 8, bulk: 4, fanOut: 2, statistics: 4 },
        intake: { memoryMb: 1024, timeoutS: 60 },
        retrieve: { memoryMb: 3538, timeoutS: 120 },
        fanOut: { memoryMb: 512, timeoutS: 30 },
        statistics: { memoryMb: 1769, timeoutS: 300 },
        budgetGuard: { memoryMb: 512, timeoutS: 300 },
      },
      budget: { monthlyUsd: 100, lowerAtShare: 0.8, prices: {} },
      existingBuckets: {},
      retention: {},
      alarms: { maxQueueAgeMinutes: 30, latencyObjectiveMinutes: 30 },
    });
    expect(pipeline.areasOfInterest).toEqual([AREA]);
  });

  it.each([
    ['a concurrency below what Lambda allows', { limits: { lanes: { bulk: 1 } } }, /limits\.lanes\.bulk: .*>=2/],
    ['a memory that Lambda does not have', { limits: { retrieve: { memoryMb: 64 } } }, /limits\.retrieve\.memoryMb: /],
    ['a timeout that Lambda does not have', { limits: { intake: { timeoutS: 901 } } }, /limits\.intake\.timeoutS: /],
    ['a function that is none', { limits: { ndvi: {} } }, /limits: .*"ndvi"/],
    ['an unknown processor', { architecture: 'x86' }, /architecture: /],
    ['an unknown field', { lanes: 2 }, /"lanes"/],
    [
      'a topic that is none',
      { sources: { publicTopic: { topicArn: 'SentinelS1L1C' } } },
      /sources\.publicTopic\.topicArn: /,
    ],
    [
      'a region that is not the topic’s',
      { sources: { publicTopic: { region: 'eu-west-1' } } },
      /sources\.publicTopic\.region: must be the region in topicArn/,
    ],
    ['a region that is none', { sources: { ownBucket: { region: 'Frankfurt' } } }, /sources\.ownBucket\.region: /],
    [
      'a bucket of the topic, which cannot be another',
      { sources: { publicTopic: { bucket: 'mirror' } } },
      /sources\.publicTopic: .*"bucket"/,
    ],
    ['a source that is none', { sources: { cdse: {} } }, /sources: .*"cdse"/],
    ['a DEM that is none', { demSource: { kind: 'srtm' } }, /demSource\.kind: /],
    ['a budget of nothing', { budget: { monthlyUsd: 0 } }, /budget\.monthlyUsd: /],
    ['a price that is none', { budget: { prices: { egressUsd: 1 } } }, /budget\.prices: .*"egressUsd"/],
    ['a bucket that is none', { existingBuckets: { store: 'My Bucket' } }, /existingBuckets\.store: /],
    ['an address that is none', { alarms: { email: 'me' } }, /alarms\.email: /],
    ['an age that no message reaches', { alarms: { maxQueueAgeMinutes: 5760 } }, /alarms\.maxQueueAgeMinutes: /],
    ['a retention of nothing', { retention: { scenesDays: 0 } }, /retention\.scenesDays: /],
    [
      'an area without extent',
      { pipeline: { areasOfInterest: [{ ...AREA, bbox: [4, 43, 3, 44] }] } },
      /pipeline\.areasOfInterest\.0\.bbox: /,
    ],
    [
      'too few deliveries',
      { pipeline: { ...MINIMAL.pipeline, maxReceiveCount: 3 } },
      /pipeline\.maxReceiveCount: must be at least 5/,
    ],
  ])('names %s', (_, change, message) => {
    expect(() => parse(change)).toThrow(message);
  });

  it('names every field at once, and the file', () => {
    const read = () => parseDeployment({ pipeline: {}, architecture: 'mips' }, 'my.json');
    expect(read).toThrow(DeploymentError);
    expect(read).toThrow(/^my\.json cannot be deployed\..*pipeline\.areasOfInterest: .*architecture: /);
  });
});

/** Queues have names of 80 characters at most, stacks of 128; the ARN of a topic repeats the stack's name. */
const LONGEST = {
  url: `https://sqs.ap-southeast-1.amazonaws.com/123456789012/${'q'.repeat(80)}`,
  other: 'n'.repeat(240),
};

describe('what does not fit into the environment of a function', () => {
  const withRegions = (count: number) => ({
    pipeline: {
      ...MINIMAL.pipeline,
      regions: Array.from({ length: count }, (_, i) => ({ ...AREA, name: `region-${String(i).padStart(2, '0')}` })),
    },
  });

  it('is refused with its size and the limit', () => {
    expect(() => parse(withRegions(60))).toThrow(
      new RegExp(
        "^test cannot be deployed\\. pipeline: takes 3\\d{3} bytes of the functions' environment, " +
          'sources, demSource and budget\\.prices 1\\d\\d; Lambda allows 4096, 1024 of which are kept for URLs and ARNs, ' +
          'so that 3072 are left\\. Name fewer areasOfInterest, regions or sources\\.orders\\.buckets, or deploy several stacks$',
      ),
    );
  });

  it('is counted with the buckets of orders, which every function that reads scenes is told', () => {
    const buckets = Array.from({ length: 60 }, (_, i) => ({ bucket: `archive-${i}`, region: 'eu-central-1' }));
    expect(() => parse({ sources: { orders: { buckets } } })).toThrow(/^test cannot be deployed\. pipeline: takes /);
  });

  it('leaves the longest names that AWS gives to the rest', () => {
    const full = (count: number) => ({
      ...withRegions(count),
      sources: { publicTopic: { enabled: true } },
      demSource: { kind: 'glo30' },
    });
    const fits = (count: number) => {
      try {
        return parse(full(count)) !== undefined;
      } catch {
        return false;
      }
    };
    const most = Array.from({ length: 60 }, (_, i) => i).findLast(fits) ?? 0;
    expect(most).toBeGreaterThan(20);
    const template = synthesize(full(most));
    for (const { Properties } of Object.values(template.findResources(LAMBDA))) {
      const variables = Object.entries(Properties.Environment.Variables).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : LONGEST[/_URL$/.test(name) ? 'url' : 'other'],
      ]);
      expect(Buffer.byteLength(JSON.stringify(Object.fromEntries(variables)))).toBeLessThanOrEqual(4096);
    }
  });
});

describe('readDeployment', () => {
  const file = new URL('../../cdk/deployment.json', import.meta.url).pathname;

  it('accepts the file that is deployed by default, which says nothing else than the defaults', () => {
    const { pipeline, ...rest } = readDeployment(file);
    expect(pipeline.areasOfInterest).toHaveLength(1);
    const { pipeline: _, ...defaults } = parse({});
    expect(rest).toEqual(defaults);
  });

  it('names a file that is not there', () => {
    expect(() => readDeployment('/nowhere/deployment.json')).toThrow(
      /^\/nowhere\/deployment\.json cannot be read: ENOENT/,
    );
  });
});

describe('requireRegion', () => {
  it.each(['ownBucket', 'orders'])('refuses another region for %s than that of the stack', (source) => {
    const deployment = parse({ sources: { [source]: { region: 'eu-central-1' } } });
    expect(() => requireRegion(deployment, 'us-east-1')).toThrow(
      new DeploymentError(
        `sources.${source}.region is eu-central-1, but the stack would be deployed to us-east-1: ` +
          'set AWS_REGION=eu-central-1, or leave the field out.',
      ),
    );
    expect(requireRegion(deployment, 'eu-central-1')).toBeUndefined();
    expect(requireRegion(deployment, undefined)).toBeUndefined();
  });

  it('does not mind where the public topic is', () => {
    expect(requireRegion(parse({ sources: { publicTopic: { enabled: true } } }), 'us-east-1')).toBeUndefined();
  });
});

it('accountConcurrency is the sum of all lanes and the guard', () => {
  expect(accountConcurrency(parse({}))).toBe(5 + 8 + 4 + 2 + 4 + 1);
  expect(accountConcurrency(parse({ limits: { lanes: { bulk: 40 } } }))).toBe(60);
});

describe('pricesOf', () => {
  it.each([
    ['x64', 1.66667e-5],
    ['arm64', 1.33334e-5],
  ] as const)('of %s are the list prices', (architecture, gbSecondUsd) => {
    expect(pricesOf(architecture, {})).toEqual({ gbSecondUsd, requestUsd: 2e-7, readUsd: 4e-7, writeUsd: 5e-6 });
  });

  it('are one’s own where the deployment states some', () => {
    const { budget } = parse({ budget: { prices: { gbSecondUsd: 1e-5, readUsd: 0 } } });
    expect(pricesOf('arm64', budget.prices)).toEqual({
      gbSecondUsd: 1e-5,
      requestUsd: 2e-7,
      readUsd: 0,
      writeUsd: 5e-6,
    });
  });
});

describe('sceneBuckets', () => {
  const other = { bucket: 'archive', region: 'eu-west-1' };
  const announced = { bucket: 'sentinel-s1-l1c', region: 'eu-central-1' };

  it.each([
    ['none unless a source speaks of one', {}, []],
    ['that of the public topic while it is on', { publicTopic: { enabled: true } }, [announced]],
    [
      'those that may be ordered, each once',
      { publicTopic: { enabled: true }, orders: { buckets: [announced, other] } },
      [announced, other],
    ],
    ['none of orders while these are off', { orders: { enabled: false, buckets: [other] } }, []],
  ])('are %s', (_, sources, expected) => {
    expect(sceneBuckets(parse({ sources }))).toEqual(expected);
  });
});
