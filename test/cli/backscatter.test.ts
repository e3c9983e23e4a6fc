import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFileSource } from '../../cli/files/file-source.ts';
import { openTiff } from '../../lib/raster/open-tiff.ts';
import { readWindow } from '../../lib/raster/read-window.ts';
import {
  AMPLITUDES,
  annotation,
  DN,
  flatDemTiles,
  flatProduct,
  landcoverTiles,
  NOISE,
} from '../lib/pipeline/backscatter/backscatter-bench.ts';
import { orbitFileXml } from '../lib/sentinel1/orbit-file.ts';
import { PATHS_OF_PRODUCT as P, PRODUCT } from '../lib/sentinel1/safe-product.ts';
import { runInProcess } from './run-in-process.ts';
import { writeProduct, writeTiles } from './write-product.ts';

const OTHER = PRODUCT.replace(/6FF8$/, '1234');

let folder: string;
let scene: string;
let inputs: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's2mp-backscatter-cli-'));
  scene = await writeProduct(join(folder, 'scenes'), flatProduct());
  const dem = await writeTiles(join(folder, 'dem'), await flatDemTiles());
  const landcover = await writeTiles(join(folder, 'landcover'), await landcoverTiles());
  inputs = ['--landcover', landcover, '--dem', dem, '--dem-heights', 'ellipsoid', '--threads', '1'];
});
afterAll(() => rm(folder, { recursive: true }));

const backscatter = (...args: string[]) => runInProcess(['backscatter', ...inputs, ...args]);

async function valuesOf(path: string) {
  await using source = await openFileSource(path);
  const image = await openTiff(source);
  const [{ width, height }] = image.levels;
  const values = await readWindow(image, { column: 0, row: 0, width, height });
  return { values: values.filter((value) => !Number.isNaN(value)), metadata: image.metadata, width, height };
}

/** Puts size and MD5 of each file into the manifest, in place of 1 and 00. */
async function writeChecksums(product: string): Promise<void> {
  let manifest = await readFile(join(product, P.manifest), 'utf8');
  for (const path of [P.annotation, P.calibration, P.noise, P.measurement]) {
    const bytes = await readFile(join(product, path));
    const entry = (size: number, md5: string) =>
      `size="${size}"><fileLocation locatorType="URL" href="./${path}"/><checksum checksumName="MD5">${md5}<`;
    const sound = entry(bytes.length, createHash('md5').update(bytes).digest('hex'));
    manifest = manifest.replace(entry(path === P.measurement ? bytes.length : 1, '00'), sound);
  }
  await writeFile(join(product, P.manifest), manifest);
}

