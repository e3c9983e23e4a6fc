import type { TargetKind } from './runner/target.ts';

/**
 * What the targets are known to do differently, seen with LocalStack 4.14.0 and MiniStack 1.5.33; AWS by its documentation.
 * Every such test asks here, and no test tells the targets apart itself.
 */
const TABLE = {
  /** LocalStack and MiniStack take an account number for the access key, so that the public topic can be made under its name. */
  posesAsAnyAccount: { localstack: true, ministack: true, aws: false },
  /** MiniStack keeps what a topic of another account and region sends to itself. */
  deliversAcrossAccounts: { localstack: true, ministack: false, aws: true },
  /** A receipt handle that was used up is taken for wrong by MiniStack, and for none of its business by the others. */
  forgivesUsedReceipts: { localstack: true, ministack: false, aws: true },
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
