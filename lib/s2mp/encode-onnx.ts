import { metadataToProperties, NETWORK_INPUTS, NETWORK_OUTPUTS, type NetworkMetadata } from './network-metadata.ts';
import type { Mlp, NetworkWeights, PerInput } from './network-weights.ts';
import { encodeBytesField as bytes, concatenate, encodeVarintField as int } from './protobuf.ts';

/** Operators used (Clip by Max/Min, Gemm, Tanh, Exp) are stable since opset 13; 17 and IR 8 run on any current runtime. */
const OPSET = 17;
const IR_VERSION = 8;

/** Enumerators and field numbers below are those of onnx/onnx.proto (ONNX 1.16). */
const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_INT = 2;

/**
 * A network as an ONNX model: physical inputs, clipping, normalisation, both perceptrons and physical outputs in one
 * graph. The same network gives the same bytes.
 */
export function encodeOnnx(weights: NetworkWeights, metadata: NetworkMetadata): Uint8Array {
  const nodes = [
    node('Concat', Object.keys(NETWORK_INPUTS), 'joined', ['axis', 0]),
    node('Reshape', ['joined', 'per_input_shape'], 'raw'),
    node('Max', ['raw', 'input_low'], 'above_low'),
    node('Min', ['above_low', 'input_high'], 'clipped'),
    node('Sub', ['clipped', 'input_center'], 'centered'),
    node('Mul', ['centered', 'input_scale'], 'normalised'),
    ...mlpNodes('sm', weights.sm),
    node('Reshape', ['sm_output', 'column_shape'], 'sm'),
    ...mlpNodes('log_uncertainty', weights.logUncertainty),
    node('Exp', ['log_uncertainty_output'], 'uncertainty_output'),
    node('Reshape', ['uncertainty_output', 'column_shape'], 'uncertainty'),
  ];
  const initializers = [
    shape('per_input_shape', [3, -1]),
    shape('column_shape', [-1, 1]),
    perInput('input_low', weights.inputLow),
    perInput('input_high', weights.inputHigh),
    perInput('input_center', weights.inputCenter),
    perInput('input_scale', weights.inputScale),
    ...mlpTensors('sm', weights.sm),
    ...mlpTensors('log_uncertainty', weights.logUncertainty),
  ];
  const graph = [
    ...nodes.map((part) => bytes(1, part)),
    bytes(2, metadata.name),
    ...initializers.map((part) => bytes(5, part)),
    ...Object.entries(NETWORK_INPUTS).map(([name, text]) => bytes(11, column(name, text))),
    ...Object.entries(NETWORK_OUTPUTS).map(([name, text]) => bytes(12, column(name, text))),
  ];
  return concatenate([
    int(1, IR_VERSION),
    bytes(2, 's2mp-nrt'),
    bytes(3, metadata.version),
    bytes(7, ...graph),
    bytes(8, bytes(1, ''), int(2, OPSET)),
    ...metadataToProperties(metadata).map(([key, value]) => bytes(14, bytes(1, key), bytes(2, value))),
  ]);
}

function mlpNodes(name: string, mlp: Mlp): Uint8Array[] {
  const nodes: Uint8Array[] = [];
  let from = 'normalised';
  for (let layer = 1; layer < mlp.shape.length; layer++) {
    const last = layer === mlp.shape.length - 1;
    const sum = last ? `${name}_output` : `${name}_sum_${layer}`;
    nodes.push(node('Gemm', [`${name}_weights_${layer}`, from, `${name}_biases_${layer}`], sum));
    if (!last) nodes.push(node('Tanh', [sum], `${name}_hidden_${layer}`));
    from = `${name}_hidden_${layer}`;
  }
  return nodes;
}

function mlpTensors(name: string, mlp: Mlp): Uint8Array[] {
  const tensors: Uint8Array[] = [];
  let at = 0;
  for (let layer = 1; layer < mlp.shape.length; layer++) {
    const from = mlp.shape[layer - 1] as number;
    const to = mlp.shape[layer] as number;
    tensors.push(tensor(`${name}_weights_${layer}`, [to, from], mlp.parameters.subarray(at, at + from * to)));
    at += from * to;
    tensors.push(tensor(`${name}_biases_${layer}`, [to, 1], mlp.parameters.subarray(at, at + to)));
    at += to;
  }
  return tensors;
}

const perInput = (name: string, values: PerInput): Uint8Array => tensor(name, [3, 1], values);

function node(operator: string, inputs: readonly string[], output: string, attribute?: [string, number]): Uint8Array {
  return concatenate([
    ...inputs.map((name) => bytes(1, name)),
    bytes(2, output),
    bytes(3, `${operator.toLowerCase()} ${output}`),
    bytes(4, operator),
    ...(attribute === undefined
      ? []
      : [bytes(5, bytes(1, attribute[0]), int(3, attribute[1]), int(20, ATTRIBUTE_INT))]),
  ]);
}

/** Little-endian float32 raw data. */
function tensor(name: string, dimensions: readonly number[], values: ArrayLike<number>): Uint8Array {
  const data = new DataView(new ArrayBuffer(values.length * 4));
  for (let i = 0; i < values.length; i++) data.setFloat32(i * 4, values[i] as number, true);
  return concatenate([
    ...dimensions.map((length) => int(1, length)),
    int(2, FLOAT),
    bytes(8, name),
    bytes(9, new Uint8Array(data.buffer)),
  ]);
}

/** A target of Reshape, as int64. */
function shape(name: string, lengths: readonly number[]): Uint8Array {
  const data = new DataView(new ArrayBuffer(lengths.length * 8));
  for (const [i, length] of lengths.entries()) data.setBigInt64(i * 8, BigInt(length), true);
  return concatenate([int(1, lengths.length), int(2, INT64), bytes(8, name), bytes(9, new Uint8Array(data.buffer))]);
}

/** An input or output of shape [n, 1]. */
function column(name: string, description: string): Uint8Array {
  const shape = bytes(2, bytes(1, bytes(2, 'n')), bytes(1, int(1, 1)));
  return concatenate([bytes(1, name), bytes(2, bytes(1, int(1, FLOAT), shape)), bytes(3, description)]);
}
