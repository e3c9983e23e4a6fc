/** What decides between two source products of one acquisition. */
export interface SourceVersion {
  /** Product name without `.SAFE` or `.zip`; ends in four hexadecimal digits. */
  readonly product: string;
  /** End of processing, µs since 1970. */
  readonly processedUs: number;
}

/**
 * Orders source products of one acquisition: the later processing time wins, then the greater suffix, then (a name
 * with another ending, such as `_COG`) the greater name. A total order, so that the order of arrival never shows.
 *
 * @returns > 0 if `a` wins, < 0 if `b` wins, 0 only for the same product
 */
export function compareSources(a: SourceVersion, b: SourceVersion): number {
  if (a.processedUs !== b.processedUs) return a.processedUs - b.processedUs;
  return compareText(suffixOf(a.product), suffixOf(b.product)) || compareText(a.product, b.product);
}

export function laterSource<T extends SourceVersion>(a: T, b: T): T {
  return compareSources(a, b) >= 0 ? a : b;
}

/** `6FF8` of `S1A_IW_GRDH_…_049F13_6FF8` and of `…_6FF8_COG`. */
function suffixOf(product: string): string {
  return /_([0-9A-Fa-f]{4})(?:_COG)?$/.exec(product)?.[1]?.toUpperCase() ?? '';
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
