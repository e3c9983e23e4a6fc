import { z } from 'zod';
import { budgetSchema } from '../lib/pipeline/budget/budget.ts';
import { ConfigurationError, parseConfiguration } from '../lib/pipeline/configuration.ts';
import { pricesSchema } from '../lib/pipeline/cost/prices.ts';
import { demSourceSchema } from '../lib/pipeline/sources/dem-source.ts';
import { foreignBucketSchema } from '../lib/pipeline/sources/foreign-bucket.ts';

/** A variable that holds JSON. */
const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

const queueUrl = z.url({ protocol: /^https?$/ });

/** Every variable that a function can be given; the stack writes them, only this file reads them. */
const VARIABLES = {
  /** Bucket of scenes, tiles, products, ledger, receipts and statistics. */
  BUCKET: z.string().min(3),
  ARRIVALS_QUEUE_URL: queueUrl,
  RETRIEVAL_NRT_QUEUE_URL: queueUrl,
  RETRIEVAL_BULK_QUEUE_URL: queueUrl,
  STATISTICS_QUEUE_URL: queueUrl,
  /** Topic on which a map is announced once its item can be read. */
  TOPIC_ARN: z.string().startsWith('arn:'),
  /** UUID of the event source mapping of the bulk lane. */
  BULK_MAPPING_ID: z.string().min(1),
  /** JSON of the monthly budget. */
  BUDGET: json(budgetSchema),
  /** JSON of what the cloud charges. */
  PRICES: json(pricesSchema),
  /** JSON of other people's buckets of scenes, each with its region; scenes in further ones are found, but more slowly. */
  SCENE_BUCKETS: json(z.array(foreignBucketSchema)),
  /** JSON of where terrain heights are read. */
  DEM_SOURCE: json(demSourceSchema),
  /** JSON of the pipeline's configuration; unknown fields are refused by name. */
  CONFIGURATION: z.string().transform((text, context) => {
    try {
      return parseConfiguration(JSON.parse(text));
    } catch (error) {
      if (!(error instanceof ConfigurationError || error instanceof SyntaxError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  }),
} as const;

export type VariableName = keyof typeof VARIABLES;

/** What each function is given and nothing else: its grants in the stack follow the same lines. */
export const VARIABLES_OF = {
  intake: [
    'BUCKET',
    'CONFIGURATION',
    'SCENE_BUCKETS',
    'ARRIVALS_QUEUE_URL',
    'RETRIEVAL_NRT_QUEUE_URL',
    'RETRIEVAL_BULK_QUEUE_URL',
  ],
  retrieve: ['BUCKET', 'CONFIGURATION', 'SCENE_BUCKETS', 'DEM_SOURCE', 'TOPIC_ARN', 'PRICES'],
  'fan-out': ['BUCKET', 'CONFIGURATION', 'STATISTICS_QUEUE_URL'],
  statistics: ['BUCKET', 'CONFIGURATION', 'STATISTICS_QUEUE_URL'],
  'budget-guard': ['BUCKET', 'BULK_MAPPING_ID', 'BUDGET', 'RETRIEVAL_BULK_QUEUE_URL'],
} as const satisfies Record<string, readonly VariableName[]>;

export type FunctionName = keyof typeof VARIABLES_OF;

export type EnvironmentOf<F extends FunctionName> = {
  readonly [V in (typeof VARIABLES_OF)[F][number]]: z.infer<(typeof VARIABLES)[V]>;
};

/** A function that was deployed without what it needs; the message names every variable concerned. */
export class EnvironmentError extends Error {
  readonly tag = 'EnvironmentError';
  override readonly name = 'EnvironmentError';
}

/**
 * The environment of one function, parsed. Call it once, outside of the handler.
 *
 * @throws {EnvironmentError}
 * @example const { BUCKET, CONFIGURATION } = readEnvironment('statistics');
 */
export function readEnvironment<F extends FunctionName>(
  name: F,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): EnvironmentOf<F> {
  const names: readonly VariableName[] = VARIABLES_OF[name];
  const schema = z.object(Object.fromEntries(names.map((variable) => [variable, VARIABLES[variable]])));
  const parsed = schema.safeParse(variables);
  if (parsed.success) return parsed.data as EnvironmentOf<F>;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const variable = String(path[0]);
    return variables[variable] === undefined ? `${variable} is not set` : `${variable}: ${message}`;
  });
  throw new EnvironmentError(`The function ${name} cannot start: ${problems.join('; ')}.`);
}
