/**
 * The radiometry of a product once more, straight from its XML and the product specification, sample by sample, for
 * some columns of the image. Shares no code with the library.
 */
export class NaiveRadiometry {
  readonly firstSample: number;
  readonly samples: number;
  readonly #amplitude: Vectors;
  /** Undefined where all noise values are 0. */
  readonly #range: Vectors | undefined;
  readonly #azimuth: readonly AzimuthBlock[];

  constructor(calibrationXml: string, noiseXml: string, firstSample: number, samples: number) {
    this.firstSample = firstSample;
    this.samples = samples;
    this.#amplitude = vectorsOf(calibrationXml, 'calibrationVector', 'sigmaNought', firstSample, samples, (v) => v);
    const isOld = noiseXml.includes('<noiseVectorList');
    const [vector, lut] = isOld ? ['noiseVector', 'noiseLut'] : ['noiseRangeVector', 'noiseRangeLut'];
    const range = vectorsOf(noiseXml, vector, lut, firstSample, samples, continueTrailingZeros);
    this.#range = range.rows.some((row) => row.some((value) => value !== 0)) ? range : undefined;
    this.#azimuth = elements(noiseXml, 'noiseAzimuthVector').map((text) => ({
      firstLine: numbers(text, 'firstAzimuthLine')[0] ?? Number.NaN,
      lastLine: numbers(text, 'lastAzimuthLine')[0] ?? Number.NaN,
      firstSample: numbers(text, 'firstRangeSample')[0] ?? Number.NaN,
      lastSample: numbers(text, 'lastRangeSample')[0] ?? Number.NaN,
      line: numbers(text, 'line'),
      factor: numbers(text, 'noiseAzimuthLut'),
    }));
  }

  /** A of σ⁰ = (DN² − η) / A² along one line. */
  amplitudeRow(line: number): Float64Array {
    return rowAt(this.#amplitude, line);
  }

  /** η along one line. */
  noiseRow(line: number): Float64Array {
    if (!this.#range) return new Float64Array(this.samples);
    const row = rowAt(this.#range, line);
    for (const block of this.#azimuth) {
      if (line < block.firstLine || line > block.lastLine) continue;
      const factor = linear(block.line, block.factor, line);
      const from = Math.max(block.firstSample - this.firstSample, 0);
      const to = Math.min(block.lastSample - this.firstSample, this.samples - 1);
      for (let i = from; i <= to; i++) row[i] = (row[i] ?? 0) * factor;
    }
    return row;
  }
}

interface AzimuthBlock {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly firstSample: number;
  readonly lastSample: number;
  readonly line: readonly number[];
  readonly factor: readonly number[];
}

interface Vectors {
  readonly lines: readonly number[];
  readonly rows: readonly Float64Array[];
}

function vectorsOf(
  xml: string,
  vector: string,
  lut: string,
  firstSample: number,
  samples: number,
  repair: (values: number[]) => number[],
): Vectors {
  const lines: number[] = [];
  const rows = elements(xml, vector).map((text) => {
    lines.push(numbers(text, 'line')[0] ?? Number.NaN);
    const pixel = numbers(text, 'pixel');
    const values = repair(numbers(text, lut));
    return Float64Array.from({ length: samples }, (_, i) => linear(pixel, values, firstSample + i));
  });
  return { lines, rows };
}

function rowAt({ lines, rows }: Vectors, line: number): Float64Array {
  const after = lines.findIndex((one) => one > line);
  const above = rows[after < 0 ? rows.length - 1 : Math.max(after - 1, 0)] ?? new Float64Array();
  const below = after <= 0 ? above : (rows[after] ?? above);
  const l0 = lines[after - 1] ?? 0;
  const w = after <= 0 ? 0 : (line - l0) / ((lines[after] ?? 0) - l0);
  return above.map((value, i) => value + w * ((below[i] ?? 0) - value));
}

/** Constant beyond the ends. */
function linear(x: readonly number[], y: readonly number[], at: number): number {
  let low = 0;
  let high = x.length - 1;
  if (at <= (x[low] ?? 0)) return y[low] ?? 0;
  if (at >= (x[high] ?? 0)) return y[high] ?? 0;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const x0 = x[low] ?? 0;
  const y0 = y[low] ?? 0;
  return y0 + ((at - x0) / ((x[high] ?? 0) - x0)) * ((y[high] ?? 0) - y0);
}

/** At the far edge tables end with zeros where the noise is not zero (facts page, section 1.1). */
function continueTrailingZeros(values: number[]): number[] {
  let last = values.length - 1;
  while (last > 0 && values[last] === 0) last--;
  return values.map((value, i) => (i > last ? (values[last] ?? 0) : value));
}

function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map(([, text]) => text ?? '');
}

function numbers(xml: string, name: string): number[] {
  const [, text = ''] = new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`).exec(xml) ?? [];
  return text.trim().split(/\s+/).map(Number);
}
