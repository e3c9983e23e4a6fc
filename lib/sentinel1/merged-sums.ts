import type { PartialSums } from './partial-sums.ts';

const EMPTY = -1;

/**
 * Adds up the partial sums of pixels that lie in several bands. Sums are exact, so their order is of no matter. A hash
 * table of typed arrays, for a scene has some hundred thousand of them.
 */
export class MergedSums {
  #capacity = 1024;
  #length = 0;
  #pixel = new Int32Array(this.#capacity).fill(EMPTY);
  #count = new Int32Array(this.#capacity);
  #power = new Float64Array(this.#capacity);
  #line = new Float64Array(this.#capacity);
  #sample = new Float64Array(this.#capacity);

  add(sums: PartialSums): void {
    for (let i = 0; i < sums.pixel.length; i++) {
      this.#addOne(
        sums.pixel[i] as number,
        sums.count[i] as number,
        sums.power[i] as number,
        sums.line[i] as number,
        sums.sample[i] as number,
      );
    }
  }

  forEach(use: (pixel: number, power: number, count: number, line: number, sample: number) => void): void {
    for (let slot = 0; slot < this.#capacity; slot++) {
      const pixel = this.#pixel[slot] as number;
      if (pixel === EMPTY) continue;
      use(
        pixel,
        this.#power[slot] as number,
        this.#count[slot] as number,
        this.#line[slot] as number,
        this.#sample[slot] as number,
      );
    }
  }

  #addOne(pixel: number, count: number, power: number, line: number, sample: number): void {
    let slot = Math.imul(pixel, 0x9e3779b1) >>> 0; // multiplicative hashing (Knuth)
    for (slot &= this.#capacity - 1; this.#pixel[slot] !== EMPTY; slot = (slot + 1) & (this.#capacity - 1)) {
      if (this.#pixel[slot] !== pixel) continue;
      this.#power[slot] = (this.#power[slot] as number) + power;
      this.#count[slot] = (this.#count[slot] as number) + count;
      return;
    }
    this.#pixel[slot] = pixel;
    this.#count[slot] = count;
    this.#power[slot] = power;
    this.#line[slot] = line;
    this.#sample[slot] = sample;
    if (++this.#length > this.#capacity / 2) this.#grow();
  }

  #grow(): void {
    const old = { pixel: this.#pixel, count: this.#count, power: this.#power, line: this.#line, sample: this.#sample };
    this.#capacity *= 4;
    this.#length = 0;
    this.#pixel = new Int32Array(this.#capacity).fill(EMPTY);
    this.#count = new Int32Array(this.#capacity);
    this.#power = new Float64Array(this.#capacity);
    this.#line = new Float64Array(this.#capacity);
    this.#sample = new Float64Array(this.#capacity);
    old.pixel.forEach((pixel, i) => {
      if (pixel === EMPTY) return;
      this.#addOne(
        pixel,
        old.count[i] as number,
        old.power[i] as number,
        old.line[i] as number,
        old.sample[i] as number,
      );
    });
  }
}
