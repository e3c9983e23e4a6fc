import { readFileSync } from 'node:fs';
import { type App, CfnResource } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import type { PipelineStack } from '../../cdk/pipeline-stack.ts';
import cdk from '../../cdk.json' with { type: 'json' };
import { withStack } from './template.ts';

const EVERYTHING = {
  sources: { publicTopic: { enabled: true }, orders: { enabled: false } },
  demSource: { kind: 'glo30' },
  alarms: { email: 'operator@example.org' },
};

/** The template as `npx cdk deploy` makes it: checked against the schemas of CloudFormation, findings are errors. */
function synthesizeChecked(deployment: Record<string, unknown>, change: (stack: PipelineStack) => void = () => {}) {
  const synthesize = (stack: PipelineStack, app: App) => {
    change(stack);
    app.synth();
    return JSON.parse(readFileSync(`${app.outdir}/validation-report.json`, 'utf8')).pluginReports;
  };
  return withStack(deployment, synthesize, { context: cdk.context });
}

// The engine takes seconds to start, many on a machine that does other things as well.
describe('the schemas of CloudFormation', { timeout: 120_000 }, () => {
  it.each([
    ['as deployed by default', {}],
    ['with everything switched on', EVERYTHING],
    ['on a store that is there', { existingBuckets: { store: 'my-products' } }],
  ])('have nothing against the template %s', (_, deployment) => {
    expect(synthesizeChecked(deployment)).toEqual([]);
  });

  it('are looked at: a property that there is not ends the synthesis', () => {
    const careless = (stack: PipelineStack) =>
      void new CfnResource(stack, 'Careless', { type: 'AWS::SQS::Queue', properties: { Visibility: 'long' } });
    expect(() => synthesizeChecked({}, careless)).toThrow(/'Visibility' was unexpected.*\n\s*Test\/Careless/);
  });
});
