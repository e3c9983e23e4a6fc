import { streamSeed, uniform } from './hash.ts';

/** Rain that falls at one moment, its amount a random field. */
export interface RainEvent {
  readonly timeMs: number;
  readonly meanMm: number;
  /** Name of its random field. */
  readonly field: string;
  readonly spacingDeg: number;
  /** Widespread rain: mean · exp(spread · noise); a storm falls only where the noise exceeds `above`. */
  readonly spread: number;
  readonly above: number | undefined;
}

const DAY_MS = 86_400_000;

/**
 * The rain before each of the given dates (ascending): a dry spell, then a soaking within the last day or so, then
 * drying after rain some days ago, and over again; a single date is a drying one. Convective storms that wet only a part
 * of the area fall in between. So the truth varies between dates as it does in a Mediterranean late summer.
 */
export function rainStory(worldSeed: number, datesMs: readonly number[]): RainEvent[] {
  const stream = streamSeed(worldSeed, 'rain');
  const events: RainEvent[] = [];
  datesMs.forEach((dateMs, k) => {
    const draw = (item: number, low: number, high: number): number => low + (high - low) * uniform(stream, k, item);
    const widespread = (daysBefore: number, meanMm: number): void => {
      const field = `rain ${k} ${events.length}`;
      const timeMs = dateMs - daysBefore * DAY_MS;
      events.push({ timeMs, meanMm, field, spacingDeg: 0.12, spread: 0.6, above: undefined });
    };
    const storms = (daysBefore: number, meanMm: number, above: number): void => {
      const field = `storms ${k} ${events.length}`;
      events.push({ timeMs: dateMs - daysBefore * DAY_MS, meanMm, field, spacingDeg: 0.06, spread: 0, above });
    };
    const phase = datesMs.length === 1 ? 2 : k % 3;
    if (phase === 0) {
      widespread(draw(0, 19, 26), draw(1, 15, 25));
      storms(draw(2, 8, 13), draw(3, 8, 16), 1);
    } else if (phase === 1) {
      storms(draw(0, 7, 11), draw(1, 8, 15), 0.8);
      widespread(draw(2, 0.4, 1.3), draw(3, 32, 48));
    } else {
      widespread(draw(0, 4, 6), draw(1, 24, 34));
      storms(draw(2, 1.5, 3), draw(3, 8, 14), 0.7);
    }
  });
  return events.sort((a, b) => a.timeMs - b.timeMs);
}
