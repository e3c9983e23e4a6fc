import { Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { withStack } from './template.ts';

const EVERYTHING = {
  sources: {
    publicTopic: { enabled: true },
    orders: { buckets: [{ bucket: 'archive', region: 'eu-west-1' }] },
  },
  demSource: { kind: 'glo30' },
  alarms: { email: 'operator@example.org' },
};

/** Findings of cdk-nag's AwsSolutions that are not acknowledged, as `rule at construct`. */
function findings(
  deployment: Record<string, unknown>,
  change: (stack: Parameters<Parameters<typeof withStack>[1]>[0]) => void = () => {},
) {
  return withStack(deployment, (stack, app) => {
    change(stack);
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    return violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );
  });
}

describe('AwsSolutions', () => {
  it.each([
    ['as deployed by default', {}],
    ['with everything switched on', EVERYTHING],
    [
      'with a store that is there and orders off',
      { existingBuckets: { store: 'mine' }, sources: { orders: { enabled: false } } },
    ],
  ])('has nothing to object to in the stack %s', (_, deployment) => {
    expect(findings(deployment)).toEqual([]);
  });

  it('does look: a queue without TLS and dead letters is found', () => {
    const found = findings({}, (stack) => void new Queue(stack, 'Careless'));
    expect(found).toEqual([
      'AwsSolutions-SQS3 at Test/Careless/Resource',
      'AwsSolutions-SQS4 at Test/Careless/Resource',
    ]);
  });

  it('is silenced where something is meant, each time with a reason', () => {
    const silenced = withStack(EVERYTHING, (stack) =>
      stack.node.findAll().flatMap(({ node }) =>
        node.metadata
          .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          .flatMap(({ data }) => Object.entries(data as Record<string, string>))
          .map(([rule, reason]) => ({ rule: rule.replace(/^annotation::/i, '').replace(/\[.*/, ''), reason })),
      ),
    );
    expect([...new Set(silenced.map(({ rule }) => rule))].sort()).toEqual([
      'AwsSolutions-IAM5',
      'AwsSolutions-S1',
      'AwsSolutions-SQS3',
    ]);
    for (const { reason } of silenced) expect(reason.length).toBeGreaterThan(40);
  });
});
