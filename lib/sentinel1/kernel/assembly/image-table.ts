/*
 * A table of the annotation over the whole image: for some lines the value at every sample (f32, row-major). Linear
 * between lines, constant beyond the first and the last, to the nearest sample.
 */
@unmanaged
export class ImageTable {
  lines: usize; // f64 × rows
  values: usize; // f32 × rows × samples
  rows: i32;
  samples: i32;

  @inline
  at(line: f64, sample: f64): f64 {
    const column = <usize>min(max(<i32>floor(sample + 0.5), 0), this.samples - 1);
    const last = this.rows - 1;
    const first = load<f64>(this.lines);
    const end = load<f64>(this.lines + (<usize>last << 3));
    if (last == 0 || line <= first) return <f64>load<f32>(this.values + (column << 2));
    if (line >= end) return <f64>load<f32>(this.values + ((<usize>(last * this.samples) + column) << 2));
    // Rows are nearly equally spaced: the guess is right or next to it.
    let row = min(<i32>(((line - first) / (end - first)) * <f64>last), last - 1);
    while (line < load<f64>(this.lines + (<usize>row << 3))) row--;
    while (line >= load<f64>(this.lines + (<usize>row << 3), 8)) row++;
    const l0 = load<f64>(this.lines + (<usize>row << 3));
    const w = (line - l0) / (load<f64>(this.lines + (<usize>row << 3), 8) - l0);
    const above = this.values + ((<usize>(row * this.samples) + column) << 2);
    const below = above + (<usize>this.samples << 2);
    return <f64>load<f32>(above) * (1 - w) + <f64>load<f32>(below) * w;
  }
}
