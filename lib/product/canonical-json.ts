/** What canonical JSON can hold; members that are undefined are left out. */
export type CanonicalValue =
  | null
  | boolean
  | number
  | string
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue | undefined };

/**
 * One text for one value: JSON without blanks, members sorted by UTF-16 code units (RFC 8785). For hashing.
 *
 * @throws RangeError for NaN and infinities, which JSON would silently turn into null
 */
export function canonicalJson(value: CanonicalValue): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${value} has no JSON`);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value).sort();
  const texts: string[] = [];
  for (const name of members) {
    const member = value[name];
    if (member !== undefined) texts.push(`${JSON.stringify(name)}:${canonicalJson(member)}`);
  }
  return `{${texts.join(',')}}`;
}

function isList(value: object): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}
