import { QA_BITS } from '../../lib/product/qa-bits.ts';
import { NO_VALUE } from './colour-map.ts';
import { rgbOfHex } from './oklab.ts';
import type { IndexedPicture } from './png.ts';

const RECOMMENDED_COLOUR = '#2f8f7a';
/** By bit number. Neighbouring reasons differ in lightness too. */
const BIT_COLOURS: Readonly<Record<number, string>> = {
  0: '#d0d0d0',
  1: '#a89a86',
  2: '#f4cf58',
  3: '#d9481f',
  4: '#5d3a8c',
  5: '#c79bf2',
  6: '#2476c8',
  7: '#5b6470',
  8: '#f49bb0',
  9: '#7a4a1f',
  10: '#1a1a1a',
  11: '#bfe6f5',
  12: '#b5d33d',
  13: '#8f1d2c',
  15: '#0d2b45',
};

/** One entry of the legend of a QA map. */
export interface QaCategory {
  /** Undefined: recommended, no bit set. */
  readonly bit: number | undefined;
  readonly name: string;
  readonly description: string;
  readonly colour: string;
}

export const QA_CATEGORIES: readonly QaCategory[] = [
  {
    bit: undefined,
    name: 'recommended',
    description: 'No bit set (QA 0): recommended for use',
    colour: RECOMMENDED_COLOUR,
  },
  ...Object.values(QA_BITS).map(({ bit, name, description, inUse }) => ({
    bit,
    name: name.replaceAll('_', ' ').replace(/^(ndvi|sm)\b/, (word) => word.toUpperCase()),
    description: inUse ? description : `${description} (never set yet: no mask for it)`,
    colour: BIT_COLOURS[bit] ?? '#000000',
  })),
];

/** Each cell in the colour of the lowest bit that is set; one pixel per cell. */
export function qaPicture(qa: Uint16Array, width: number, height: number): IndexedPicture {
  const palette = new Uint8Array(18 * 3);
  palette.set(NO_VALUE, 17 * 3);
  for (const { bit, colour } of QA_CATEGORIES) palette.set(rgbOfHex(colour), bit === undefined ? 0 : (bit + 1) * 3);
  const indexes = new Uint8Array(width * height);
  for (let i = 0; i < indexes.length; i++) {
    const value = qa[i] as number;
    indexes[i] = value === 0 ? 0 : 32 - Math.clz32(value & -value);
  }
  return { width, height, indexes, palette };
}

/** Cells in which each category applies; a cell with several bits counts for each of them. Empty categories are left out. */
export function qaCounts(qa: Uint16Array): { category: QaCategory; cells: number }[] {
  const counts = QA_CATEGORIES.map((category) => ({ category, cells: 0 }));
  for (const value of qa) {
    for (const count of counts) {
      const { bit } = count.category;
      if (bit === undefined ? value === 0 : (value & (1 << bit)) !== 0) count.cells++;
    }
  }
  return counts.filter(({ cells }) => cells > 0);
}
