const ISO_UTC = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z?$/;

/**
 * Microseconds since 1970-01-01T00:00Z of a UTC time as Sentinel-1 products write it (with or without `Z`, up to nine
 * fractional digits): an exact integer in float64. NaN if the text is no such time. Digits after the sixth are dropped.
 */
export function parseUtcUs(text: string): number {
  const match = ISO_UTC.exec(text.trim());
  if (!match) return Number.NaN;
  const fraction = (match[2] ?? '').padEnd(6, '0').slice(0, 6);
  return Date.parse(`${match[1]}Z`) * 1000 + Number(fraction);
}

/** `2021-08-09T17:39:53.153776Z` */
export function formatUtcUs(timeUs: number): string {
  const whole = Math.round(timeUs);
  const milliseconds = Math.floor(whole / 1000);
  const micro = String(whole - milliseconds * 1000).padStart(3, '0');
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${micro}Z`;
}
