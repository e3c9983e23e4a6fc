import { type RainEvent, rainStory } from './weather.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

/** A world and its weather over the dates that are looked at. Plain data. */
export interface Scenario {
  readonly world: World;
  readonly rain: readonly RainEvent[];
}

/** @param datesMs acquisition times, ms since 1970 */
export function createScenario(options: WorldOptions, datesMs: readonly number[]): Scenario {
  const world = createWorld(options);
  return {
    world,
    rain: rainStory(
      world.seed,
      [...datesMs].sort((a, b) => a - b),
    ),
  };
}
