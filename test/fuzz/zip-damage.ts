import fc from 'fast-check';
import type { ZipEntry } from '../lib/sentinel1/zip-bytes.ts';
import { zipBytes } from '../lib/sentinel1/zip-bytes.ts';
import { type ByteDamage, byteDamage, damagedBytes } from './byte-damage.ts';

const at = fc.noBias(fc.nat(1e6));
const number = fc.constantFrom(0, 1, 100, 65_535, 2 ** 24, 2 ** 31, 2 ** 32 - 1);

/** One change of an archive of a product: of its entries before it is made, or of its bytes afterwards. */
const change = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('bytes' as const), damage: byteDamage }) },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('rename' as const),
      at,
      path: fc.constantFrom('../../x', '/etc/passwd', '..\\x', 'C:/x', '', 'a/../../x', 'x\0y'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('drop' as const), at }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('double' as const), at }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('bomb' as const), at, megabytes: fc.constantFrom(1, 20) }) },
  // Of the central directory: flags, method, times, CRC, sizes, lengths, offset; of the end record: counts, size, offset.
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant('central' as const),
      at,
      field: fc.constantFrom(8, 10, 16, 20, 24, 28, 30, 42),
      number,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('end' as const), field: fc.constantFrom(8, 10, 12, 16, 20), number }),
  },
);
export type ZipDamage = typeof change extends fc.Arbitrary<infer T> ? T : never;
export const zipDamage: fc.Arbitrary<ZipDamage> = change;

export function damagedZip(entries: readonly ZipEntry[], one: ZipDamage): Uint8Array {
  const index = 'at' in one ? one.at % entries.length : 0;
  const entry = entries[index];
  if (!entry) throw new Error('no entries');
  switch (one.op) {
    case 'rename':
      return zipBytes(entries.with(index, { ...entry, path: one.path }));
    case 'drop':
      return zipBytes(entries.toSpliced(index, 1));
    case 'double':
      return zipBytes([...entries, { ...entry, data: entry.data.slice(0, entry.data.length >> 1) }]);
    case 'bomb':
      return zipBytes(
        entries.with(index, { ...entry, data: new Uint8Array(one.megabytes * 2 ** 20).fill(60), deflate: true }),
      );
    case 'bytes':
      return bytesOf(entries, one.damage);
    case 'central':
    case 'end': {
      const bytes = Buffer.from(zipBytes(entries));
      let record = bytes.length - 22;
      if (one.op === 'central') {
        record = bytes.readUInt32LE(bytes.length - 6);
        for (let i = 0; i < index; i++) record += 46 + bytes.readUInt16LE(record + 28);
      }
      const isShort = one.op === 'central' ? [8, 10, 28, 30].includes(one.field) : [8, 10, 20].includes(one.field);
      if (isShort) bytes.writeUInt16LE(one.number & 0xffff, record + one.field);
      else bytes.writeUInt32LE(one.number, record + one.field);
      return bytes;
    }
  }
}

function bytesOf(entries: readonly ZipEntry[], damage: ByteDamage): Uint8Array {
  const whole = zipBytes(entries);
  // The central directory stands at the end: what is meant for the head of a file goes there.
  const turned = Uint8Array.from(whole).reverse();
  return damagedBytes(turned, damage, 700).reverse();
}