describe('one scene into one file', () => {
  test('is made, then kept, and made anew for other parameters', async () => {
    const out = join(folder, 'one', 'sigma0.tif');
    const made = await backscatter('--scene', scene, '--out', out);
    expect(made.code).toBe(0);
    const { width, height, values } = await valuesOf(out);
    const stdout = new RegExp(
      `^made {2}${out} {2}${width} × ${height} pixels, ${values.length} with a value, \\d\\.\\d\\d s\\n$`,
    );
    expect(made.stdout).toMatch(stdout);
    expect(made.stderr).toBe(
      ['judge', 'backscatter', 'write', 'done'].map((stage) => `S1A 2021-08-09T17:39  ${stage}\n`).join(''),
    );
    expect(Math.max(...values)).toBeCloseTo((DN ** 2 - NOISE) / AMPLITUDES.sigma0 ** 2, 6);
    const written = await stat(out);

    const kept = await backscatter('--scene', scene, '--out', out);
    expect({ code: kept.code, stdout: kept.stdout.replace(/\d\.\d\d s/, 'T') }).toEqual({
      code: 0,
      stdout: `kept  ${out}  T\n`,
    });
    expect((await stat(out)).mtimeMs).toBe(written.mtimeMs);

    const other = await backscatter('--scene', scene, '--out', out, '--classes', 'all', '--quantity', 'gamma0');
    expect(other.stdout).toMatch(/^made /);
    const gamma0 = await valuesOf(out);
    expect(gamma0.metadata).toMatchObject({ QUANTITY: 'gamma0', CLASSES: 'all' });
    expect(gamma0.values.length).toBeGreaterThan(values.length);
    expect(Math.max(...gamma0.values)).toBeCloseTo((DN ** 2 - NOISE) / AMPLITUDES.gamma0 ** 2, 6);
    expect(await readdir(join(folder, 'one'))).toEqual(['sigma0.tif']);
  });

  test('a file that was cut off, or is another one, is made anew', async () => {
    const out = join(folder, 'damaged.tif');
    await backscatter('--scene', scene, '--out', out);
    const whole = await readFile(out);
    await truncate(out, whole.length - 1000);
    expect((await backscatter('--scene', scene, '--out', out)).stdout).toMatch(/^made /);
    expect(await readFile(out)).toEqual(whole);
    await writeFile(out, 'no raster');
    expect((await backscatter('--scene', scene, '--out', out)).stdout).toMatch(/^made /);
    expect(await readFile(out)).toEqual(whole);
  });

  test('--classes all needs no land cover, and the heights of the annotation are good enough to start with', async () => {
    const out = join(folder, 'bare.tif');
    const { code, stderr } = await runInProcess(['backscatter', '--scene', scene, '--classes', 'all', '--out', out]);
    expect(code).toBe(0);
    expect(stderr).toContain('s2mp: Terrain heights are those of the annotation grid: no DEM was given.\n');
  });

  test('manifest.safe stands for its folder', async () => {
    const out = join(folder, 'manifest.tif');
    const { code, stdout, stderr } = await backscatter('--scene', join(scene, 'manifest.safe'), '--out', out);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^made /) });
    expect(stderr).toMatch(/^S1A 2021-08-09T17:39 {2}judge\n/);
    await using source = await openFileSource(out);
    expect((await openTiff(source)).metadata).toMatchObject({ PRODUCT });
  });

  test('a raster that is kept says of its inputs what it said when it was made', async () => {
    const out = join(folder, 'sea.tif');
    const empty = await writeTiles(join(folder, 'no-dem'), {});
    const made = await backscatter('--scene', scene, '--dem', empty, '--out', out, '--json');
    const kept = await backscatter('--scene', scene, '--dem', empty, '--out', out, '--json');
    const [remarks, remarksOfKept] = [made, kept].map(({ stdout }) => JSON.parse(stdout).rasters[0].remarks);
    expect(remarks).toEqual([expect.stringMatching(/^There is no DEM for [NE0-9, ]+: taken as sea level\.$/)]);
    expect(kept.stdout).toContain('"state": "kept"');
    expect(remarksOfKept).toEqual(remarks);
  });

  test('--json is for machines', async () => {
    const out = join(folder, 'json.tif');
    const { code, stdout } = await backscatter('--scene', scene, '--out', out, '--json');
    const { width, height, values, metadata } = await valuesOf(out);
    expect({ code, parsed: JSON.parse(stdout) }).toEqual({
      code: 0,
      parsed: {
        rasters: [
          {
            scene,
            product: PRODUCT,
            path: out,
            inputs: metadata.INPUTS_SHA256,
            state: 'made',
            width,
            height,
            pixels: values.length,
            seconds: expect.any(Number),
            remarks: [],
          },
        ],
        refused: [],
      },
    });
  });
});

describe('of one scene', () => {
  test('--orbit takes another orbit, names it in the file, and one that does not fit is refused', async () => {
    const file = join(folder, 'S1A_OPER_AUX_RESORB.EOF');
    await writeFile(file, orbitFileXml(annotation.orbit, annotation.firstLineTimeUs, { type: 'AUX_RESORB' }));
    const out = join(folder, 'orbit.tif');
    await backscatter('--scene', scene, '--out', out);
    const { values } = await valuesOf(out);
    const made = await backscatter('--scene', scene, '--out', out, '--orbit', file);
    expect({ code: made.code, stdout: made.stdout.slice(0, 5) }).toEqual({ code: 0, stdout: 'made ' });
    const precise = await valuesOf(out);
    expect(precise.metadata).toMatchObject({ ORBIT_SOURCE: 'RESORB' });
    expect(precise.values).toEqual(values);

    const other = join(folder, 'S1B.EOF');
    const facts = { mission: 'Sentinel-1B' };
    await writeFile(other, orbitFileXml(annotation.orbit, annotation.firstLineTimeUs, facts));
    const refused = await backscatter('--scene', scene, '--out', join(folder, 'none.tif'), '--orbit', other);
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: '' });
    expect(refused.stderr).toContain(`rejected(invalid-orbit): ${other}: it is the orbit of S1B, the scene is of S1A`);
  });

  test('--verify finds a changed byte, also of a raster that is there already', async () => {
    const copy = await writeProduct(join(folder, 'to-verify'), flatProduct());
    await writeChecksums(copy);
    const path = join(copy, P.measurement);
    const out = join(folder, 'verified.tif');
    const args = ['--scene', copy, '--out', out];
    expect(await backscatter(...args, '--verify')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^made /) });
    await truncate(path, (await stat(path)).size - 1);
    await appendFile(path, Uint8Array.of(255));
    expect((await backscatter(...args)).stdout).toMatch(/^kept /);
    const { code, stdout, stderr } = await backscatter(...args, '--verify');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /rejected\(invalid-measurement\): \S+: its MD5 is [0-9a-f]{32}, the manifest says [0-9a-f]{32}\. /,
    );
  });
});

