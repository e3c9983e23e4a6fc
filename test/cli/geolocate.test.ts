import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sourceOfBytes } from '../../lib/raster/range-source.ts';
import { geolocateCsv } from '../../lib/sentinel1/geolocate-csv.ts';
import { replaceOrbit } from '../../lib/sentinel1/replace-orbit.ts';
import { orbitFileXml } from '../lib/sentinel1/orbit-file.ts';
import { annotationXml, PATHS_OF_PRODUCT, PRODUCT } from '../lib/sentinel1/safe-product.ts';
import { orbitStates, PATHS, seenAt, syntheticAnnotation } from '../lib/sentinel1/synthetic-orbit.ts';
import { zipBytes } from '../lib/sentinel1/zip-bytes.ts';
import { runInProcess } from './run-in-process.ts';
import { COMMAND, type CommandResult } from './start-command.ts';

const annotation = syntheticAnnotation(PATHS.ascending, 2000, 1000);
const xml = annotationXml(annotation);
const { lon, lat } = seenAt(PATHS.ascending, 0.75, 815_000, 250);
const POINTS = `lon,lat,height\n${lon},${lat},250\n${-lon},${lat},0\n`;

let folder: string;
const paths = { safe: '', zip: '', file: '', orbit: '' };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's2mp-geolocate-'));
  paths.safe = join(folder, `${PRODUCT}.SAFE`);
  paths.zip = join(folder, `${PRODUCT}.zip`);
  paths.file = join(folder, 'copied.xml');
  paths.orbit = join(folder, 'A.EOF');
  await mkdir(join(paths.safe, 'annotation'), { recursive: true });
  await writeFile(join(paths.safe, PATHS_OF_PRODUCT.annotation), xml);
  await writeFile(paths.file, xml);
  const entry = { path: `${PRODUCT}.SAFE/${PATHS_OF_PRODUCT.annotation}`, data: new TextEncoder().encode(xml) };
  await writeFile(paths.zip, zipBytes([entry]));
  await writeFile(paths.orbit, orbitFileXml(lateOrbit(), annotation.firstLineTimeUs));
  await writeFile(join(folder, 'other.xml'), 'lon,lat,height');
  await writeFile(
    join(folder, 'B.EOF'),
    orbitFileXml(lateOrbit(), annotation.firstLineTimeUs, { mission: 'Sentinel-1B' }),
  );
  await cp(paths.safe, join(folder, `${PRODUCT.replace('S1A', 'S1B')}.SAFE`), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The scene's own path, passed 3 ms later. */
function lateOrbit() {
  const states = orbitStates(PATHS.ascending, [-20, -10, 0, 10, 20]);
  return { ...states, timeS: states.timeS.map((t) => t + 0.003) };
}

async function expected(scene = annotation): Promise<string> {
  let text = '';
  for await (const rows of geolocateCsv([POINTS], scene)) text += rows;
  return text;
}

/** The command with text on stdin, given piece by piece. */
function geolocate(args: readonly string[], pieces: Iterable<string>): Promise<CommandResult> {
  const child = spawn(process.execPath, [COMMAND, 'geolocate', ...args], { stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output.stderr += text;
  });
  // The command may end before it has read all.
  child.stdin.on('error', () => {});
  for (const piece of pieces) child.stdin.write(piece);
  child.stdin.end();
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
}

describe('s2mp geolocate', () => {
  test.each(['zip', 'file'] as const)('%s, with nothing but the annotation', async (kind) => {
    const { code, stdout, stderr } = await geolocate(['--scene', paths[kind]], [POINTS]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: await expected(), stderr: '' });
  });

  test('by an orbit file', async () => {
    const { code, stdout } = await geolocate(['--scene', paths.safe, '--orbit', paths.orbit], [POINTS]);
    const source = sourceOfBytes(
      'A.EOF',
      new TextEncoder().encode(orbitFileXml(lateOrbit(), annotation.firstLineTimeUs)),
    );
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: await expected((await replaceOrbit(annotation, source)).annotation),
    });
    const lineOf = (text: string) => Number(text.split('\n')[1]?.split(',')[0]);
    expect(lineOf(stdout) - lineOf(await expected())).toBeCloseTo(2, 2);
  });

  test('many points: as many rows', async () => {
    const piece = `${lon},${lat},250\n`.repeat(5000);
    const { code, stdout } = await geolocate(['--scene', paths.safe], Array<string>(20).fill(piece));
    const row = (await expected()).split('\n')[1];
    const [header, ...rows] = stdout.trimEnd().split('\n');
    expect({ code, header, rows: rows.length, kinds: new Set(rows) }).toEqual({
      code: 0,
      header: 'line,pixel,incidence,slant_range_m,azimuth_time',
      rows: 100_000,
      kinds: new Set([row]),
    });
  });

  test('a line that is no point: code 2, naming it; the rows before it are there', async () => {
    const { code, stdout, stderr } = await geolocate(['--scene', paths.safe], [POINTS, '1;2;3\n', POINTS]);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: await expected(),
      stderr: 's2mp: line 4 of the points, "1;2;3": three numbers are needed: lon,lat,height.\n',
    });
  });
});

describe('refused before a point is read: code 2 and one line', () => {
  test.each([
    ['no scene', () => ['--scene', join(folder, 'none')], /there is no such file or folder/],
    ['no annotation', () => ['--scene', join(folder, 'none.xml')], /^s2mp: --scene .*none\.xml: there is no such file/],
    [
      'no orbit file',
      () => ['--scene', paths.safe, '--orbit', join(folder, 'none')],
      /--orbit .*none: there is no such file/,
    ],
    ['a folder without annotation', () => ['--scene', folder], /the product has no annotation\/…-vv-…\.xml/],
    [
      'no annotation inside',
      () => ['--scene', join(folder, 'other.xml')],
      /other\.xml: is not .*XML|holds no <product>/,
    ],
    [
      'an orbit of another satellite',
      () => ['--scene', paths.file, '--orbit', join(folder, 'B.EOF')],
      /orbit of S1B, the scene is of S1A/,
    ],
    [
      'a product renamed',
      () => ['--scene', join(folder, `${PRODUCT.replace('S1A', 'S1B')}.SAFE`)],
      /this is of another product/,
    ],
  ] as const)('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await runInProcess(['geolocate', ...args()]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
