/**
 * A table of an annotation, given at some pixels of some image lines, expanded to every sample of those lines, so
 * that looking up is cheap and independent of where the nodes lie. Rows ascend in line; memory is shared between
 * threads.
 */
export interface LookupTable {
  /** Image line of each row. */
  readonly line: Float64Array;
  readonly samples: number;
  /** rows × samples, row-major. */
  readonly values: Float32Array;
}

export interface LookupVector {
  readonly line: number;
  /** Increasing. */
  readonly pixel: Float64Array;
  readonly value: Float64Array;
}

export function expandLookupTable(vectors: readonly LookupVector[], samples: number): LookupTable {
  const line = new Float64Array(new SharedArrayBuffer(8 * vectors.length));
  const values = new Float32Array(new SharedArrayBuffer(4 * vectors.length * samples));
  vectors.forEach((vector, row) => {
    line[row] = vector.line;
    fillLinear(vector.pixel, vector.value, values.subarray(row * samples, (row + 1) * samples), 0);
  });
  return { line, samples, values };
}

/** out[i] = y interpolated linearly at x = start + i; constant before the first and after the last node. */
export function fillLinear(x: Float64Array, y: Float64Array, out: Float32Array, start: number): void {
  const last = x.length - 1;
  let piece = 0;
  for (let i = 0; i < out.length; i++) {
    const at = start + i;
    while (piece < last - 1 && at >= (x[piece + 1] as number)) piece++;
    const x0 = x[piece] as number;
    const y0 = y[piece] as number;
    if (last === 0 || at <= x0) {
      out[i] = y0;
      continue;
    }
    const w = Math.min((at - x0) / ((x[piece + 1] as number) - x0), 1);
    out[i] = y0 * (1 - w) + (y[piece + 1] as number) * w;
  }
}

/** Value at the nearest sample, linear between lines; constant beyond the table's ends. */
export function lookUp(table: LookupTable, line: number, sample: number): number {
  const rows = table.line;
  const last = rows.length - 1;
  const column = Math.min(Math.max(Math.round(sample), 0), table.samples - 1);
  if (last === 0 || line <= (rows[0] as number)) return table.values[column] as number;
  if (line >= (rows[last] as number)) return table.values[last * table.samples + column] as number;
  // Rows are nearly equally spaced, so the guess is right or next to it.
  const span = (rows[last] as number) - (rows[0] as number);
  let row = Math.min(Math.floor(((line - (rows[0] as number)) / span) * last), last - 1);
  while (line < (rows[row] as number)) row--;
  while (line >= (rows[row + 1] as number)) row++;
  const l0 = rows[row] as number;
  const w = (line - l0) / ((rows[row + 1] as number) - l0);
  const at = row * table.samples + column;
  return (table.values[at] as number) * (1 - w) + (table.values[at + table.samples] as number) * w;
}
