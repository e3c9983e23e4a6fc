import { parseDecimal } from './parse-decimal.ts';

/** Blank-separated numbers. `bad` is the first item that is no finite decimal number, where there is one. */
export function parseDecimals(text: string): { readonly values: Float64Array; readonly bad: string | undefined } {
  const values = new Float64Array(Math.ceil(text.length / 2));
  let count = 0;
  let at = 0;
  while (at < text.length) {
    while (at < text.length && text.charCodeAt(at) <= 32) at++;
    const start = at;
    while (at < text.length && text.charCodeAt(at) > 32) at++;
    if (start === at) break;
    const value = parseDecimal(text, start, at);
    if (Number.isNaN(value)) return { values: values.slice(0, count), bad: text.slice(start, at) };
    values[count++] = value;
  }
  return { values: values.slice(0, count), bad: undefined };
}
