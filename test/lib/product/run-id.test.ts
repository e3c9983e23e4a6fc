import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../lib/product/canonical-json.ts';
import { multihashOf, tileIdentity } from '../../../lib/product/content-identity.ts';
import { type RunInputs, runId } from '../../../lib/product/run-id.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';

const file = (path: string) => ({ path, sha256: path.repeat(2) });
const INPUTS: RunInputs = {
  collection: 's2mp-s1s2',
  product: 'P',
  scene: [file('manifest.safe'), file('annotation')],
  ndvi: [file('N43E003'), file('N43E004')],
  landcover: [file('N43E003')],
  dem: [],
  modelSha256: 'ab',
  codeVersion: '0.1.0',
  parameters: { maxNdviAgeDays: 20, errorCorrelation: 0.25 },
};

describe('canonicalJson', () => {
  it('sorts members, drops undefined ones and has no blanks', () => {
    const value = { b: [1, 'ü', null], a: { d: true, c: undefined, '\u0000': 1e-7 } };
    expect(canonicalJson(value)).toBe('{"a":{"\\u0000":1e-7,"d":true},"b":[1,"ü",null]}');
  });

  it('is read back to the same value, and is the same for members in any order', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value as never);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(JSON.parse(text)) as never)).toBe(text);
      }),
    );
  });

  it('refuses what JSON would turn into null', () => {
    expect(() => canonicalJson([Number.NaN])).toThrow(RangeError);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([name, member]) => [name, reversed(member)]));
}

describe('runId', () => {
  it('is a SHA-256 that does not depend on the order of files or members', () => {
    const id = runId(INPUTS);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    const again = {
      ...INPUTS,
      ndvi: [...INPUTS.ndvi].reverse(),
      parameters: { errorCorrelation: 0.25, maxNdviAgeDays: 20 },
    };
    expect(runId(again)).toBe(id);
  });

  it('is what it always was without an orbit file, and another with each', () => {
    const orbit = file('orbits/A.EOF');
    expect(runId(INPUTS)).toBe('75c6acbb36059a39e3b8ed12dec4a198fcf867571114aaa89e671301e34a39e3');
    const ids = [INPUTS, { ...INPUTS, orbit }, { ...INPUTS, orbit: { ...orbit, sha256: 'x' } }].map(runId);
    expect(new Set(ids).size).toBe(3);
  });

  it('changes with each of its inputs', () => {
    const changes: Partial<RunInputs>[] = [
      { collection: 's2mp-s1s3' },
      { product: 'Q' },
      { scene: [file('manifest.safe')] },
      { ndvi: [] },
      { landcover: [{ ...file('N43E003'), sha256: 'other' }] },
      { dem: [file('N43E003')] },
      { modelSha256: 'ac' },
      { codeVersion: '0.1.1' },
      { parameters: { maxNdviAgeDays: 21, errorCorrelation: 0.25 } },
    ];
    const ids = [INPUTS, ...changes.map((change) => ({ ...INPUTS, ...change }))].map(runId);
    expect(new Set(ids).size).toBe(changes.length + 1);
  });
});

describe('content identity', () => {
  const bytes = new Uint8Array(200_000).map((_, i) => i % 251);

  it('of a tile covers its first 64 KiB and its length', async () => {
    const length = new Uint8Array(new BigUint64Array([200_000n]).buffer);
    const expected = createHash('sha256').update(bytes.subarray(0, 65_536)).update(length).digest('hex');
    const identity = await tileIdentity('dem/N43E003.tif', sourceOfBytes('dem', bytes));
    expect(identity).toEqual({ path: 'dem/N43E003.tif', sha256: expected });
    const longer = await tileIdentity('dem/N43E003.tif', sourceOfBytes('dem', bytes.subarray(0, 199_999)));
    expect(longer.sha256).not.toBe(identity.sha256);
  });

  it('of a file is a multihash', () => {
    // SHA-256 of the empty message: FIPS 180-4 example.
    expect(multihashOf(new Uint8Array(0))).toBe('1220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});