describe('several scenes into a folder', () => {
  test('those that can be made are made, the others reported, and the same command goes on', async () => {
    const scenes = join(folder, 'several');
    await writeProduct(scenes, flatProduct());
    const broken = await writeProduct(scenes, flatProduct({ [P.noise]: 'not found' }, OTHER));
    const ew = join(scenes, PRODUCT.replace('IW_GRDH', 'EW_GRDM').concat('.SAFE'));
    await mkdir(ew);
    await writeFile(join(scenes, 'readme.txt'), 'no product');
    await writeFile(join(scenes, `${PRODUCT}.tif`), 'named after a product, but none');
    const out = join(folder, 'rasters');
    const first = await backscatter('--scene', scenes, '--out', out);
    const path = join(out, `${PRODUCT}.tif`);
    expect({ code: first.code, stdout: first.stdout }).toEqual({
      code: 2,
      stdout: expect.stringMatching(`^made  ${path} .*\n$`),
    });
    const problems = first.stderr.split('\n').filter((line) => line.startsWith('s2mp: '));
    expect(problems).toEqual([
      expect.stringMatching(`^s2mp: ${ew} rejected\\(unsupported-product\\): `),
      expect.stringMatching(
        `^s2mp: ${broken} rejected\\(invalid-noise\\): ${join(broken, P.noise)}: is not well-formed XML`,
      ),
    ]);
    expect(first.stderr).toContain('all  scenes\n');

    await rm(ew, { recursive: true });
    await rm(broken, { recursive: true });
    await writeProduct(scenes, flatProduct({}, OTHER));
    const second = await backscatter('--scene', scenes, '--out', out);
    expect({ code: second.code, states: second.stdout.match(/^\w+/gm) }).toEqual({ code: 0, states: ['made', 'kept'] });
    expect((await readdir(out)).sort()).toEqual([`${OTHER}.tif`, `${PRODUCT}.tif`].sort());
  });

  test('what fails for another reason than the input ends with code 1', async () => {
    const out = join(folder, 'unwritable');
    await mkdir(join(out, `${PRODUCT}.tif`), { recursive: true });
    const { code, stdout, stderr } = await backscatter('--scene', scene, '--out', out);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^s2mp: .*SAFE failed: EISDIR.*\ns2mp: s2mp --debug … shows where\.\n$/m);
    process.argv.push('--debug');
    try {
      expect((await backscatter('--scene', scene, '--out', out)).stderr).toMatch(
        /SAFE failed: (EISDIR.*)\nError: \1\n/,
      );
    } finally {
      process.argv.pop();
    }
  });

  test('each remark names its product', async () => {
    const scenes = join(folder, 'remarked');
    for (const product of [PRODUCT, OTHER]) await writeProduct(scenes, flatProduct({}, product));
    const out = join(folder, 'remarked-rasters');
    const { stderr } = await runInProcess(['backscatter', '--scene', scenes, '--classes', 'all', '--out', out]);
    const remark = 'Terrain heights are those of the annotation grid: no DEM was given.';
    expect(stderr.split('\n').filter((line) => line.startsWith('s2mp: '))).toEqual(
      [OTHER, PRODUCT].sort().map((product) => `s2mp: ${product}: ${remark}`),
    );
  });

  test('of two versions of one product, one that fails does not stand in the way of the other', async () => {
    const noise = new TextDecoder().decode(await readFile(join(scene, P.noise))).replaceAll(String(NOISE), '902');
    const [damaged, sound] = await Promise.all([
      writeProduct(join(folder, 'damaged-version'), flatProduct({ [P.noise]: noise })),
      writeProduct(join(folder, 'sound-version'), flatProduct()),
    ]);
    for (const product of [damaged, sound]) await writeChecksums(product);
    const path = join(damaged, P.measurement);
    await truncate(path, (await stat(path)).size - 1);
    await appendFile(path, Uint8Array.of(255));
    const out = join(folder, 'withdrawn');
    const { code, stdout, stderr } = await backscatter(
      '--verify',
      ...['--scene', damaged, '--scene', sound],
      ...['--out', out],
    );
    expect({ code, states: stdout.match(/^\w+/gm) }).toEqual({ code: 2, states: ['made'] });
    expect(stderr.match(/rejected.*?:/g)).toEqual(['rejected(invalid-measurement):']);
  });

  test('two versions of one product do not replace each other', async () => {
    const noise = new TextDecoder().decode(await readFile(join(scene, P.noise))).replaceAll(String(NOISE), '901');
    const version = await writeProduct(join(folder, 'version'), flatProduct({ [P.noise]: noise }));
    const out = join(folder, 'versions');
    const { code, stdout, stderr } = await backscatter(
      '--scene',
      scene,
      '--scene',
      version,
      '--scene',
      scene,
      '--out',
      out,
    );
    expect({ code, states: stdout.match(/^\w+/gm) }).toEqual({ code: 2, states: ['made', 'kept'] });
    const path = join(out, `${PRODUCT}.tif`);
    expect(stderr).toContain(
      `s2mp: ${version} rejected: ${version}: ${path} is that of ${scene}, another version of the same product.`,
    );
  });

  test('a renamed raster is not taken for that of another product', async () => {
    const out = join(folder, 'renamed');
    await backscatter('--scene', scene, '--out', out);
    await rename(join(out, `${PRODUCT}.tif`), join(out, `${OTHER}.tif`));
    const other = await writeProduct(join(folder, 'renamed-scene'), flatProduct({}, OTHER));
    expect((await backscatter('--scene', other, '--out', out)).stdout).toMatch(/^made /);
  });
});

