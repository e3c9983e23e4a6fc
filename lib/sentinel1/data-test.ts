import { type NoiseTable, noisePowerAt } from './noise-table.ts';

/** What tells image from border along a line. */
export interface DataTest {
  isData(dn: number, line: number, sample: number): boolean;
  /** This many samples of data in a row are image; fewer may be outliers within the border. */
  readonly runLength: number;
}

/** Amplitudes of border noise stay below this, as do those of the darkest water. */
const MIN_DN = 30;
/** DN² by which data must exceed the thermal noise: an amplitude of 0.5. */
const MIN_POWER = 0.25;

/** For products whose border is written as 0. */
export const NOT_ZERO: DataTest = { isData: (dn) => dn !== 0, runLength: 1 };

/**
 * For products with noise in their border: data are samples that SNAP's "Remove GRD border noise" would keep. Of land at
 * −18 dB one in 800 falls short of that, at −22 dB one in 60 (4.4 looks, noise at −25 dB); so eight in a row mean image.
 */
export function notBorderNoise(noise: NoiseTable): DataTest {
  return {
    isData: (dn, line, sample) => dn >= MIN_DN && dn * dn - noisePowerAt(noise, line, sample) >= MIN_POWER,
    runLength: 8,
  };
}
