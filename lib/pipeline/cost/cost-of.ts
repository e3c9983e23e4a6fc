import type { Prices } from './prices.ts';
import type { Usage } from './usage.ts';

/** US dollars, to a hundred-millionth. */
export function costOfUsd(usage: Usage, prices: Prices): number {
  const { gbSeconds, invocations, reads, writes } = usage;
  const { gbSecondUsd, requestUsd, readUsd, writeUsd } = prices;
  const usd = gbSeconds * gbSecondUsd + invocations * requestUsd + reads * readUsd + writes * writeUsd;
  return Math.round(usd * 1e8) / 1e8;
}
