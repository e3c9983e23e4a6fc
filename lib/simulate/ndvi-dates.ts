/** Gap-filled NDVI exists for the 1st and the 15th of each month: the last such date before each time and the next one. */
export function ndviDatesAround(timesMs: readonly number[]): string[] {
  const dates = new Set<string>();
  for (const timeMs of timesMs) {
    const time = new Date(timeMs);
    const year = time.getUTCFullYear();
    const month = time.getUTCMonth();
    const [from, to] =
      time.getUTCDate() < 15
        ? [Date.UTC(year, month, 1), Date.UTC(year, month, 15)]
        : [Date.UTC(year, month, 15), Date.UTC(year, month + 1, 1)];
    dates.add(isoDate(from)).add(isoDate(to));
  }
  return [...dates].sort();
}

/** `yyyy-mm-dd` */
export function isoDate(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
