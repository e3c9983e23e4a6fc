import { type Deployment, DeploymentError } from '../deployment.ts';

/**
 * The stack's own bucket and queue lie where the stack does; a file that says otherwise was written for another place.
 *
 * @param target where the stack goes, if that is known
 */
export function requireRegion({ sources }: Deployment, target: string | undefined): void {
  if (target === undefined) return;
  for (const name of ['ownBucket', 'orders'] as const) {
    const { region } = sources[name];
    if (region === undefined || region === target) continue;
    throw new DeploymentError(
      `sources.${name}.region is ${region}, but the stack would be deployed to ${target}: ` +
        `set AWS_REGION=${region}, or leave the field out.`,
    );
  }
}
