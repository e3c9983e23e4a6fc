import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Deployment } from '../deployment.ts';

export const RUNTIME = Runtime.NODEJS_24_X;

export function architectureOf(name: Deployment['architecture']): Architecture {
  return name === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64;
}
