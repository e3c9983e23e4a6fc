import type { Facts } from './describe-products.ts';

/**
 * Two numbers count as the same within this: some hundred times what another processor's float32 arithmetic makes of
 * a soil moisture, and a thousandth of what anybody could measure.
 */
const ABSOLUTE = 2e-6;
const RELATIVE = 1e-5;

/** What two descriptions of products do not share, a line each. */
export function differences(golden: Readonly<Record<string, Facts>>, found: Readonly<Record<string, Facts>>): string[] {
  const lines: string[] = [];
  for (const file of namesOf(golden, found)) {
    const [before, after] = [golden[file], found[file]];
    if (!before || !after) {
      lines.push(`${file}: ${before ? 'is gone' : 'is new'}`);
      continue;
    }
    for (const name of namesOf(before, after)) {
      if (!isSame(before[name], after[name]))
        lines.push(`${file}: ${name}: ${brief(after[name])}, was ${brief(before[name])}`);
    }
  }
  return lines;
}

function namesOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

/** Numbers inside of texts (values of bands, times) count as numbers. */
function isSame(a: Facts[string] | undefined, b: Facts[string] | undefined): boolean {
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'number') return isClose(a, b);
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  const [x, y] = [a.split(/[ :;]+/), b.split(/[ :;]+/)];
  return x.length === y.length && x.every((part, i) => part === y[i] || isClose(Number(part), Number(y[i])));
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= ABSOLUTE + RELATIVE * Math.max(Math.abs(a), Math.abs(b));
}

function brief(value: Facts[string] | undefined): string {
  const text = String(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
