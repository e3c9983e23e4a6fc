import { Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Layers } from '../../layers/build-layers.ts';
import type { Deployment } from '../deployment.ts';
import { architectureOf, RUNTIME } from './runtime.ts';

/** The inference runtime and the network: apart, because the network changes far more often than the runtime. */
export class PipelineLayers extends Construct {
  readonly all: LayerVersion[];

  constructor(scope: Construct, id: string, folders: Layers, architecture: Deployment['architecture']) {
    super(scope, id);
    const common = { compatibleRuntimes: [RUNTIME], compatibleArchitectures: [architectureOf(architecture)] };
    this.all = [
      new LayerVersion(this, 'Onnxruntime', {
        ...common,
        code: Code.fromAsset(folders.onnxruntime),
        description: 'onnxruntime-node, CPU, pruned to what it loads',
      }),
      new LayerVersion(this, 'Model', {
        ...common,
        code: Code.fromAsset(folders.model),
        description: 'Trained S2MP network, package s2mp-model',
      }),
    ];
  }
}
