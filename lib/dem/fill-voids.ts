/**
 * Replaces NaN in a raster in place by what surrounds it: means of valid pixels over 2 × 2, 4 × 4 … pixels, the
 * smallest that holds any. A raster without any valid pixel stays as it is.
 */
export function fillVoids(values: Float32Array, columns: number, rows: number): void {
  if (!values.includes(Number.NaN) || values.every(Number.isNaN)) return;
  const coarseColumns = Math.ceil(columns / 2);
  const coarseRows = Math.ceil(rows / 2);
  const sum = new Float64Array(coarseColumns * coarseRows);
  const count = new Uint8Array(coarseColumns * coarseRows);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const value = values[r * columns + c] as number;
      if (Number.isNaN(value)) continue;
      const at = (r >> 1) * coarseColumns + (c >> 1);
      sum[at] = (sum[at] as number) + value;
      count[at] = (count[at] as number) + 1;
    }
  }
  const coarse = Float32Array.from(sum, (total, i) => total / (count[i] as number));
  fillVoids(coarse, coarseColumns, coarseRows);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const at = r * columns + c;
      if (Number.isNaN(values[at])) values[at] = coarse[(r >> 1) * coarseColumns + (c >> 1)] as number;
    }
  }
}
