import { formatUtcUs } from '../sentinel1/utc-time.ts';

/** What was acquired, whichever file holds it. */
export interface Acquisition {
  /** `S1A`, `S1C` … */
  readonly platform: string;
  readonly absoluteOrbit: number;
  /** Mission data-take id, a number; hexadecimal in names. */
  readonly dataTakeId: number;
  /** First and last image line, µs since 1970. */
  readonly startUs: number;
  readonly stopUs: number;
}

/**
 * Whether two products show the same acquisition: same data take, and they share more than half of the shorter one's
 * time. Reprocessed and re-sliced products shift by seconds, the next slice of a data take overlaps by little.
 */
export function isSameAcquisition(a: Acquisition, b: Acquisition): boolean {
  if (a.platform !== b.platform || a.absoluteOrbit !== b.absoluteOrbit || a.dataTakeId !== b.dataTakeId) return false;
  const sharedUs = Math.min(a.stopUs, b.stopUs) - Math.max(a.startUs, b.startUs);
  const shorterUs = Math.min(a.stopUs - a.startUs, b.stopUs - b.startUs);
  return sharedUs * 2 > shorterUs;
}

/** `S1A_IW_20210809T173953_039156_049F13`: id of an item whose acquisition nothing live shows yet. */
export function itemIdOf(acquisition: Acquisition): string {
  const { platform, absoluteOrbit, dataTakeId, startUs } = acquisition;
  const start = formatUtcUs(startUs).slice(0, 19).replace(/[-:]/g, '');
  return `${platform}_IW_${start}_${orbitText(absoluteOrbit)}_${dataTakeText(dataTakeId)}`;
}

/** `039156` */
export function orbitText(absoluteOrbit: number): string {
  return String(absoluteOrbit).padStart(6, '0');
}

/** `049F13` */
export function dataTakeText(dataTakeId: number): string {
  return dataTakeId.toString(16).toUpperCase().padStart(6, '0');
}

const ITEM_ID = /^(S1[A-Z])_IW_(\d{4})(\d{2})(\d{2})T\d{6}_(\d{6})_([0-9A-F]{6})$/;

/** What an item id says, or undefined if it is none. */
export function parseItemId(
  id: string,
): { platform: string; day: string; absoluteOrbit: number; dataTakeId: number } | undefined {
  const match = ITEM_ID.exec(id);
  if (!match) return undefined;
  const [, platform = '', year, month, day, orbit, dataTake = ''] = match;
  return {
    platform,
    day: `${year}/${month}/${day}`,
    absoluteOrbit: Number(orbit),
    dataTakeId: Number.parseInt(dataTake, 16),
  };
}

/** Whether an item of this id may show the acquisition: saves reading the others. The times inside decide. */
export function mayShow(itemId: string, acquisition: Acquisition): boolean {
  const parsed = parseItemId(itemId);
  return (
    parsed !== undefined &&
    parsed.platform === acquisition.platform &&
    parsed.absoluteOrbit === acquisition.absoluteOrbit &&
    parsed.dataTakeId === acquisition.dataTakeId
  );
}
