import { InvalidModelError } from './invalid-model.error.ts';
import { type NetworkMetadata, parseProperties } from './network-metadata.ts';
import type { Mlp, NetworkWeights, PerInput } from './network-weights.ts';
import { type ProtobufField, readFields } from './protobuf.ts';

/** What `encode-onnx.ts` put into a model file. */
export interface NetworkFile {
  readonly metadata: NetworkMetadata;
  readonly weights: NetworkWeights;
}

/** TensorProto.DataType of onnx.proto. */
const FLOAT = 1;

interface Tensor {
  readonly dimensions: readonly number[];
  readonly values: Float64Array;
}

/**
 * Reads metadata and weights of a model without the ONNX runtime, which does not hand out either.
 * @throws {InvalidModelError}
 */
export function readOnnx(model: Uint8Array): NetworkFile {
  try {
    const fields = readFields(model);
    const metadata = parseProperties(readProperties(fields));
    if (typeof metadata === 'string') throw new InvalidModelError(`the model file is no S2MP network: ${metadata}`);
    const graph = readFields(first(fields, 7));
    const tensors = new Map(all(graph, 5).flatMap(readTensor));
    return { metadata, weights: readWeights(tensors) };
  } catch (error) {
    if (error instanceof InvalidModelError) throw error;
    throw new InvalidModelError(`the model file is corrupt: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

function readProperties(fields: readonly ProtobufField[]): Map<string, string> {
  return new Map(
    all(fields, 14).map((bytes) => {
      const property = readFields(bytes);
      return [text(first(property, 1)), text(first(property, 2))];
    }),
  );
}

function readTensor(bytes: Uint8Array): [name: string, tensor: Tensor][] {
  const fields = readFields(bytes);
  const name = text(first(fields, 8));
  // Shapes for Reshape are int64 and hold no weights.
  if (fields.find((field) => field.number === 2)?.value !== FLOAT) return [];
  const dimensions = fields.filter((field) => field.number === 1).map((field) => Number(field.value));
  const raw = first(fields, 9);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const values = new Float64Array(raw.length / 4).map((_, i) => view.getFloat32(i * 4, true));
  const expected = dimensions.reduce((product, length) => product * length, 1);
  if (values.length !== expected) throw new RangeError(`a tensor of ${values.length} values, not ${expected}`);
  return [[name, { dimensions, values }]];
}

function readWeights(tensors: ReadonlyMap<string, Tensor>): NetworkWeights {
  const perInput = (name: string): PerInput => {
    const [a, b, c] = tensors.get(name)?.values ?? [];
    if (a === undefined || b === undefined || c === undefined) throw new RangeError(`no tensor "${name}" of 3 values`);
    return [a, b, c];
  };
  return {
    inputLow: perInput('input_low'),
    inputHigh: perInput('input_high'),
    inputCenter: perInput('input_center'),
    inputScale: perInput('input_scale'),
    sm: readMlp(tensors, 'sm'),
    logUncertainty: readMlp(tensors, 'log_uncertainty'),
  };
}

function readMlp(tensors: ReadonlyMap<string, Tensor>, name: string): Mlp {
  const shape = [3];
  const parameters: number[] = [];
  for (let layer = 1; ; layer++) {
    const weights = tensors.get(`${name}_weights_${layer}`);
    const biases = tensors.get(`${name}_biases_${layer}`);
    if (weights === undefined || biases === undefined) break;
    const [to, from] = weights.dimensions;
    if (to === undefined || from !== shape[layer - 1] || biases.values.length !== to) {
      throw new RangeError(`layer ${layer} of "${name}" does not fit the layer before it`);
    }
    shape.push(to);
    parameters.push(...weights.values, ...biases.values);
  }
  if (shape.length < 2 || shape.at(-1) !== 1) throw new RangeError(`"${name}" does not end in one unit`);
  return { shape, parameters: Float64Array.from(parameters) };
}

function all(fields: readonly ProtobufField[], number: number): Uint8Array[] {
  return fields.flatMap((field) => (field.number === number && typeof field.value !== 'number' ? [field.value] : []));
}

function first(fields: readonly ProtobufField[], number: number): Uint8Array {
  const [bytes] = all(fields, number);
  if (bytes === undefined) throw new RangeError(`field ${number} is absent`);
  return bytes;
}

const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
