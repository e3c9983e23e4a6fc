import { z } from 'zod';

const usd = z.number().nonnegative();

/**
 * What the cloud charges for the retrieval, US dollars each. The defaults are the list prices of us-east-1 (x86, November
 * 2026, without free tier); a deployment can state its own.
 */
export const pricesSchema = z.strictObject({
  /** One GB of a function's memory for one second. */
  gbSecondUsd: usd.default(1.66667e-5),
  /** One invocation. */
  requestUsd: usd.default(2e-7),
  /** One GET or HEAD of an object. */
  readUsd: usd.default(4e-7),
  /** One PUT, or one page of a list. */
  writeUsd: usd.default(5e-6),
});

export type Prices = z.infer<typeof pricesSchema>;
