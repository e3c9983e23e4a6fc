import { Stack, Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';

/** cdk-nag counts every `*` in a resource; objects of a bucket can only be named by a prefix. */
const REASON = 'The objects of one folder or bucket: their keys are made at run time.';

/**
 * Tells cdk-nag that a right to these objects is meant.
 *
 * @param arns `<bucket>/<prefix>*`, as they stand in the policy
 */
export function acknowledgeObjects(role: Role, arns: readonly string[]): void {
  for (const arn of arns) {
    const id = `AwsSolutions-IAM5[Resource::${flat(Stack.of(role).resolve(arn))}]`;
    Validations.of(role).acknowledge({ id, reason: REASON });
  }
}

/** A reference as cdk-nag writes it in the id of a finding, `<Bucket123.Arn>/ledger/*`. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) {
    const [delimiter, parts] = value['Fn::Join'];
    return parts.map(flat).join(delimiter);
  }
  return JSON.stringify(value);
}
