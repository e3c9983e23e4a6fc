const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60];

/** Round numbers from `min` to `max`, at most `most` of them. */
export function ticksBetween(min: number, max: number, most: number): number[] {
  const step = STEPS.find((candidate) => Math.floor(max / candidate + 1e-9) - Math.ceil(min / candidate - 1e-9) < most);
  if (step === undefined) return [min, max];
  const ticks: number[] = [];
  for (let k = Math.ceil(min / step - 1e-9); k * step <= max + 1e-9 * step; k++) {
    ticks.push(Number((k * step).toFixed(4)));
  }
  return ticks;
}

/** `3.2°E`, `43.5°N`; longitudes past 180° E wrap. */
export function degreeLabel(degrees: number, axis: 'lat' | 'lon'): string {
  const value = axis === 'lon' ? ((((degrees + 180) % 360) + 360) % 360) - 180 : degrees;
  const [positive, negative] = axis === 'lon' ? ['E', 'W'] : ['N', 'S'];
  const side = value > 0 ? positive : value < 0 ? negative : '';
  return `${Number(Math.abs(value).toFixed(3))}°${side}`;
}
