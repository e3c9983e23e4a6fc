import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatenate, encodeBytesField, encodeVarintField, readFields } from '../../../lib/s2mp/protobuf.ts';

describe('protobuf', () => {
  it('encodes the examples of the specification', () => {
    // protobuf.dev/programming-guides/encoding: Test1 { a: 150 } and Test2 { b: "testing" }.
    expect(Array.from(encodeVarintField(1, 150))).toEqual([0x08, 0x96, 0x01]);
    expect(Buffer.from(encodeBytesField(2, 'testing')).toString('hex')).toBe('120774657374696e67');
  });

  it('reads back what it wrote', () => {
    const field = fc.record({
      number: fc.integer({ min: 1, max: 5000 }),
      value: fc.oneof(fc.maxSafeNat(), fc.uint8Array({ maxLength: 300 })),
    });
    fc.assert(
      fc.property(fc.array(field), (fields) => {
        const parts = fields.map(({ number, value }) =>
          typeof value === 'number' ? encodeVarintField(number, value) : encodeBytesField(number, value),
        );
        expect(readFields(concatenate(parts))).toEqual(fields);
      }),
    );
  });

  it('refuses any bytes that are no message, and always ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          readFields(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
    expect(() => readFields(Uint8Array.of(0x12, 0x05, 0x00))).toThrow('cut off');
    expect(() => readFields(new Uint8Array(12).fill(0xff))).toThrow('without an end');
  });
});
