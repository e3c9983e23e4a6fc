import type { Deployment } from '../deployment.ts';
import { settingsOf } from './settings.ts';

/** Of all variables of one function; Lambda refuses more, in the middle of a deployment. */
const ENVIRONMENT_BYTES = 4096;

/** Kept for what only AWS knows: URLs of three queues, ARN of the topic, names of bucket and stack. */
const RESERVED_BYTES = 1024;

const LIMIT_BYTES = ENVIRONMENT_BYTES - RESERVED_BYTES;

/**
 * What is wrong with a deployment whose settings do not fit into the environment of a function; undefined if they do. The
 * function that is given all of them is the retrieval. Counted as Lambda words its refusal: as the JSON of all
 * variables, in which every quote of theirs takes two bytes.
 */
export function excessSettings(deployment: Deployment): string | undefined {
  const { CONFIGURATION, ...others } = settingsOf(deployment);
  const ownBytes = byteLength({ CONFIGURATION });
  const bytes = ownBytes + byteLength(others);
  if (bytes <= LIMIT_BYTES) return undefined;
  const rest = bytes - ownBytes;
  return [
    `pipeline: takes ${ownBytes} bytes of the functions' environment, sources, demSource and budget.prices ${rest};`,
    `Lambda allows ${ENVIRONMENT_BYTES}, ${RESERVED_BYTES} of which are kept for URLs and ARNs, so that`,
    `${LIMIT_BYTES} are left. Name fewer areasOfInterest, regions or sources.orders.buckets, or deploy several stacks`,
  ].join(' ');
}

function byteLength(variables: Readonly<Record<string, string>>): number {
  return Buffer.byteLength(JSON.stringify(variables));
}
