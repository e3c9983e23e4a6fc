import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { tableRows } from './table-rows.ts';

const demos = inject('demos');

/** Dates of the demo and its two collections: one map each. */
const MAPS = ['2021-08-21', '2021-09-18', '2021-10-08'].flatMap((day) => [
  [day, 's2mp-s1s2'],
  [day, 's2mp-s1s3'],
]);

/** Seconds on two cores that the issue and the demo's first sentence promise. */
const SECONDS = { small: 10, medium: 60 };

describe.each(demos)('npm start with size $size and seed $seed', ({ folder, run, size }) => {
  it('ends well', () => {
    expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('says before anything else what disk and time it needs', () => {
    const [first] = run.stderr.split('\n').filter((line) => !line.startsWith('npm '));
    expect(first).toMatch(/^Demo of size \w+ in \/.*: needs about \d+ MB of disk and \d+ s on 2 cores\.$/);
  });

  it('shows each stage of each scene as a plain line when its output is no terminal', () => {
    const escapes = [...run.stderr].filter((character) => character < ' ' && character !== '\n');
    expect(escapes).toEqual([]);
    const lines = run.stderr.split('\n');
    for (const day of new Set(MAPS.map(([date]) => date))) {
      const stages = lines
        .filter((line) => line.startsWith(`S1A ${day}T`))
        .map((line) => line.split(/ {2,}/)[1]?.split(' ')[0]);
      const expected = ['rendering', 'judge', 'backscatter', 'network', 'write', 'announce', 'done'];
      expect(stages).toEqual(expect.arrayContaining(expected));
    }
  });

  it('prints one line for each map with stages, time to the notification, cells, mean and scores', () => {
    const rows = tableRows(run.stdout);
    expect(rows.map((row) => [row['acquired (UTC)']?.slice(0, 10), row.collection])).toEqual(MAPS);
    const numbers = ['backscatter s', 'network s', 'write s', 'arrival→sent s', 'cells', 'QA 0', 'mean SM', 'R'];
    for (const row of rows) {
      for (const name of [...numbers, 'bias', 'ubRMSD', 'in 1σ %']) {
        expect(Number(row[name]), `${name} of ${row.collection}`).not.toBeNaN();
      }
    }
  });

  it('writes a report that loads nothing from elsewhere and shows every map', () => {
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    const loads = page.match(
      /(?:\b(?:src|srcset|data|poster|action)\s*=\s*|@import\s+|url\()\s*["']?(?!data:|#)[^\s)"'>]+/g,
    );
    const linked = page.match(/<(?:link|script|iframe|object|embed|base)\b[^>]*(?:src|href|data)\s*=/g);
    const asked = page.match(/\b(?:fetch|import|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\s*\(/g);
    expect({ loads, linked, asked }).toEqual({ loads: null, linked: null, asked: null });
    for (const [day, collection] of MAPS)
      expect(page).toMatch(new RegExp(`${collection}[^]*${day}|${day}[^]*${collection}`));
    for (const word of ['Soil moisture', 'ncertainty', 'QA', 'ruth', '<svg']) expect(page).toContain(word);
  });

  it('is over in the promised time', () => {
    // Other work on the machine only ever adds time: the fastest run of a size is the fair one.
    const fastest = Math.min(...demos.filter((demo) => demo.size === size).map((demo) => demo.run.seconds));
    expect(fastest).toBeLessThan(SECONDS[size]);
  });
});
