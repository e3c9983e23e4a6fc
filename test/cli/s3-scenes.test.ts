import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSceneLocation } from '../../cli/files/open-scene-location.ts';
import { openScene } from '../../lib/sentinel1/open-scene.ts';
import { type ObjectServer, serveObjects } from '../lib/cloud/aws/object-server.ts';
import { flatDemTiles, flatImage, flatProduct, LINES, SAMPLES } from '../lib/pipeline/backscatter/backscatter-bench.ts';
import { manifestXml, PATHS_OF_PRODUCT as P, PRODUCT, safeProduct } from '../lib/sentinel1/safe-product.ts';
import { PATHS, syntheticAnnotation } from '../lib/sentinel1/synthetic-orbit.ts';
import { tiffBytes } from '../lib/sentinel1/tiff-bytes.ts';
import { zipBytes } from '../lib/sentinel1/zip-bytes.ts';
import { runInProcess } from './run-in-process.ts';
import { writeScene } from './scene-on-disk.ts';
import { COMMAND, startCommand } from './start-command.ts';
import { contentsOf, writeProduct, writeTiles } from './write-product.ts';

const MIB = 2 ** 20;
const BIG = PRODUCT.replace(/6FF8$/, 'B16B');
/** 25 MB: large enough for several bands, small enough for a test. */
const BIG_SAMPLES = 8000;
const BIG_LINES = 1600;

let folder: string;
let dem: string;
let bigOnDisk: string;
let server: ObjectServer;
/** Answers as late as a store across a country: reads are side by side there however busy this machine is. */
let distant: ObjectServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's2mp-s3-'));
  dem = await writeTiles(join(folder, 'dem'), await flatDemTiles());
  const small = await contentsOf(flatProduct());
  const annotation = syntheticAnnotation(PATHS.ascending, BIG_SAMPLES, BIG_LINES, 200);
  const dn = Uint16Array.from({ length: BIG_SAMPLES * BIG_LINES }, (_, i) => 100 + ((i * 7919) % 400));
  const big = safeProduct(annotation, tiffBytes(dn, BIG_SAMPLES, BIG_LINES), {}, BIG);
  bigOnDisk = await writeProduct(folder, big);
  const objects = new Map<string, Uint8Array>();
  for (const [path, bytes] of small) objects.set(`safe/${PRODUCT}.SAFE/${path}`, bytes);
  for (const [path, bytes] of await contentsOf(big)) objects.set(`safe/${BIG}.SAFE/${path}`, bytes);
  // The public bucket's layout: other names, and an image in tiles of another size than the manifest says.
  const renamed = [
    [P.manifest, 'manifest.safe'],
    [P.annotation, 'annotation/iw-vv.xml'],
    [P.calibration, 'annotation/calibration/calibration-iw-vv.xml'],
    [P.noise, 'annotation/calibration/noise-iw-vv.xml'],
  ] as const;
  const publicPrefix = `GRD/2021/8/9/IW/DV/${PRODUCT}`;
  for (const [from, to] of renamed) objects.set(`${publicPrefix}/${to}`, new Map(small).get(from) ?? new Uint8Array());
  const tiled = tiffBytes(flatImage(), SAMPLES, LINES, { tile: 128, compression: 8 });
  objects.set(`${publicPrefix}/measurement/iw-vv.tiff`, tiled);
  for (const deflate of [true, false]) {
    const entries = small.map(([path, data]) => ({ path: `${PRODUCT}.SAFE/${path}`, data, deflate }));
    objects.set(`${deflate ? 'deflated' : 'stored'}/${PRODUCT}.zip`, zipBytes(entries));
  }
  objects.set('broken/manifest.safe', new TextEncoder().encode(manifestXml(1)));
  for (const [path, bytes] of small) objects.set(`half/${PRODUCT}.SAFE/${path}`, bytes);
  const refused = new Set(['secret', 'open/refused/manifest.safe', `open/half/${PRODUCT}.SAFE/${P.measurement}`]);
  objects.set('refused/manifest.safe', new Uint8Array(10));
  const buckets = new Map([
    ['open', objects],
    ['secret', objects],
  ]);
  server = await serveObjects(buckets, { refused });
  distant = await serveObjects(buckets, { latencyMs: 100, brokenBodies: 2 });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server[Symbol.asyncDispose]();
  await distant[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  useServer(server);
});

function useServer({ endpoint, requests }: ObjectServer): void {
  requests.length = 0;
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
}

