import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { runInProcess } from './run-in-process.ts';
import { runCommand } from './start-command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's2mp-usage-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('--version prints that of package.json', async () => {
  expect(await runCommand(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

test('--help names every command', async () => {
  const { code, stdout, stderr } = await runInProcess(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const name of ['retrieve', 'backscatter', 'simulate', 'info', 'train', 'demo']) {
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  }
});

test.each([
  'retrieve',
  'backscatter',
  'simulate',
  'info',
  'draw',
  'train',
  'forward',
  'models compare',
  'tiles push',
  'dead-letters',
  'redrive',
  'demo',
])('%s --help gives its options and an example', async (name) => {
  const { code, stdout, stderr } = await runInProcess([...name.split(' '), '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`Usage: s2mp ${name} `);
  expect(stdout).toMatch(new RegExp(`Example:\\n  .*(s2mp ${name}|npm start)\\b`, 's'));
});

describe('wrong usage ends with code 2, one message on stderr, and nothing on stdout', () => {
  const tiles = ['--ndvi', '.', '--landcover', '.'];

  test.each([
    [
      'a command that does not exist',
      ['retreive'],
      "s2mp: unknown command 'retreive'\n(Did you mean retrieve?)\nSee s2mp --help.\n",
    ],
    [
      'a missing option',
      ['retrieve', ...tiles, '--out', 'out'],
      "s2mp: required option '--scene <path>' not specified\nSee s2mp retrieve --help.\n",
    ],
    ['a missing argument', ['info'], "s2mp: missing required argument 'path'\nSee s2mp info --help.\n"],
    ['an unknown option', ['info', '--colour', '.'], "s2mp: unknown option '--colour'\nSee s2mp info --help.\n"],
    [
      'a scene that does not exist',
      ['retrieve', '--scene', '/nowhere/S1A.SAFE', ...tiles, '--out', 'out'],
      's2mp: --scene /nowhere/S1A.SAFE: there is no such file or folder.\n',
    ],
    [
      'a tile folder that does not exist',
      ['retrieve', '--scene', '.', '--ndvi', '/nowhere', '--landcover', '.', '--out', 'out'],
      's2mp: --ndvi /nowhere: there is no such file or folder.\n',
    ],
    [
      'a tile folder that is a file',
      ['retrieve', '--scene', '.', '--ndvi', 'package.json', '--landcover', '.', '--out', 'out'],
      's2mp: --ndvi package.json is a file; a folder is needed.\n',
    ],
    [
      'an output folder that is a file',
      ['retrieve', '--scene', '.', ...tiles, '--out', 'package.json'],
      's2mp: --out package.json is a file; a folder is needed.\n',
    ],
    [
      'an output folder below a file',
      ['retrieve', '--scene', '.', ...tiles, '--out', 'package.json/out'],
      's2mp: --out package.json/out: lies below a file.\n',
    ],
    [
      'an output folder that the system refuses',
      ['retrieve', '--scene', '.', ...tiles, '--out', '/proc/x/y'],
      's2mp: --out /proc/x/y: nothing can be written into the folder /proc/x/y (ENOENT). Name another place.\n',
    ],
    [
      'three numbers for a box',
      ['retrieve', '--bbox', '3,43,4'],
      "s2mp: option '--bbox <W,S,E,N>' argument '3,43,4' is invalid. four numbers are needed: west,south,east,north in degrees.\nSee s2mp retrieve --help.\n",
    ],
    [
      'a box with a blank',
      ['retrieve', '--bbox', '1,,3,4'],
      "s2mp: option '--bbox <W,S,E,N>' argument '1,,3,4' is invalid. four numbers are needed: west,south,east,north in degrees.\nSee s2mp retrieve --help.\n",
    ],
    [
      'an orbit file that is a folder',
      ['retrieve', '--scene', '.', ...tiles, '--orbit', '.', '--out', 'out'],
      's2mp: --orbit . is a folder; a file is needed.\n',
    ],
    [
      'an orbit file that does not exist',
      ['retrieve', '--scene', '.', ...tiles, '--orbit', '/nowhere', '--out', 'out'],
      's2mp: --orbit /nowhere: there is no such file. Give a precise-orbit file (.EOF).\n',
    ],
    [
      'a scene that is some file',
      ['retrieve', '--scene', 'package.json', ...tiles, '--out', 'out'],
      's2mp: --scene package.json is neither a product folder nor a zip archive. Give the .SAFE folder or the .zip of a Sentinel-1 product.\n',
    ],
    [
      'info on some file',
      ['info', 'package.json'],
      's2mp: package.json is neither a product folder nor a zip archive. Give the .SAFE folder or the .zip of a Sentinel-1 product.\n',
    ],
    [
      'a box inside out',
      ['retrieve', '--bbox', '4,43,3,44'],
      "s2mp: option '--bbox <W,S,E,N>' argument '4,43,3,44' is invalid. west must be less than east and south less than north, within the globe.\nSee s2mp retrieve --help.\n",
    ],
    [
      'no thread',
      ['retrieve', '--threads', '0'],
      "s2mp: option '--threads <n>' argument '0' is invalid. a whole number from 1 to 64 is needed.\nSee s2mp retrieve --help.\n",
    ],
    [
      'a seed that is no number',
      ['demo', '--seed', 'x'],
      "s2mp: option '--seed <n>' argument 'x' is invalid. a whole number from 0 to 2147483647 is needed.\nSee s2mp demo --help.\n",
    ],
    [
      'an unknown size',
      ['demo', '--size', 'huge'],
      "s2mp: option '--size <size>' argument 'huge' is invalid. Allowed choices are small, medium, full.\nSee s2mp demo --help.\n",
    ],
    [
      'a demo on a scene without its tiles',
      ['demo', '--scene', '.', '--out', '/nowhere/demo'],
      's2mp: --scene needs --ndvi and --landcover too: see s2mp retrieve --help.\n',
    ],
    [
      'a demo in a folder of other things',
      ['demo', '--out', 'test'],
      's2mp: FOLDER/test is not empty and holds no demo. Name another folder with --out.\n',
    ],
    ['info on nothing', ['info', '/nowhere'], 's2mp: /nowhere: there is no such file or folder.\n'],
    [
      'simulate without a product',
      ['simulate', '--annotation', '/nowhere', '--out', 'out'],
      's2mp: /nowhere: there is no such file or folder. Give the path of a Sentinel-1 product.\n',
    ],
  ])('%s', async (_, args, stderr) => {
    const here = process.cwd();
    expect(await runInProcess(args)).toEqual({ code: 2, stdout: '', stderr: stderr.replace('FOLDER', here) });
  });

  test.each(['cut.zip', 'cut'])('%s, which begins as a zip archive', async (name) => {
    const path = join(folder, name);
    await writeFile(path, 'PK\u0003\u0004');
    const { code, stderr } = await runInProcess(['info', path]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(`^s2mp: ${path}: no readable zip archive: .*\\. Download the product again\\.\n$`),
    });
  });

  test('a file that says to be a TIFF and is none', async () => {
    const path = join(folder, 'map.tif');
    await writeFile(path, '<html>Not found</html>');
    const stderr = `s2mp: ${path}: no readable TIFF (Invalid byte order value)\n`;
    expect(await runInProcess(['info', path])).toEqual({ code: 2, stdout: '', stderr });
  });
});

test('a process of its own ends with that code too', async () => {
  const stderr = "s2mp: required option '--scene <path>' not specified\nSee s2mp retrieve --help.\n";
  expect(await runCommand(['retrieve'])).toEqual({ code: 2, stdout: '', stderr });
  const missing = 's2mp: /nowhere: there is no such file or folder.\n';
  expect(await runCommand(['info', '/nowhere'])).toEqual({ code: 2, stdout: '', stderr: missing });
});
