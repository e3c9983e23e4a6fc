import { describe, expect, it } from 'vitest';
import { EnvironmentError, readEnvironment } from '../../functions/environment.ts';
import { parseConfiguration } from '../../lib/pipeline/configuration.ts';

const CONFIGURATION = { areasOfInterest: [{ name: 'occitanie', bbox: [2.9, 43.2, 4.4, 44.3] }] };
const QUEUE = 'https://sqs.eu-central-1.amazonaws.com/123456789012/queue';
const INTAKE = {
  BUCKET: 'scenes-and-maps',
  CONFIGURATION: JSON.stringify(CONFIGURATION),
  ARRIVALS_QUEUE_URL: `${QUEUE}-a`,
  RETRIEVAL_NRT_QUEUE_URL: `${QUEUE}-n`,
  RETRIEVAL_BULK_QUEUE_URL: `${QUEUE}-b`,
};

describe('readEnvironment', () => {
  it('gives what the function needs, parsed, and nothing else', () => {
    expect(readEnvironment('intake', { ...INTAKE, PATH: '/usr/bin', TOPIC_ARN: 'arn:x' })).toEqual({
      ...INTAKE,
      CONFIGURATION: parseConfiguration(CONFIGURATION),
    });
  });

  it('takes the http queue URLs of a local endpoint', () => {
    const local = 'http://127.0.0.1:4566/queue/us-east-1/000000000000/arrivals';
    expect(readEnvironment('intake', { ...INTAKE, ARRIVALS_QUEUE_URL: local }).ARRIVALS_QUEUE_URL).toBe(local);
  });

  it('names every variable that is not set', () => {
    expect(() => readEnvironment('intake', { CONFIGURATION: INTAKE.CONFIGURATION, BUCKET: INTAKE.BUCKET })).toThrow(
      new EnvironmentError(
        'The function intake cannot start: ARRIVALS_QUEUE_URL is not set; RETRIEVAL_NRT_QUEUE_URL is not set; ' +
          'RETRIEVAL_BULK_QUEUE_URL is not set.',
      ),
    );
  });

  it.each([
    ['a queue URL that is none', { ARRIVALS_QUEUE_URL: 'arrivals' }, /ARRIVALS_QUEUE_URL: Invalid URL/],
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