const measurementReads = () => distant.requests.filter(({ key }) => key.includes('/measurement/'));
const bytesRead = () => measurementReads().reduce((sum, { length }) => sum + length, 0);

describe('the pass over a scene of 25 MB', () => {
  beforeEach(() => useServer(distant));

  const backscatter = (scene: string, out: string, ...more: string[]) =>
    runInProcess([
      'backscatter',
      '--classes',
      'all',
      '--threads',
      '2',
      '--scene',
      scene,
      '--out',
      join(folder, out),
      ...more,
    ]);

  test('reads each byte of the measurement once, in large ranges side by side, and gives the same file', async () => {
    expect((await backscatter(bigOnDisk, 'disk.tif')).code).toBe(0);
    expect((await backscatter(`s3://open/safe/${BIG}.SAFE`, 's3.tif')).code).toBe(0);
    const [onDisk, inStore] = await Promise.all(['disk.tif', 's3.tif'].map((name) => readFile(join(folder, name))));
    expect(inStore?.equals(onDisk ?? Buffer.alloc(0))).toBe(true);
    const { size } = await sizeOf(P.measurement);
    // Answers that the server broke off are asked for again.
    const whole = measurementReads().filter(({ offset, length }, i, all) => {
      return all.findLastIndex((other) => other.offset === offset && other.length === length) === i;
    });
    const covered = whole.sort((a, b) => a.offset - b.offset).map(({ offset, length }) => [offset, offset + length]);
    covered.forEach(([start], i) => {
      expect(start).toBe(i === 0 ? 0 : covered[i - 1]?.[1]);
    });
    expect(covered.at(-1)?.[1]).toBe(size);
    for (const { offset, length } of whole) expect(length >= MIB || offset + length === size).toBe(true);
    expect(distant.mostInFlight()).toBeGreaterThanOrEqual(8);
    expect(distant.mostInFlight()).toBeLessThanOrEqual(16);
    expect(distant.requests.every(({ signed }) => signed)).toBe(true);
  });

  test('reads only what lies around the area asked for', async () => {
    const { outline } = await outlineOf(bigOnDisk);
    const [lon, lat] = outline;
    const box = [lon - 0.02, lat - 0.02, lon + 0.02, lat + 0.02].join(',');
    expect((await backscatter(`s3://open/safe/${BIG}.SAFE`, 'area.tif', '--bbox', box, '--s3-anonymous')).code).toBe(0);
    // Some 5 km north to south and the slope of the orbit over 3 km, of 16 km; and the probed lines.
    expect(bytesRead()).toBeLessThan(0.7 * (await sizeOf(P.measurement)).size);
    expect(distant.requests.some(({ signed }) => signed)).toBe(false);
  });

  async function sizeOf(path: string) {
    await using files = await openSceneLocation(bigOnDisk);
    const found = (await files.list()).find((file) => file.path === path);
    if (!found) throw new Error(path);
    return found;
  }

  async function outlineOf(path: string): Promise<{ outline: [number, number] }> {
    await using files = await openSceneLocation(path);
    const { annotation } = await openScene(files);
    const { longitudeDeg, latitudeDeg } = annotation.geolocationGrid;
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    return { outline: [mean(longitudeDeg), mean(latitudeDeg)] };
  }
});

