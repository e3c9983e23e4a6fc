import { createHash } from 'node:crypto';
import { type Acquisition, dataTakeText, orbitText, parseItemId } from './acquisition.ts';
import { isCalendarDate } from './calendar-date.ts';

/** Every key of the object store in one place. Nothing else may build one from parts. */

export const SCENES_PREFIX = 'scenes/';
export const COLLECTIONS_PREFIX = 'collections/';
export const LEDGER_PREFIX = 'ledger/';
export const RECEIPTS_PREFIX = 'receipts/';
export const NDVI_FILLED_PREFIX = 'ndvi/filled/';
export const NDVI_S3_PREFIX = 'ndvi/s3/';

export const ASSET_FILES = ['sm.tif', 'uncertainty.tif', 'qa.tif', 'inputs.tif'] as const;
export type AssetFile = (typeof ASSET_FILES)[number];

/** `scenes/<product>.SAFE`, without a slash at the end. */
export function sceneKey(product: string): string {
  return `${SCENES_PREFIX}${product}.SAFE`;
}

export function collectionKey(collection: string): string {
  return `${COLLECTIONS_PREFIX}${collection}/collection.json`;
}

/** `collections/<collection>/<yyyy>/<mm>/<dd>/`: the items of one day. @param day `yyyy/mm/dd` */
export function collectionDayPrefix(collection: string, day: string): string {
  return `${COLLECTIONS_PREFIX}${collection}/${day}/`;
}

/** `…/<item>`: the folder of an item, without a slash at the end. @throws RangeError for what is no item id */
export function itemFolder(collection: string, item: string): string {
  const parsed = parseItemId(item);
  if (!parsed) throw new RangeError(`${JSON.stringify(item)} is no item id`);
  return collectionDayPrefix(collection, parsed.day) + item;
}

/** The live version of an item: the only switch between versions, written last. */
export function itemKey(collection: string, item: string): string {
  return `${itemFolder(collection, item)}/${item}.json`;
}

/** Collection and item of an item's key, or undefined for any other key. */
export function parseItemKey(key: string): { collection: string; item: string } | undefined {
  const match = /^collections\/([^/]+)\/\d{4}\/\d{2}\/\d{2}\/([^/]+)\/\2\.json$/.exec(key);
  const [, collection = '', item = ''] = match ?? [];
  return parseItemId(item) && itemKey(collection, item) === key ? { collection, item } : undefined;
}

/** First 12 digits of a run id: enough to tell the runs of one item apart. */
export function run12(run: string): string {
  return run.slice(0, 12);
}

export function assetKey(collection: string, item: string, run: string, file: AssetFile): string {
  return `${itemFolder(collection, item)}/${run12(run)}/${file}`;
}

/** `acquisitions/<platform>_<orbit>_<datatake>.json`: which item ids the acquisitions of a data take have. */
export function acquisitionsKey(acquisition: Acquisition): string {
  const { platform, absoluteOrbit, dataTakeId } = acquisition;
  return `acquisitions/${platform}_${orbitText(absoluteOrbit)}_${dataTakeText(dataTakeId)}.json`;
}

export function receiptKey(run: string): string {
  return `${RECEIPTS_PREFIX}${run}.json`;
}

/** What the budget guard knows of a month. @param month `yyyy-mm` */
export function monthCostKey(month: string): string {
  return `budget/${month}.json`;
}

export function landcoverKey(year: number, tile: string): string {
  return `landcover/${year}/${tile}.tif`;
}

export function demKey(tile: string): string {
  return `dem/${tile}.tif`;
}

/** Precise-orbit files, `orbits/S1A_OPER_AUX_POEORB_….EOF`. */
export function orbitKey(fileName: string): string {
  return `orbits/${fileName}`;
}

/** @param date `yyyy-mm-dd`, the 1st or 15th */
export function ndviFilledKey(tile: string, date: string): string {
  return `${NDVI_FILLED_PREFIX}${tile}/${date}.tif`;
}

export function ndviObservationKey(tile: string, date: string): string {
  return `ndvi/observations/${tile}/${date}.tif`;
}

export function ndviS3Key(tile: string, date: string): string {
  return `${NDVI_S3_PREFIX}${tile}/${date}.tif`;
}

/** @param pair collection, or two of them joined by the caller @param month `yyyy-mm` or `total` */
export function statisticsKey(job: string, pair: string, month: string, file: string): string {
  return `statistics/${job}/${pair}/${month}/${file}`;
}

/** `ledger/<yyyy>/<mm>/<dd>/<product>.json` by the product's start; names that are none go to `ledger/undated/`. */
export function ledgerKey(product: string): string {
  const day = sensingDay(product);
  return day === undefined
    ? `${LEDGER_PREFIX}undated/${safeName(product)}.json`
    : `${LEDGER_PREFIX}${day}/${product}.json`;
}

/** `yyyy/mm/dd` of the start in a Sentinel-1 product name, or undefined if the text is no such name. */
function sensingDay(product: string): string | undefined {
  const match = /^S1[A-Z]_[0-9A-Z_]{12}_(\d{4})(\d{2})(\d{2})T\d{6}_[0-9A-Za-z_]{1,80}$/.exec(product);
  if (!match) return undefined;
  const [, year, month, day] = match;
  return isCalendarDate(`${year}-${month}-${day}`) ? `${year}/${month}/${day}` : undefined;
}

/** Percent-encoded; what would be too long for a file name keeps its beginning and ends in its SHA-256. */
function safeName(name: string): string {
  const encoded = encodeURIComponent(name.toWellFormed());
  if (encoded.length <= 200) return encoded;
  const hash = createHash('sha256').update(name).digest('hex');
  return `${encoded.slice(0, 100).replace(/%.?$/, '')}-${hash}`;
}
