import type { TargetKind } from './runner/target.ts';

/** What the targets are known to do differently: every such test asks here, and no test tells the targets apart itself. */
const TABLE = {
  /** LocalStack and MiniStack take an account number for the access key, so that a foreign topic can be made. */
  canPoseAsAnyAccount: { localstack: true, ministack: true, aws: false },
  /** Emulators do not enforce IAM: on AWS a bucket without a grant stays unreadable when it is there. */
  readsBucketsWithoutGrant: { localstack: true, ministack: true, aws: false },
} as const satisfies Record<string, Readonly<Record<TargetKind, boolean>>>;

export type Ability = keyof typeof TABLE;

export function targetCan(ability: Ability, kind: TargetKind = targetKind()): boolean {
  return TABLE[ability][kind];
}

function targetKind(): TargetKind {
  const kind = process.env.S2MP_E2E_TARGET;
  if (kind === 'localstack' || kind === 'ministack' || kind === 'aws') return kind;
  throw new Error('S2MP_E2E_TARGET names no target: run these tests by npm run test:e2e');
}
