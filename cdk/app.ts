import { join, relative } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildLayers, LayerError } from '../layers/build-layers.ts';
import { BundleError, bundleFunctions } from './bundle-functions.ts';
import { requireRegion } from './deployment/require-region.ts';
import { DeploymentError, readDeployment } from './deployment.ts';
import { PipelineStack } from './pipeline-stack.ts';

const app = new App();
// Nothing is deployed that AWS's own rules object to; what is meant all the same says so where it is made.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
try {
  // Another file: npx cdk deploy -c deployment=FILE
  const file = app.node.tryGetContext('deployment') ?? join(import.meta.dirname, 'deployment.json');
  const deployment = readDeployment(String(file));
  // The command line of the CDK tells the app where it is going to deploy.
  requireRegion(deployment, process.env.CDK_DEFAULT_REGION);
  const [layers, bundles] = await Promise.all([
    buildLayers({ architecture: deployment.architecture, prior: deployment.pipeline.prior }),
    bundleFunctions(),
  ]);
  // A second deployment beside another one, such as that of the tests: -c stack=NAME
  const stack = new PipelineStack(app, String(app.node.tryGetContext('stack') ?? 'S2mpNrt'), {
    deployment,
    layers,
    bundles,
  });
  app.synth();
  process.stderr.write(`Template: ${relative(process.cwd(), join(app.outdir, stack.templateFile))}\n`);
} catch (error) {
  // What a person can mend is one sentence; anything else is a defect of this app and keeps its stack trace.
  const mendable = error instanceof DeploymentError || error instanceof LayerError || error instanceof BundleError;
  if (!mendable) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
