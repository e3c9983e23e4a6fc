/**
 * How soon after sensing Sentinel-1 products of each category are delivered (ISO 8601), by
 * `productTimelinessCategory` of the manifest. Off-line and reprocessed products have no such promise.
 */
const DELIVERY: Readonly<Record<string, string>> = {
  'NRT-10m': 'PT10M',
  'NRT-1h': 'PT1H',
  'NRT-3h': 'PT3H',
  'Fast-24h': 'PT24H',
};

/** Fields of the STAC product extension; none for a category without a promise. */
export function timelinessFields(category: string | undefined): {
  'product:timeliness'?: string;
  'product:timeliness_category'?: string;
} {
  const delivery = category === undefined ? undefined : DELIVERY[category];
  if (category === undefined || delivery === undefined) return {};
  return { 'product:timeliness': delivery, 'product:timeliness_category': category };
}
