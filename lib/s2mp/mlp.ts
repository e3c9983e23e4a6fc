import type { SeededRandom } from './seeded-random.ts';

/**
 * Units per layer of a multilayer perceptron, inputs first: [3, 10, 10, 1]. Hidden units are tanh, the output is linear.
 * Parameters lie in one array, layer by layer: weights [to][from], then biases [to].
 */
export type MlpShape = readonly number[];

export function parameterCount(shape: MlpShape): number {
  let count = 0;
  for (let layer = 1; layer < shape.length; layer++) count += width(shape, layer) * (width(shape, layer - 1) + 1);
  return count;
}

export function unitCount(shape: MlpShape): number {
  return shape.reduce((sum, units) => sum + units, 0);
}

/** Uniform in ±√(6/(from+to)) (Glorot & Bengio 2010), biases spread over the input range [−1, 1]. */
export function initialParameters(shape: MlpShape, random: SeededRandom): Float64Array {
  const parameters = new Float64Array(parameterCount(shape));
  let at = 0;
  for (let layer = 1; layer < shape.length; layer++) {
    const from = width(shape, layer - 1);
    const to = width(shape, layer);
    const limit = Math.sqrt(6 / (from + to));
    for (let i = 0; i < from * to; i++) parameters[at++] = limit * (2 * random.uniform() - 1);
    for (let i = 0; i < to; i++) parameters[at++] = layer === shape.length - 1 ? 0 : limit * (2 * random.uniform() - 1);
  }
  return parameters;
}

/**
 * Runs one sample; `activations` (length `unitCount`) holds the inputs in front and receives every unit's value.
 * @returns the single output
 */
export function forwardPass(shape: MlpShape, parameters: Float64Array, activations: Float64Array): number {
  let parameter = 0;
  let from = 0;
  for (let layer = 1; layer < shape.length; layer++) {
    const fromUnits = width(shape, layer - 1);
    const toUnits = width(shape, layer);
    const to = from + fromUnits;
    const biases = parameter + fromUnits * toUnits;
    const last = layer === shape.length - 1;
    for (let j = 0; j < toUnits; j++) {
      let sum = parameters[biases + j] as number;
      for (let i = 0; i < fromUnits; i++) {
        sum += (parameters[parameter++] as number) * (activations[from + i] as number);
      }
      activations[to + j] = last ? sum : Math.tanh(sum);
    }
    parameter = biases + toUnits;
    from = to;
  }
  return activations[from] as number;
}

/**
 * Derivatives of the single output after `forwardPass`, one per parameter, written to
 * `out[at], out[at + stride], …`; `deltas` is scratch of length `unitCount`.
 */
export function outputGradient(
  shape: MlpShape,
  parameters: Float64Array,
  activations: Float64Array,
  deltas: Float64Array,
  out: Float64Array,
  at: number,
  stride: number,
): void {
  let to = unitCount(shape) - 1;
  let parameter = parameters.length;
  deltas[to] = 1;
  for (let layer = shape.length - 1; layer > 0; layer--) {
    const fromUnits = width(shape, layer - 1);
    const toUnits = width(shape, layer);
    const from = to - fromUnits;
    const biases = parameter - toUnits;
    const weights = biases - fromUnits * toUnits;
    if (layer > 1) deltas.fill(0, from, to);
    for (let j = 0; j < toUnits; j++) {
      const delta = deltas[to + j] as number;
      out[at + (biases + j) * stride] = delta;
      const row = weights + j * fromUnits;
      for (let i = 0; i < fromUnits; i++) {
        out[at + (row + i) * stride] = delta * (activations[from + i] as number);
        if (layer > 1) deltas[from + i] = (deltas[from + i] as number) + delta * (parameters[row + i] as number);
      }
    }
    if (layer > 1) {
      for (let i = from; i < to; i++) {
        const value = activations[i] as number;
        deltas[i] = (deltas[i] as number) * (1 - value * value);
      }
    }
    parameter = weights;
    to = from;
  }
}

function width(shape: MlpShape, layer: number): number {
  return shape[layer] as number;
}
