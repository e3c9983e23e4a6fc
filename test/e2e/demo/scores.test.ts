import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type DemoItem, type Located, stacItems } from './demo-documents.ts';
import { finishedDemos } from './finished-demos.ts';
import { runPython } from './run-python.ts';

const examined = z.record(
  z.string(),
  z.object({
    /** Cells that break a rule of the product, by rule. */
    violations: z.record(z.string(), z.number()),
    score: z.object({
      n: z.number(),
      truthSd: z.number(),
      bias: z.number(),
      ubrmsd: z.number(),
      r: z.number(),
      withinOneSigma: z.number(),
    }),
  }),
);

describe.each(finishedDemos())('maps of the demo with size $size and seed $seed', ({ folder, size, seed }) => {
  let found: z.infer<typeof examined>;
  beforeAll(() => {
    found = examined.parse(runPython('./examine_maps.py', mapsByCollection(folder)));
    for (const [collection, { score }] of Object.entries(found)) {
      process.stderr.write(`${size}, seed ${seed}, ${collection}: ${JSON.stringify(score)}\n`);
    }
  });

  it('exist for both collections', () => {
    expect(Object.keys(found).sort()).toEqual(['s2mp-s1s2', 's2mp-s1s3']);
  });

  it('keep the rules between soil moisture, uncertainty, flags and counts in every cell', () => {
    const rules = [
      'SM outside 0.02 to 0.40',
      'SM without uncertainty > 0',
      'uncertainty without SM',
      'QA 0 without SM',
      'SM from no 100-m pixel',
      'QA bit 9 to 14 set',
    ];
    const none = Object.fromEntries(rules.map((rule) => [rule, 0]));
    for (const { violations } of Object.values(found)) expect(violations).toEqual(none);
  });

  describe.each(['s2mp-s1s2', 's2mp-s1s3'])('%s, all dates, QA 0 and NDVI < 0.7', (collection) => {
    const score = () => {
      const one = found[collection];
      if (!one) throw new Error(`no map of ${collection}`);
      return one.score;
    };

    it.runIf(size === 'medium')('covers a truth that varies by 0.07 m3 m-3 or more', () => {
      expect(score().n).toBeGreaterThan(1000);
      expect(score().truthSd).toBeGreaterThanOrEqual(0.07);
    });

    it.runIf(size === 'medium')('agrees with the truth: ubRMSD <= 0.045, R >= 0.85, |bias| <= 0.03', () => {
      expect(score().ubrmsd).toBeLessThanOrEqual(0.045);
      expect(score().r).toBeGreaterThanOrEqual(0.85);
      expect(Math.abs(score().bias)).toBeLessThanOrEqual(0.03);
    });

    // 1-km NDVI holds forests and towns too, always to the same side in this world; a standard deviation cannot tell.
    const least = collection === 's2mp-s1s2' ? 0.6 : 0.5;
    it.runIf(size === 'medium')(`has ${100 * least} to 76 % of the errors within its own uncertainty`, () => {
      expect(score().withinOneSigma).toBeGreaterThanOrEqual(least);
      expect(score().withinOneSigma).toBeLessThanOrEqual(0.76);
    });
  });
});

/** What examine_maps.py reads: the rasters of each map, the bands it needs, and the truth of its date. */
function mapsByCollection(folder: string): Record<string, object[]> {
  const maps: Record<string, object[]> = {};
  for (const { folder: place, document } of stacItems(folder)) {
    const day = document.properties.start_datetime.slice(0, 10).replaceAll('-', '');
    const paths = Object.fromEntries(
      Object.entries(document.assets).map(([key, { href }]) => [key, join(place, href)]),
    );
    const collected = maps[document.collection] ?? [];
    maps[document.collection] = collected;
    collected.push({
      ...paths,
      ndvi: bandNumber(document, 'ndvi'),
      n100m: bandNumber(document, 'n_100m'),
      truth: join(folder, 'truth', `${day}.tif`),
    });
  }
  return maps;
}

/** From 1, as GDAL counts. */
function bandNumber({ assets }: Located<DemoItem>['document'], band: string): number {
  const index = assets.inputs?.bands.findIndex(({ name }) => name === band) ?? -1;
  if (index < 0) throw new Error(`inputs.tif has no band ${band}`);
  return index + 1;
}
