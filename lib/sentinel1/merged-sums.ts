import type { PartialSumsData } from './partial-sums.ts';

/** Adds up the partial sums of pixels that lie in several bands. Sums are exact, so their order is of no matter. */
export class MergedSums {
  readonly #slots = new Map<number, { power: number; count: number; line: number; sample: number }>();

  add({ pixel, power, count, line, sample }: PartialSumsData): void {
    for (let i = 0; i < pixel.length; i++) {
      const key = pixel[i] as number;
      const slot = this.#slots.get(key);
      if (slot) {
        slot.power += power[i] as number;
        slot.count += count[i] as number;
      } else {
        this.#slots.set(key, {
          power: power[i] as number,
          count: count[i] as number,
          line: line[i] as number,
          sample: sample[i] as number,
        });
      }
    }
  }

  forEach(use: (pixel: number, power: number, count: number, line: number, sample: number) => void): void {
    for (const [pixel, { power, count, line, sample }] of this.#slots) use(pixel, power, count, line, sample);
  }
}