describe('where a product may lie', () => {
  test.each([
    `s3://open/safe/${PRODUCT}.SAFE`,
    `s3://open/safe/${PRODUCT}.SAFE/`,
    `s3://open/safe/${PRODUCT}.SAFE/manifest.safe`,
    `s3://open/GRD/2021/8/9/IW/DV/${PRODUCT}`,
    `s3://open/stored/${PRODUCT}.zip`,
    `s3://open/deflated/${PRODUCT}.zip`,
  ])('%s', async (location) => {
    const { code, stdout, stderr } = await runInProcess(['info', location, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      product: PRODUCT,
      samples: SAMPLES,
      lines: LINES,
      validSamples: [5, 399],
    });
  });

  test('all of them give the same raster', async () => {
    const digests = new Set<string>();
    const locations = [`safe/${PRODUCT}.SAFE`, `stored/${PRODUCT}.zip`, `deflated/${PRODUCT}.zip`];
    for (const [i, key] of locations.entries()) {
      const out = join(folder, `way-${i}.tif`);
      const args = ['--classes', 'all', '--dem', dem, '--dem-heights', 'ellipsoid', '--threads', '1'];
      expect((await runInProcess(['backscatter', '--scene', `s3://open/${key}`, ...args, '--out', out])).code).toBe(0);
      digests.add((await readFile(out)).toString('base64'));
    }
    expect(digests.size).toBe(1);
  });

  test('geolocate reads nothing but the annotation', async () => {
    const onDisk = await writeProduct(join(folder, 'geolocate'), flatProduct());
    const results: unknown[] = [];
    for (const scene of [`s3://open/safe/${PRODUCT}.SAFE/manifest.safe`, onDisk]) {
      const run = promisify(execFile)(process.execPath, [COMMAND, 'geolocate', '--scene', scene, '--s3-anonymous']);
      run.child.stdin?.end('3.5,43.7,100\n');
      results.push(await run);
    }
    expect(results[0]).toEqual({ stderr: '', stdout: expect.stringMatching(/^line,pixel,.*\n.*\n$/) });
    expect(results[0]).toEqual(results[1]);
    expect(new Set(server.requests.map(({ key }) => key))).toEqual(
      new Set(['', `safe/${PRODUCT}.SAFE/${P.annotation}`]),
    );
    expect(server.requests.some(({ signed }) => signed)).toBe(false);
  });

  test('its connections end with its use', async () => {
    {
      await using files = await openSceneLocation(`s3://open/safe/${PRODUCT}.SAFE`);
      await openScene(files);
      expect(await server.connections()).toBeGreaterThan(0);
    }
    await expect.poll(() => server.connections()).toBe(0);
    await expect(openSceneLocation('s3://open/nothing')).rejects.toThrow('no object lies below this prefix');
    await expect.poll(() => server.connections()).toBe(0);
  });

  test('demo --s3-anonymous leaves requests unsigned', async () => {
    const args = ['--scene', 's3://open/refused', '--landcover', dem, '--ndvi', dem, '--out', join(folder, 'demo')];
    const { code, stderr } = await runInProcess(['demo', ...args, '--s3-anonymous']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('S3 refuses access') });
    expect(server.requests.map(({ signed }) => signed)).not.toContain(true);
  });

  test('S2MP_S3_ANONYMOUS leaves requests unsigned too', async () => {
    vi.stubEnv('S2MP_S3_ANONYMOUS', '1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    try {
      await using files = await openSceneLocation(`s3://open/safe/${PRODUCT}.SAFE`);
      vi.stubEnv('S2MP_S3_ANONYMOUS', '0');
      await expect(openSceneLocation(`s3://open/safe/${PRODUCT}.SAFE`)).rejects.toThrow(
        'there are no usable AWS credentials',
      );
      expect((await openScene(files)).product.name).toBe(PRODUCT);
      expect(server.requests.some(({ signed }) => signed)).toBe(false);
    } finally {
      vi.stubEnv('S2MP_S3_ANONYMOUS', undefined);
    }
  });
});

test('retrieve makes the same maps of a scene in S3 as of one on the disk, and links to where it lies', async () => {
  const disk = await writeScene();
  try {
    const objects = new Map<string, Uint8Array>();
    for (const path of await readdir(disk.scene, { recursive: true })) {
      const bytes = await readFile(join(disk.scene, path)).catch(() => undefined);
      if (bytes) objects.set(`in/${disk.product}.SAFE/${path}`, bytes);
    }
    await using store = await serveObjects(new Map([['scenes', objects]]));
    vi.stubEnv('AWS_ENDPOINT_URL', store.endpoint);
    const location = `s3://scenes/in/${disk.product}.SAFE`;
    const tiles = disk.inputs.slice(2);
    const itemOf = async (scene: string, name: string) => {
      const args = [
        'retrieve',
        '--scene',
        scene,
        ...tiles,
        '--threads',
        '1',
        '--out',
        join(disk.folder, name),
        '--json',
      ];
      const { code, stdout } = await runInProcess(args);
      expect(code).toBe(0);
      const { maps }: { maps: { run: string; path: string }[] } = JSON.parse(stdout);
      return maps[0];
    };
    const fromStore = await itemOf(location, 'from-store');
    const fromDisk = await itemOf(disk.scene, 'from-disk');
    expect(fromStore?.run).toBe(fromDisk?.run);
    const rasters = async (map: typeof fromDisk, file: string) =>
      readFile(join(map?.path ?? '', '..', map?.run.slice(0, 12) ?? '', file));
    for (const file of ['sm.tif', 'inputs.tif']) {
      expect((await rasters(fromStore, file)).equals(await rasters(fromDisk, file))).toBe(true);
    }
    expect(await readFile(fromStore?.path ?? '', 'utf8')).toContain(`${location}/manifest.safe`);
  } finally {
    await rm(disk.folder, { recursive: true });
  }
});

