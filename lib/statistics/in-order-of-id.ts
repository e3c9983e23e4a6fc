/**
 * The same things in the order of their ids (code units), so that floating-point sums never show the order of arrival.
 * An id that comes twice would count twice: an error of the caller.
 */
export function inOrderOfId<T extends { readonly id: string }>(things: readonly T[]): T[] {
  const sorted = [...things].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i]?.id === sorted[i - 1]?.id) throw new RangeError(`${sorted[i]?.id} is listed twice`);
  }
  return sorted;
}
