import { deploy } from '../../localstack/cdk-app.ts';

/** Deploys the stack once more, with the other deployment file, which the runner has made a template of. */
export async function updateStack(): Promise<void> {
  const { S2MP_E2E_UPDATE: app, S2MP_E2E_OUTPUTS: outputs } = process.env;
  if (!app || !outputs) throw new Error('S2MP_E2E_UPDATE names no template: run these tests by npm run test:e2e');
  await deploy(app, `${outputs}.update.json`, { env: process.env });
}
