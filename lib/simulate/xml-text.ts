/** `6.628682000000000e+02`: numbers as products write them, exponent of at least two digits. */
export function scientific(value: number, digits = 15): string {
  return value.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** Blank-separated values under an element with a `count`. */
export function listElement(
  name: string,
  values: Float64Array | readonly number[],
  format: (x: number) => string,
): string {
  return `<${name} count="${values.length}">${Array.from(values, format).join(' ')}</${name}>`;
}

export function xmlBytes(lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${lines.join('\n')}\n`);
}
