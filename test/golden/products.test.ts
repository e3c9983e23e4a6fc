import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { describeProducts, hashInputs } from './describe-products.ts';
import { makeProducts } from './make-products.ts';
import { type Golden, RENEW, verdict } from './verdict.ts';

/**
 * Whoever changes what comes out raises the version in package.json, which is part of every run id: or else maps of
 * different content would count as one run. The one command to renew the golden products after that:
 *
 *   UPDATE_GOLDEN=1 npx vitest run test/golden
 *
 * It refuses to do so for other products of the same scene under the same version. Only before a version was ever
 * released may products.json be deleted first instead.
 */
const FILE = new URL('./products.json', import.meta.url);

describe('the products of a fixed scene', () => {
  let folder: string;
  let found: Golden;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 's2mp-golden-'));
    const store = await makeProducts(folder);
    found = {
      version: manifest.version,
      inputs: await hashInputs(store, ['scenes/', 'landcover/', 'dem/', 'ndvi/']),
      files: await describeProducts(store, ['collections/', 'statistics/']),
    };
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are all there', () => {
    const names = Object.keys(found.files).map((key) => key.slice(key.lastIndexOf('/') + 1));
    const item = 'S1A_IW_20210821T173941_039331_04A4F1.json';
    const assets = ['inputs.tif', 'qa.tif', 'sm.tif', 'uncertainty.tif']; // in <run>/, before the item
    expect(names).toEqual([
      ...['s2mp-s1s2', 's2mp-s1s3'].flatMap(() => [...assets, item, 'collection.json']),
      ...['compare', 'summary', 'summary'].flatMap(() => ['N43E003.tif', 'summary.json', 'N43E003.tif']),
    ]);
  });

  it('change only with the version', async () => {
    const golden = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Golden) : undefined;
    const problem = golden ? verdict(golden, found) : `there are no golden products: ${RENEW}`;
    const mayRenew = golden?.inputs !== found.inputs || golden.version !== found.version;
    if (process.env.UPDATE_GOLDEN === '1' && problem !== undefined && mayRenew) {
      await writeFile(FILE, `${JSON.stringify(found, null, 2)}\n`);
      return;
    }
    expect(problem).toBeUndefined();
  });

  it('would be missed by none of the rules', () => {
    const [file = ''] = Object.keys(found.files).filter((key) => key.endsWith('/sm.tif'));
    const values = String(found.files[file]?.['band 0 values']);
    const moved = (by: number) => ({
      ...found,
      files: {
        ...found.files,
        [file]: {
          ...found.files[file],
          'band 0 values': values.replace(/\d+:(0\.\d+)/, (pair, sm) => pair.replace(sm, String(Number(sm) + by))),
        },
      },
    });
    expect(verdict(found, found)).toBeUndefined();
    expect(verdict(found, moved(1e-6))).toBeUndefined();
    expect(verdict(found, moved(1e-4))).toMatch(/^the products changed, the version did not\. .*\n1 differences\n/);
    expect(verdict(found, { ...moved(1e-4), version: '99.0.0' })).toMatch(/^the products changed with the version/);
    expect(verdict(found, { ...found, version: '99.0.0' })).toMatch(/^the golden products are of/);
    expect(verdict(found, { ...found, inputs: 'other' })).toMatch(/^the scene itself/);
    const { [file]: _gone, ...others } = found.files;
    expect(verdict(found, { ...found, files: others })).toContain(`${file}: is gone`);
  });
});
