import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeOnnx } from '../../../lib/s2mp/encode-onnx.ts';
import { InvalidModelError } from '../../../lib/s2mp/invalid-model.error.ts';
import type { NetworkMetadata } from '../../../lib/s2mp/network-metadata.ts';
import { evaluateNetwork } from '../../../lib/s2mp/network-weights.ts';
import { openNetwork } from '../../../lib/s2mp/open-network.ts';
import { smallNetwork } from './small-network.ts';

const { weights, metadata } = smallNetwork(1);
const model = encodeOnnx(weights, metadata);

/** The model with one text replaced by another of the same length. */
function withText(from: string, to: string): Uint8Array {
  const text = Buffer.from(model).toString('latin1');
  expect(text).toContain(from);
  return Uint8Array.from(Buffer.from(text.replaceAll(from, to), 'latin1'));
}

describe('openNetwork', () => {
  it('names itself by the hash of its file and hands out its metadata', async () => {
    const network = await openNetwork(model);
    expect(network.sha256).toBe(createHash('sha256').update(model).digest('hex'));
    expect(network.metadata).toEqual(metadata);
  });

  it('equals the plain double-precision evaluation to 1e-6, also beyond a chunk of 65 536', async () => {
    const network = await openNetwork(model);
    const count = 150_001;
    const column = (low: number, high: number, step: number): Float32Array =>
      Float32Array.from({ length: count }, (_, i) => low + (high - low) * ((i * step) % 1));
    const inputs = [column(-30, 3, 0.618034), column(18, 49, 0.754878), column(-0.1, 1.3, 0.56984)] as const;
    const found = await network.retrieve(...inputs);
    const expected = evaluateNetwork(weights, ...inputs);
    let largest = 0;
    for (let i = 0; i < count; i++) {
      largest = Math.max(
        largest,
        Math.abs((found.sm[i] as number) - (expected.sm[i] as number)),
        Math.abs((found.uncertainty[i] as number) - (expected.uncertainty[i] as number)),
      );
    }
    expect(found.sm.length).toBe(count);
    expect(largest).toBeLessThanOrEqual(1e-6);
  });

  it('gives finite values and a positive uncertainty for any finite input and for ±∞', async () => {
    const network = await openNetwork(model);
    const input = fc.oneof(
      fc.float({ noNaN: true }),
      fc.constantFrom(3.4e38, -3.4e38, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(input, input, input), { minLength: 1, maxLength: 20 }), async (pixels) => {
        const column = (i: 0 | 1 | 2): Float32Array => Float32Array.from(pixels, (pixel) => pixel[i]);
        const { sm, uncertainty } = await network.retrieve(column(0), column(1), column(2));
        expect(sm.every(Number.isFinite)).toBe(true);
        expect(uncertainty.every((value) => Number.isFinite(value) && value > 0)).toBe(true);
      }),
    );
  });

  it('refuses the network of another prior than asked for, and says which file has it', async () => {
    expect((await openNetwork(model, 'none')).metadata.prior).toBe('none');
    const attempt = openNetwork(model, 'wet');
    await expect(attempt).rejects.toThrow(InvalidModelError);
    await expect(attempt).rejects.toThrow(/prior "none"; "wet" is asked for, which is what s2mp-vv-wet\.onnx is for/);
  });

  it('gives NaN for NaN without harm to the neighbours', async () => {
    const network = await openNetwork(model);
    const one = (value: number): Float32Array => Float32Array.of(value);
    const alone = await network.retrieve(one(-12), one(35), one(0.3));
    const { sm } = await network.retrieve(
      Float32Array.of(-12, Number.NaN, -12),
      Float32Array.of(35, 35, 35),
      Float32Array.of(0.3, 0.3, 0.3),
    );
    expect(sm[1]).toBeNaN();
    for (const i of [0, 2]) expect(sm[i]).toBeCloseTo(alone.sm[0] as number, 6);
  });

  it('takes no pixels, and refuses columns of different lengths', async () => {
    const network = await openNetwork(model);
    const none = new Float32Array(0);
    expect(await network.retrieve(none, none, none)).toEqual({ sm: none, uncertainty: none });
    await expect(network.retrieve(none, Float32Array.of(1), none)).rejects.toThrow('0, 1 and 0 pixels');
  });

  it.each<{ name: string; bytes: () => Uint8Array; message: RegExp }>([
    { name: 'an empty file', bytes: () => new Uint8Array(0), message: /no S2MP network/ },
    { name: 'a text file', bytes: () => new TextEncoder().encode('<html>404</html>'), message: /corrupt|no S2MP/ },
    { name: 'a truncated file', bytes: () => model.subarray(0, model.length - 20), message: /corrupt/ },
    {
      name: 'another format version',
      bytes: () => withText('s2mp-network/1', 's2mp-network/2'),
      message: /network\/2/,
    },
    { name: 'other input names', bytes: () => withText('sigma0_db', 'sigma0_vh'), message: /sigma0_vh/ },
    { name: 'an unknown operator', bytes: () => withText('Tanh', 'Tahn'), message: /ONNX runtime refuses/ },
    {
      name: 'metadata of another shape',
      bytes: () => encodeOnnx(weights, { ...metadata, prior: 'moist' } as unknown as NetworkMetadata),
      message: /"prior"/,
    },
    {
      name: 'layers that do not fit',
      bytes: () => encodeOnnx({ ...weights, sm: { ...weights.sm, shape: [3, 6, 5, 2] } }, metadata),
      message: /a tensor of 6 values, not 10/,
    },
  ])('refuses $name', async ({ bytes, message }) => {
    const attempt = openNetwork(bytes()).then((network) => network.prepare());
    await expect(attempt).rejects.toThrow(InvalidModelError);
    await expect(attempt).rejects.toThrow(message);
  });
});