describe.skipIf(process.platform === 'win32')('while a scene is waited for', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends backscatter at once, with a message', async (signal, expected) => {
    await using store = await serveObjects(new Map([['open', new Map()]]), { latencyMs: 60_000 });
    useServer(store);
    const out = join(folder, signal);
    const args = ['--scene', `s3://open/safe/${PRODUCT}.SAFE`, '--classes', 'all', '--out', out];
    const command = startCommand(['backscatter', ...args]);
    await expect.poll(() => store.requests.length, { timeout: 20_000 }).toBe(1);
    command.kill(signal);
    expect(await command.finished).toEqual({
      code: expected,
      stdout: '',
      stderr: 'S1A 2021-08-09T17:39  judge\ns2mp: Stopped. The same command goes on where this one was.\n',
    });
    expect(await readdir(out)).toEqual([]);
  });
});

test('the AWS SDK is not loaded for a scene on the disk', async () => {
  const watch = `import { registerHooks } from 'node:module';
    registerHooks({ resolve(name, context, next) {
      const found = next(name, context);
      if (found.url.includes('@aws-sdk/')) process.stderr.write('loaded ' + found.url + '\\n');
      return found;
    } });`;
  const hook = `data:text/javascript,${encodeURIComponent(watch)}`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--import',
    hook,
    COMMAND,
    'info',
    bigOnDisk,
  ]);
  expect({ stdout, stderr }).toEqual({ stdout: expect.stringContaining(BIG), stderr: '' });
});

describe('what is wrong is said in one sentence', () => {
  const info = (location: string) => runInProcess(['info', location]);

  test.each([
    ['s3://open', 2, 'a product in S3 is named s3://bucket/prefix, with the folder or zip of the product.'],
    ['s3://open/nothing', 2, 'no object lies below this prefix. Give the folder of the product, or its zip.'],
    [
      's3://nobody/x.SAFE',
      2,
      'there is no such bucket. Check its name, and AWS_ENDPOINT_URL if the bucket is not at AWS.',
    ],
    [
      `s3://secret/safe/${PRODUCT}.SAFE`,
      2,
      'S3 refuses access (403 AccessDenied). The credentials need s3:ListBucket and s3:GetObject there; --s3-anonymous reads public buckets.',
    ],
  ])('%s', async (location, code, message) => {
    expect(await info(location)).toEqual({ code, stdout: '', stderr: `s2mp: ${location}: ${message}\n` });
  });

  test('a zip that is not there', async () => {
    const location = 's3://open/x/S1A.zip';
    const stderr = 's2mp: open/x/S1A.zip: there is no such file. Check the key.\n';
    expect(await info(location)).toEqual({ code: 2, stdout: '', stderr });
  });

  test('no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    const { code, stderr } = await info('s3://open/x.SAFE');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        's2mp: s3://open/x.SAFE: there are no usable AWS credentials (Could not load credentials from any providers). Set' +
        ' AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; --s3-anonymous reads public buckets.\n',
    });
  });

  test('a profile that is not there is named', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    vi.stubEnv('AWS_PROFILE', 'mistyped');
    try {
      const { code, stderr } = await info('s3://open/x.SAFE');
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(
          / no usable AWS credentials in the profile mistyped \(.*[^.]\)\. Set AWS_ACCESS_KEY_ID and/,
        ),
      });
    } finally {
      vi.stubEnv('AWS_PROFILE', undefined);
    }
  });

  test('an endpoint that does not answer may answer later: code 1', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    const { code, stderr } = await info('s3://open/x.SAFE');
    expect(code).toBe(1);
    expect(stderr).toBe(
      's2mp: s3://open/x.SAFE: S3 does not answer (ECONNREFUSED). Check the network, AWS_REGION and AWS_ENDPOINT_URL, and' +
        ' try again.\n',
    );
  });

  test.each(['s3://secret/x.SAFE', 's3://open/refused', `s3://open/half/${PRODUCT}.SAFE`])(
    'retrieve of %s: before any folder is made',
    async (location) => {
      const out = join(folder, 'never');
      const args = ['--scene', location, '--landcover', dem, '--ndvi', dem, '--out', out];
      const { code, stderr } = await runInProcess(['retrieve', ...args]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`${location}: S3 refuses access`) });
      expect(existsSync(out)).toBe(false);
    },
  );
});
