/** Sums of the pixels that reach over the border of a band; grows as needed. */
export class PartialSums {
  length = 0;
  pixel = new Int32Array(1024);
  power = new Float64Array(1024);
  count = new Int32Array(1024);
  line = new Float64Array(1024);
  sample = new Float64Array(1024);

  push(pixel: number, power: number, count: number, line: number, sample: number): void {
    const at = this.length++;
    if (at === this.pixel.length) this.#grow();
    this.pixel[at] = pixel;
    this.power[at] = power;
    this.count[at] = count;
    this.line[at] = line;
    this.sample[at] = sample;
  }

  /** As plain data for a message. */
  toData(): PartialSumsData {
    const { length } = this;
    return {
      pixel: this.pixel.slice(0, length),
      power: this.power.slice(0, length),
      count: this.count.slice(0, length),
      line: this.line.slice(0, length),
      sample: this.sample.slice(0, length),
    };
  }

  #grow(): void {
    const capacity = 2 * this.pixel.length;
    this.pixel = enlarged(this.pixel, new Int32Array(capacity));
    this.power = enlarged(this.power, new Float64Array(capacity));
    this.count = enlarged(this.count, new Int32Array(capacity));
    this.line = enlarged(this.line, new Float64Array(capacity));
    this.sample = enlarged(this.sample, new Float64Array(capacity));
  }
}

export interface PartialSumsData {
  readonly pixel: Int32Array;
  readonly power: Float64Array;
  readonly count: Int32Array;
  readonly line: Float64Array;
  readonly sample: Float64Array;
}

function enlarged<A extends Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
