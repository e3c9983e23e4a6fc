import { describe, expect, it } from 'vitest';
import { EnvironmentError, readEnvironment } from '../../functions/environment.ts';
import { parseConfiguration } from '../../lib/pipeline/configuration.ts';

const CONFIGURATION = { areasOfInterest: [{ name: 'occitanie', bbox: [2.9, 43.2, 4.4, 44.3] }] };
const QUEUE = 'https://sqs.eu-central-1.amazonaws.com/123456789012/queue';
const INTAKE = {
  BUCKET: 'scenes-and-maps',
  CONFIGURATION: JSON.stringify(CONFIGURATION),
  SCENE_BUCKETS: '[{"bucket":"sentinel-s1-l1c","region":"eu-central-1"}]',
  ARRIVALS_QUEUE_URL: `${QUEUE}-a`,
  RETRIEVAL_NRT_QUEUE_URL: `${QUEUE}-n`,
  RETRIEVAL_BULK_QUEUE_URL: `${QUEUE}-b`,
};

const RETRIEVE = {
  ...INTAKE,
  TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:sm-ready',
  PRICES: '{}',
  DEM_SOURCE: '{"kind":"store"}',
};

describe('readEnvironment', () => {
  it('gives what the function needs, parsed, and nothing else', () => {
    expect(readEnvironment('intake', { ...INTAKE, PATH: '/usr/bin', TOPIC_ARN: 'arn:x' })).toEqual({
      ...INTAKE,
      CONFIGURATION: parseConfiguration(CONFIGURATION),
      SCENE_BUCKETS: [{ bucket: 'sentinel-s1-l1c', region: 'eu-central-1' }],
    });
  });

  it.each([
    ['tiles in the store', { kind: 'store' }],
    ['a public bucket', { kind: 'glo30', bucket: 'copernicus-dem-30m', region: 'eu-central-1' }],
  ])('takes terrain heights from %s', (_, source) => {
    expect(readEnvironment('retrieve', { ...RETRIEVE, DEM_SOURCE: JSON.stringify(source) }).DEM_SOURCE).toEqual(source);
  });

  it.each([
    ['a kind of terrain that there is not', { kind: 'srtm' }, /DEM_SOURCE: /],
    ['a terrain bucket without its region', { kind: 'glo30', bucket: 'copernicus-dem-30m' }, /DEM_SOURCE: /],
    [
      'a region that is none',
      { kind: 'glo30', bucket: 'dem', region: 'Frankfurt' },
      /DEM_SOURCE: must be the name of a region/,
    ],
  ])('names %s', (_, source, message) => {
    expect(() => readEnvironment('retrieve', { ...RETRIEVE, DEM_SOURCE: JSON.stringify(source) })).toThrow(message);
  });

  it('takes the http queue URLs of a local endpoint', () => {
    const local = 'http://127.0.0.1:4566/queue/us-east-1/000000000000/arrivals';
    expect(readEnvironment('intake', { ...INTAKE, ARRIVALS_QUEUE_URL: local }).ARRIVALS_QUEUE_URL).toBe(local);
  });

  it('names every variable that is not set', () => {
    expect(() => readEnvironment('intake', { CONFIGURATION: INTAKE.CONFIGURATION, BUCKET: INTAKE.BUCKET })).toThrow(
      new EnvironmentError(
        'The function intake cannot start: SCENE_BUCKETS is not set; ARRIVALS_QUEUE_URL is not set; ' +
          'RETRIEVAL_NRT_QUEUE_URL is not set; RETRIEVAL_BULK_QUEUE_URL is not set.',
      ),
    );
  });

  it.each([
    ['a queue URL that is none', { ARRIVALS_QUEUE_URL: 'arrivals' }, /ARRIVALS_QUEUE_URL: Invalid URL/],
    ['scene buckets that are no JSON', { SCENE_BUCKETS: 'sentinel-s1-l1c' }, /SCENE_BUCKETS: must be JSON/],
    ['a scene bucket without its region', { SCENE_BUCKETS: '[{"bucket":"sentinel-s1-l1c"}]' }, /SCENE_BUCKETS: /],
    ['a configuration that is no JSON', { CONFIGURATION: '{' }, /CONFIGURATION: .*JSON/],
    [
      'an unknown field of the configuration',
      { CONFIGURATION: JSON.stringify({ ...CONFIGURATION, maxNdviAge: 20 }) },
      /CONFIGURATION: .*maxNdviAge/,
    ],
    [
      'a wrong field of the configuration',
      { CONFIGURATION: JSON.stringify({ ...CONFIGURATION, maxNdviAgeDays: '20' }) },
      /CONFIGURATION: .*maxNdviAgeDays/,
    ],
  ])('names %s', (_, change, message) => {
    expect(() => readEnvironment('intake', { ...INTAKE, ...change })).toThrow(message);
  });
});
