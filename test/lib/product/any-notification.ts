import fc from 'fast-check';
import { type Acquisition, itemIdOf } from '../../../lib/product/acquisition.ts';
import type { Position } from '../../../lib/product/clip-ring.ts';
import type { NotificationContext } from '../../../lib/product/notification.ts';
import { CHANGES } from '../../../lib/product/notification-schema.ts';
import type { ItemDescription } from '../../../lib/product/stac-item.ts';
import { DESCRIPTION } from './sample-item.ts';

export interface DescribedNotification {
  readonly item: ItemDescription;
  readonly context: NotificationContext;
}

const START_US = Date.UTC(2014, 3, 3) * 1000;
const END_US = Date.UTC(2099, 0, 1) * 1000;

const acquisition: fc.Arbitrary<Acquisition> = fc
  .record({
    platform: fc.constantFrom('S1A', 'S1B', 'S1C', 'S1D'),
    absoluteOrbit: fc.integer({ min: 1, max: 999_999 }),
    dataTakeId: fc.integer({ min: 0, max: 0xff_ffff }),
    startUs: fc.integer({ min: START_US, max: END_US }),
  })
  .map((taken) => ({ ...taken, stopUs: taken.startUs + 25_000_000 }));

/** Around a point, of so many corners: up to the longest outline that a scene could have. */
const outline: fc.Arbitrary<Position[]> = fc
  .record({
    lon: fc.double({ min: -178, max: 178, noNaN: true }),
    lat: fc.double({ min: -80, max: 80, noNaN: true }),
    corners: fc.integer({ min: 4, max: 400 }),
  })
  .map(({ lon, lat, corners }) => {
    const ring = Array.from({ length: corners }, (_, i): Position => {
      const angle = (2 * Math.PI * i) / corners;
      return [lon + 1.5 * Math.cos(angle), lat + 0.9 * Math.sin(angle)];
    });
    return [...ring, ring[0] as Position];
  });

const anyItem: fc.Arbitrary<ItemDescription> = fc
  .record({
    acquisition,
    outline,
    collection: fc.constantFrom('s2mp-s1s2', 's2mp-s1s3'),
    run: fc.stringMatching(/^[0-9a-f]{64}$/),
    relativeOrbit: fc.integer({ min: 1, max: 175 }),
    pass: fc.constantFrom('ASCENDING' as const, 'DESCENDING' as const),
    recommended: fc.integer({ min: 0, max: 4000 }),
    model: fc.constantFrom('s2mp-vv', 's2mp-vv-dry', 's2mp-vv-wet'),
    sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
  })
  .map(({ acquisition, relativeOrbit, pass, recommended, model, sha256, ...rest }) => ({
    ...DESCRIPTION,
    ...rest,
    item: itemIdOf(acquisition),
    acquisition: { ...DESCRIPTION.acquisition, ...acquisition, relativeOrbit, pass },
    summary: { ...DESCRIPTION.summary, recommended },
    retrieval: { ...DESCRIPTION.retrieval, model: { ...DESCRIPTION.retrieval.model, name: model, sha256 } },
  }));

const anyContext: fc.Arbitrary<NotificationContext> = fc.record({
  change: fc.constantFrom(...CHANGES),
  timeliness: fc.constantFrom('NRT' as const, 'backfill' as const),
  bucket: fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/),
  itemBytes: fc.uint8Array({ maxLength: 20 }),
  publishedAt: fc.date({ min: new Date(0), max: new Date(END_US / 1000), noInvalidDate: true }),
});

/** Any map of any scene, announced in any way. */
export const anyNotification: fc.Arbitrary<DescribedNotification> = fc.record({ item: anyItem, context: anyContext });
