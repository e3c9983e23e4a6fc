const MS_PER_DAY = 86_400_000;

export interface DatedNdvi {
  readonly date: string;
  /** Whole days between the two calendar days, before or after: ≥ 0. */
  readonly ageDays: number;
}

/**
 * The date nearest to an acquisition, counted in whole UTC calendar days; of two equally near ones the earlier.
 * Undefined if none is within `maxAgeDays`. What is not a calendar date is passed over.
 */
export function nearestNdviDate(
  dates: readonly string[],
  acquisition: Date,
  maxAgeDays: number,
): DatedNdvi | undefined {
  const day = Math.floor(acquisition.getTime() / MS_PER_DAY);
  let best: DatedNdvi | undefined;
  for (const date of dates) {
    const ndviDay = dayNumber(date);
    if (ndviDay === undefined) continue;
    const ageDays = Math.abs(ndviDay - day);
    if (ageDays > maxAgeDays) continue;
    if (!best || ageDays < best.ageDays || (ageDays === best.ageDays && date < best.date)) best = { date, ageDays };
  }
  return best;
}

/** Days since 1970-01-01 of `yyyy-mm-dd`; undefined for anything else, 30 February included. */
function dayNumber(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const time = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date) return undefined;
  return time / MS_PER_DAY;
}
