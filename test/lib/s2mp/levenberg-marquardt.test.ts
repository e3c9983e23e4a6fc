import { describe, expect, it } from 'vitest';
import { levenbergMarquardt, type Objective } from '../../../lib/s2mp/levenberg-marquardt.ts';

/** Rosenbrock's valley as least squares: r = (10(y − x²), 1 − x), minimum 0 at (1, 1). */
const rosenbrock: Objective = {
  loss: async ([x = 0, y = 0]) => 0.5 * (100 * (y - x * x) ** 2 + (1 - x) ** 2),
  normalEquations: async ([x = 0, y = 0]) => {
    const r = 10 * (y - x * x);
    const jacobian = [
      [-20 * x, 10],
      [-1, 0],
    ] as const;
    const residual = [r, 1 - x] as const;
    const column = (p: 0 | 1, q: 0 | 1): number => jacobian[0][p] * jacobian[0][q] + jacobian[1][p] * jacobian[1][q];
    return {
      loss: 0.5 * (r * r + (1 - x) ** 2),
      gradient: Float64Array.of(
        jacobian[0][0] * residual[0] + jacobian[1][0] * residual[1],
        jacobian[0][1] * residual[0] + jacobian[1][1] * residual[1],
      ),
      curvature: Float64Array.of(column(0, 0), 0, column(1, 0), column(1, 1)),
    };
  },
  validationLoss: ([x = 0, y = 0]) => 0.5 * (100 * (y - x * x) ** 2 + (1 - x) ** 2),
};

describe('levenbergMarquardt', () => {
  it("finds the end of Rosenbrock's valley", async () => {
    const losses: number[] = [];
    const fit = await levenbergMarquardt(rosenbrock, Float64Array.of(-1.2, 1), {
      maxIterations: 100,
      patience: 100,
      relativeTolerance: 1e-5,
      onIteration: (_, loss) => losses.push(loss),
    });
    expect(fit.parameters[0]).toBeCloseTo(1, 6);
    expect(fit.parameters[1]).toBeCloseTo(1, 6);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
  });

  it('stops when validation no longer gains, and keeps the best parameters', async () => {
    // On the way to (1, 1) the valley passes x = 0.5, which this validation likes best.
    const objective = { ...rosenbrock, validationLoss: ([x = 0]: Float64Array) => (x - 0.5) ** 2 };
    const options = { maxIterations: 100, patience: 3, relativeTolerance: 1e-5 };
    const fit = await levenbergMarquardt(objective, Float64Array.of(-1.2, 1), options);
    expect(Math.abs((fit.parameters[0] as number) - 0.5)).toBeLessThan(0.3);
    expect(fit.validationLoss).toBe(objective.validationLoss(fit.parameters));
    expect(fit.iterations).toBeLessThan(100);
  });
});
