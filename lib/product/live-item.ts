import { z } from 'zod';
import { CELLS_PER_DEGREE_1KM, type GridWindow } from '../grid/grid-window.ts';
import { parseUtcUs } from '../sentinel1/utc-time.ts';
import type { Acquisition } from './acquisition.ts';
import { parseDocument } from './json-document.ts';
import type { SourceVersion } from './live-version.ts';

/** What other code needs to know of a map that is live: which acquisition and source it shows, and where it lies. */
export interface LiveItem {
  readonly collection: string;
  readonly item: string;
  readonly run: string;
  readonly acquisition: Acquisition;
  readonly source: SourceVersion;
  readonly window: GridWindow;
}

/** Loose on purpose: items of older and newer versions of the code must stay comparable. */
const liveItemSchema = z.object({
  id: z.string(),
  collection: z.string(),
  properties: z.object({
    platform: z.string().regex(/^sentinel-1[a-z]$/),
    start_datetime: z.iso.datetime(),
    end_datetime: z.iso.datetime(),
    'sat:absolute_orbit': z.int(),
    's2mp:datatake_id': z.string().regex(/^[0-9A-F]{6}$/),
    's2mp:run': z.string(),
    's2mp:source_product': z.string(),
    's2mp:source_processed': z.iso.datetime(),
    'proj:shape': z.tuple([z.int(), z.int()]),
    'proj:transform': z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]),
  }),
});

/** @throws InvalidDocumentError */
export function parseLiveItem(key: string, bytes: Uint8Array): LiveItem {
  const { id, collection, properties } = parseDocument(liveItemSchema, key, bytes);
  const [height, width] = properties['proj:shape'];
  const [, , west, , , north] = properties['proj:transform'];
  const perDegree = CELLS_PER_DEGREE_1KM;
  return {
    collection,
    item: id,
    run: properties['s2mp:run'],
    acquisition: {
      platform: `S${properties.platform.slice('sentinel-'.length).toUpperCase()}`,
      absoluteOrbit: properties['sat:absolute_orbit'],
      dataTakeId: Number.parseInt(properties['s2mp:datatake_id'], 16),
      startUs: parseUtcUs(properties.start_datetime),
      stopUs: parseUtcUs(properties.end_datetime),
    },
    source: {
      product: properties['s2mp:source_product'],
      processedUs: parseUtcUs(properties['s2mp:source_processed']),
    },
    window: {
      perDegree,
      column: Math.round((west + 180) * perDegree),
      row: Math.round((90 - north) * perDegree),
      width,
      height,
    },
  };
}
