import { describe, expect, it } from 'vitest';
import { encodeOnnx } from '../../../lib/s2mp/encode-onnx.ts';
import { InvalidModelError } from '../../../lib/s2mp/invalid-model.error.ts';
import { readOnnx } from '../../../lib/s2mp/read-onnx.ts';
import { smallNetwork } from './small-network.ts';

describe('readOnnx', () => {
  it('reads back metadata and weights as they were encoded', () => {
    const network = smallNetwork(1);
    expect(readOnnx(encodeOnnx(network.weights, network.metadata))).toEqual(network);
  });

  it('is fed the same bytes by the same network', () => {
    const [a, b] = [smallNetwork(2), smallNetwork(2)];
    expect(encodeOnnx(a.weights, a.metadata)).toEqual(encodeOnnx(b.weights, b.metadata));
  });

  it('throws nothing but InvalidModelError for a file cut off anywhere', () => {
    const { weights, metadata } = smallNetwork(3);
    const model = encodeOnnx(weights, metadata);
    for (let length = 0; length < model.length; length += 7) {
      expect(() => readOnnx(model.subarray(0, length)), `${length} bytes`).toThrow(InvalidModelError);
    }
  });
});
