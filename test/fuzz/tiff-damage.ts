import fc from 'fast-check';

/** What a 32-bit field is set to; `size` stands for the length of the file. */
const numbers = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 5, 7, 8, 15, 16, 17, 31, 100, 1000, 32_946, 50_000, 65_535, 65_536),
  fc.constantFrom(2 ** 24, 2 ** 28, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1),
  fc.constantFrom('size' as const, 'size - 1' as const, 'size + 1' as const, 'size / 2' as const),
  fc.nat(70_000),
);
const at = fc.noBias(fc.nat(1e6));

/** One change of the first directory of a little-endian classic TIFF, or of the lists that it points to. */
const change = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant('value' as const), at, number: numbers }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('count' as const), at, number: numbers }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('type' as const), at, number: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('tag' as const),
      at,
      number: fc.constantFrom(256, 273, 284, 317, 322, 323, 325, 330, 42_112, 42_113),
    }),
  },
  { weight: 6, arbitrary: fc.record({ op: fc.constant('list' as const), at, number: numbers }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('next' as const), number: numbers }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('circle' as const) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('entries' as const), number: numbers }) },
);
export type TiffDamage = readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[];

export const tiffDamage: fc.Arbitrary<TiffDamage> = fc.array(change, { minLength: 1, maxLength: 2 });

const BYTES_OF_TYPE = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

export function damagedTiff(file: Uint8Array, changes: TiffDamage): Uint8Array {
  const bytes = Buffer.from(file);
  const start = bytes.readUInt32LE(4);
  const entries = Array.from({ length: bytes.readUInt16LE(start) }, (_, i) => start + 2 + 12 * i);
  const afterEntries = start + 2 + 12 * entries.length;
  const lists = entries.flatMap((entry) => {
    const width = BYTES_OF_TYPE[bytes.readUInt16LE(entry + 2)] ?? 0;
    const count = bytes.readUInt32LE(entry + 4);
    if (width * count <= 4) return [];
    return Array.from({ length: count }, (_, i) => ({ at: bytes.readUInt32LE(entry + 8) + i * width, width }));
  });
  const numberOf = (number: number | string) => {
    if (typeof number === 'number') return number;
    if (number === 'size / 2') return bytes.length >> 1;
    return bytes.length + (number === 'size' ? 0 : number === 'size - 1' ? -1 : 1);
  };
  const pick = <T>(list: readonly T[], index: number) => list[index % Math.max(list.length, 1)];
  const u16 = (value: number, offset: number) => bytes.writeUInt16LE(value & 0xffff, offset);
  for (const one of changes) {
    const entry = 'at' in one ? (pick(entries, one.at) ?? start) : start;
    if (one.op === 'value') bytes.writeUInt32LE(numberOf(one.number), entry + 8);
    else if (one.op === 'count') bytes.writeUInt32LE(numberOf(one.number), entry + 4);
    else if (one.op === 'type') u16(one.number, entry + 2);
    else if (one.op === 'tag') u16(one.number, entry);
    else if (one.op === 'next') bytes.writeUInt32LE(numberOf(one.number), afterEntries);
    else if (one.op === 'circle') bytes.writeUInt32LE(start, afterEntries);
    else if (one.op === 'entries') u16(numberOf(one.number), start);
    else {
      const item = pick(lists, one.at);
      if (item && item.width >= 4) bytes.writeUInt32LE(numberOf(one.number), item.at);
      else if (item) u16(numberOf(one.number), item.at);
    }
  }
  return bytes;
}
