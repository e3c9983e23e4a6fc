import { z } from 'zod';
import { runCommand } from '../../cli/start-command.ts';
import { STACK } from '../stack-name.ts';

const listSchema = z.object({
  letters: z.array(z.object({ queue: z.string(), fingerprint: z.string(), products: z.array(z.string()) })),
});

/** Queue and product of each, as the operator is told; in the order of the products. */
export async function deadLettersOf(fingerprint: string): Promise<[queue: string, product: string][]> {
  const { code, stdout, stderr } = await runCommand(['dead-letters', '--stack', STACK, '--json']);
  if (code !== 0) throw new Error(stderr);
  return listSchema
    .parse(JSON.parse(stdout))
    .letters.filter((letter) => letter.fingerprint === fingerprint)
    .map(({ queue, products: [product = ''] }) => [queue, product] as [string, string])
    .sort(([, a], [, b]) => (a < b ? -1 : 1));
}

export function redrive(fingerprint: string) {
  return runCommand(['redrive', '--stack', STACK, '--fingerprint', fingerprint]);
}
