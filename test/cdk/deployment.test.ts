import { describe, expect, it } from 'vitest';
import { DeploymentError, parseDeployment, readDeployment } from '../../cdk/deployment.ts';

const AREA = { name: 'montpellier', bbox: [3.1, 43.4, 4.3, 44.1] };
const MINIMAL = { pipeline: { areasOfInterest: [AREA] } };

describe('parseDeployment', () => {
  it('needs nothing but the areas of interest', () => {
    const { pipeline, ...rest } = parseDeployment(MINIMAL, 'test');
    expect(rest).toEqual({
      architecture: 'x64',
      concurrency: { nrt: 8, bulk: 2, statistics: 4 },
      publicScenes: {
        enabled: false,
        topicArn: 'arn:aws:sns:eu-central-1:214830741341:SentinelS1L1C',
        bucket: 'sentinel-s1-l1c',
      },
    });
    expect(pipeline.areasOfInterest).toEqual([AREA]);
  });

  it.each([
    ['a concurrency below what Lambda allows', { concurrency: { bulk: 1 } }, /concurrency\.bulk: .*>=2/],
    ['an unknown processor', { architecture: 'x86' }, /architecture: /],
    ['an unknown field', { lanes: 2 }, /"lanes"/],
    ['a topic that is none', { publicScenes: { topicArn: 'SentinelS1L1C' } }, /publicScenes\.topicArn: /],
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
    expect(() => parseDeployment({ ...MINIMAL, ...change }, 'test')).toThrow(message);
  });

  it('names every field at once, and the file', () => {
    const read = () => parseDeployment({ pipeline: {}, architecture: 'mips' }, 'my.json');
    expect(read).toThrow(DeploymentError);
    expect(read).toThrow(/^my\.json cannot be deployed\..*pipeline\.areasOfInterest: .*architecture: /);
  });
});

describe('readDeployment', () => {
  it('accepts the file that is deployed by default', () => {
    const file = new URL('../../cdk/deployment.json', import.meta.url).pathname;
    expect(readDeployment(file).pipeline.areasOfInterest).toHaveLength(1);
  });

  it('names a file that is not there', () => {
    expect(() => readDeployment('/nowhere/deployment.json')).toThrow(
      /^\/nowhere\/deployment\.json cannot be read: ENOENT/,
    );
  });
});
