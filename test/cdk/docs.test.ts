import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRICS_OF } from '../../lib/pipeline/metrics.ts';
import { synthesize } from './template.ts';

const text = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const template = synthesize();
const concurrency = template.findOutputs('AccountConcurrencyOutput').AccountConcurrencyOutput?.Value as string;
const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm')).length;
const metrics = Object.values(METRICS_OF).flat().length;

describe('what the texts count', () => {
  it.each([
    ['README.md', `room for ${concurrency} concurrent Lambda executions`],
    ['docs/aws.md', `room for **${concurrency} concurrent Lambda executions**`],
    ['docs/aws.md', `${alarms} alarms, up to ${metrics} own metrics`],
  ])('%s: %s', (name, words) => {
    expect(text(name)).toContain(words);
  });
});
