import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseDeployment } from '../../cdk/deployment.ts';
import { PipelineStack } from '../../cdk/pipeline-stack.ts';

const AREA = { name: 'montpellier', bbox: [3.1, 43.4, 4.3, 44.1] };

/** The CDK's own check of a template starts an engine that takes seconds: one test has it, the others do without. */
const UNCHECKED: AppProps = { builtinCloudFormationValidation: false };

/** The real stack with empty files in the place of bundles and layers, as long as `use` looks at it. */
export function withStack<T>(
  deployment: Record<string, unknown>,
  use: (stack: PipelineStack, app: App) => T,
  props = UNCHECKED,
): T {
  const folder = mkdtempSync(join(tmpdir(), 's2mp-cdk-'));
  try {
    const stub = (name: string) => {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'index.mjs'), `// ${name}`);
      return join(folder, name);
    };
    const app = new App({ ...props, outdir: join(folder, 'cdk.out') });
    const stack = new PipelineStack(app, 'Test', {
      deployment: parseDeployment({ pipeline: { areasOfInterest: [AREA] }, ...deployment }, 'test'),
      bundles: {
        intake: stub('intake'),
        retrieve: stub('retrieve'),
        'fan-out': stub('fan-out'),
        statistics: stub('statistics'),
        'budget-guard': stub('budget-guard'),
      },
      layers: { onnxruntime: stub('onnxruntime'), model: stub('model') },
    });
    return use(stack, app);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The template of the stack. */
export function synthesize(deployment: Record<string, unknown> = {}): Template {
  return withStack(deployment, (stack) => Template.fromStack(stack));
}

/** Logical id of the one resource of a type whose construct path starts so. */
export function idOf(template: Template, type: string, start: string): string {
  const ids = Object.keys(template.findResources(type)).filter((id) => id.startsWith(start));
  if (ids.length !== 1) throw new Error(`${ids.length} resources ${type} ${start}*: ${ids.join(', ')}`);
  return String(ids[0]);
}

export const QUEUE = 'AWS::SQS::Queue';
export const LAMBDA = 'AWS::Lambda::Function';
export const BUCKET = 'AWS::S3::Bucket';

export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

export function propertiesOf(template: Template, type: string, id: string) {
  return template.findResources(type)[id]?.Properties ?? {};
}
