import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { STACK } from '../stack-name.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { readNote } from '../support/notes.ts';
import { listKeys } from '../support/store.ts';

test('the stack is gone, and the bucket of the products outlives it with everything in it', async () => {
  const describe = new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: STACK }));
  await expect(describe).rejects.toThrow(/does not exist/);
  const before = readNote('keys-before-destroy', z.array(z.string()));
  expect(await listKeys(deployedStack().bucket, '')).toEqual(before);
});
