import type { Template } from 'aws-cdk-lib/assertions';

export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** Statements of the role of one function. */
export function statementsOf(template: Template, name: string): Statement[] {
  return Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(name))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[]);
}

/** What the role of one function may do, and on what, by action; log and traces, which all have, are left out. */
export function grantsOf(template: Template, name: string): Map<string, unknown[]> {
  const grants = new Map<string, unknown[]>();
  for (const { Action, Resource } of statementsOf(template, name)) {
    for (const action of [Action].flat().filter((each) => !/^(logs|xray):/.test(each))) {
      grants.set(action, [...(grants.get(action) ?? []), Resource].flat());
    }
  }
  return grants;
}

/** Every statement of the template's policies, of roles and of resources, with the id of the resource that has it. */
export function allStatements(template: Template): (Statement & { readonly id: string })[] {
  const resources: Record<string, { Type: string; Properties?: Record<string, unknown> }> = template.toJSON().Resources;
  return Object.entries(resources).flatMap(([id, { Properties = {} }]) => {
    const { PolicyDocument, KeyPolicy, AssumeRolePolicyDocument } = Properties;
    const documents = [PolicyDocument, KeyPolicy, AssumeRolePolicyDocument] as (
      | { Statement: Statement[] }
      | undefined
    )[];
    return documents.flatMap((document) => document?.Statement ?? []).map((statement) => ({ id, ...statement }));
  });
}

/** Statements of the one queue's resource policy. */
export function queuePolicyOf(template: Template, queueId: string): Statement[] {
  const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy')).filter(
    ({ Properties }) => Properties.Queues[0].Ref === queueId,
  );
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[]);
}
