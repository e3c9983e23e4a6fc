import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forwardPass, initialParameters, outputGradient, parameterCount, unitCount } from '../../../lib/s2mp/mlp.ts';
import { seededRandom } from '../../../lib/s2mp/seeded-random.ts';

function run(shape: number[], parameters: Float64Array, inputs: readonly number[]): number {
  const activations = new Float64Array(unitCount(shape));
  activations.set(inputs);
  return forwardPass(shape, parameters, activations);
}

describe('multilayer perceptron', () => {
  it('computes what its definition says', () => {
    const parameters = Float64Array.of(0.5, -1, 0.25, 2, /* biases */ 0.1, -0.2, /* output */ 3, -4, 0.7);
    const h1 = Math.tanh(0.5 * 0.3 - 1 * 0.6 + 0.1);
    const h2 = Math.tanh(0.25 * 0.3 + 2 * 0.6 - 0.2);
    expect(run([2, 2, 1], parameters, [0.3, 0.6])).toBeCloseTo(3 * h1 - 4 * h2 + 0.7, 14);
  });

  it('differentiates by every parameter as finite differences do', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
        fc.integer(),
        (hidden, inputs, seed) => {
          const shape = [3, ...hidden, 1];
          const parameters = initialParameters(shape, seededRandom(seed, 'mlp'));
          const activations = new Float64Array(unitCount(shape));
          activations.set(inputs);
          forwardPass(shape, parameters, activations);
          const stride = 2;
          const gradient = new Float64Array(parameterCount(shape) * stride);
          outputGradient(shape, parameters, activations, new Float64Array(unitCount(shape)), gradient, 1, stride);
          for (let p = 0; p < parameters.length; p++) {
            const shifted = (by: number): number =>
              run(
                shape,
                parameters.map((value, i) => (i === p ? value + by : value)),
                inputs,
              );
            expect(gradient[p * stride + 1]).toBeCloseTo((shifted(1e-5) - shifted(-1e-5)) / 2e-5, 7);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
