import { TARGET_KINDS, type TargetKind } from './runner/target.ts';

/**
 * What the targets are known to do differently, seen with LocalStack 4.14.0 and MiniStack 1.5.33; AWS by its documentation.
 * A LocalStack that somebody else has started may be one in a container.
 * Every such test asks here, and no test tells the targets apart itself.
 */
const TABLE = {
  /** LocalStack and MiniStack take an account number for the access key, so that the public topic can be made under its name. */
  posesAsAnyAccount: { localstack: true, 'running-localstack': true, ministack: true, aws: false },
  /** MiniStack keeps what a topic of another account and region sends to itself. */
  deliversAcrossAccounts: { localstack: true, 'running-localstack': true, ministack: false, aws: true },
  /** A receipt handle that was used up is taken for wrong by MiniStack, and for none of its business by the others. */
  forgivesUsedReceipts: { localstack: true, 'running-localstack': true, ministack: false, aws: true },
  /** Functions are processes of this machine under the Node of this run; elsewhere they have an image and a processor of their own. */
  runsFunctionsHere: { localstack: true, 'running-localstack': false, ministack: false, aws: false },
  /** Another processor may round the last bits of a map otherwise. */
  makesTheSameBytes: { localstack: true, 'running-localstack': false, ministack: true, aws: false },
} as const satisfies Record<string, Readonly<Record<TargetKind, boolean>>>;

export type Ability = keyof typeof TABLE;

export function targetCan(ability: Ability, kind: TargetKind = targetKind()): boolean {
  return TABLE[ability][kind];
}

function targetKind(): TargetKind {
  const kind = TARGET_KINDS.find((known) => known === process.env.S2MP_E2E_TARGET);
  if (kind) return kind;
  throw new Error('S2MP_E2E_TARGET names no target: run these tests by npm run test:e2e');
}
