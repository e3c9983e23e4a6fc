import { expect, test } from 'vitest';
import { createOrbit } from '../../../lib/sentinel1/orbit.ts';
import { orbitStates, PATHS, stateOf } from './synthetic-orbit.ts';

test.each([1, 10])('state vectors %d s apart give position to 1 mm and velocity to 1 mm/s', (step) => {
  const times = Array.from({ length: 8 }, (_, i) => i * step);
  const orbit = createOrbit(orbitStates(PATHS.ascending, times));
  const state = new Float64Array(9);
  let worstPosition = 0;
  let worstVelocity = 0;
  for (let t = -0.2 * step; t <= 7.2 * step; t += 0.037 * step) {
    orbit.stateAt(t, state);
    const { position, velocity } = stateOf(PATHS.ascending, t);
    for (let k = 0; k < 3; k++) {
      worstPosition = Math.max(worstPosition, Math.abs((state[k] ?? 0) - (position[k] ?? 0)));
      worstVelocity = Math.max(worstVelocity, Math.abs((state[3 + k] ?? 0) - (velocity[k] ?? 0)));
    }
  }
  expect(worstPosition).toBeLessThan(1e-3);
  expect(worstVelocity).toBeLessThan(1e-3);
});

test('the state does not depend on what was asked before', () => {
  const orbit = createOrbit(orbitStates(PATHS.descending, [0, 10, 20, 30]));
  const [a, b, c] = [new Float64Array(9), new Float64Array(9), new Float64Array(9)];
  orbit.stateAt(25, a);
  orbit.stateAt(3, b);
  orbit.stateAt(25, c);
  expect(c).toEqual(a);
  expect(b).not.toEqual(a);
});

test('at a state vector it is that state vector', () => {
  const states = orbitStates(PATHS.ascending, [0, 10, 20]);
  const state = new Float64Array(9);
  createOrbit(states).stateAt(10, state);
  expect(state.subarray(0, 3)).toEqual(states.positionM.subarray(3, 6));
  for (let k = 0; k < 3; k++) expect(state[3 + k]).toBeCloseTo(states.velocityMPerS[3 + k] ?? 0, 9);
});