test.runIf(process.platform === 'linux')('a folder that the system does not let be made', async () => {
  const out = '/proc/none/x.tif';
  expect(await runInProcess(['backscatter', '--scene', 'a', '--classes', 'all', '--out', out])).toEqual({
    code: 2,
    stdout: '',
    stderr: `s2mp: --out ${out}: nothing can be written into the folder /proc/none (ENOENT). Name another place.\n`,
  });
});

test.each([
  [
    'an output file in a file',
    ['--scene', '.', '--classes', 'all', '--out', 'package.json/x.tif'],
    '--out package.json/x.tif: package.json is a file; a folder is needed.',
  ],
  [
    'an output file below a file',
    ['--scene', '.', '--classes', 'all', '--out', 'package.json/y/x.tif'],
    '--out package.json/y/x.tif: lies below a file.',
  ],
  [
    'an orbit file that is not there',
    ['--scene', '.', '--classes', 'all', '--orbit', '/nowhere/A.EOF', '--out', 'x.tif'],
    '--orbit /nowhere/A.EOF: there is no such file. Give a precise-orbit file (.EOF).',
  ],
  [
    'an orbit file that is a folder',
    ['--scene', '.', '--classes', 'all', '--orbit', 'docs', '--out', 'x.tif'],
    '--orbit docs is a folder; a file is needed.',
  ],
  [
    'no land cover',
    ['--scene', '.', '--out', 'x.tif'],
    '--classes of a land cover need --landcover; --classes all does without.',
  ],
  [
    'a land cover that is not there',
    ['--scene', '.', '--landcover', '/nowhere', '--out', 'x.tif'],
    '--landcover /nowhere: there is no such file or folder.',
  ],
  [
    'a DEM that is a file',
    ['--scene', '.', '--classes', 'all', '--dem', 'package.json', '--out', 'x.tif'],
    '--dem package.json is a file; a folder is needed.',
  ],
  [
    'a folder without products',
    ['--scene', 'docs', '--classes', 'all', '--out', 'x.tif'],
    '--scene docs: the folder is no product, and none lies in it.',
  ],
  [
    'two scenes into one file',
    ['--scene', 'a', '--scene', 'b', '--classes', 'all', '--out', 'x.tif'],
    '--out x.tif is one file, but there are 2 scenes; give a folder.',
  ],
])('%s: one sentence and code 2', async (_, args, message) => {
  expect(await runInProcess(['backscatter', ...args])).toEqual({ code: 2, stdout: '', stderr: `s2mp: ${message}\n` });
});

test.each([
  ['--classes', '40,x', 'codes from 0 to 254 with commas between them are needed, or all.'],
  ['--classes', '255', 'codes from 0 to 254 with commas between them are needed, or all.'],
  ['--quantity', 'sigma', 'Allowed choices are sigma0, gamma0, beta0.'],
])('%s %s is wrong usage', async (option, value, message) => {
  const { code, stderr } = await runInProcess(['backscatter', option, value]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining(`${message}\nSee s2mp backscatter --help.\n`),
  });
});
