/** Protobuf wire format: varint, then fields as (number << 3 | type). */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
const number = (field: number, value: number) => [...varint(field << 3), ...varint(value)];
const bytes = (field: number, content: readonly number[]) => [
  ...varint((field << 3) | 2),
  ...varint(content.length),
  ...content,
];
const text = (field: number, value: string) => bytes(field, [...Buffer.from(value)]);

/** ValueInfoProto of a float vector of any length. */
const floatVector = (name: string) => [
  ...text(1, name),
  ...bytes(2, bytes(1, [...number(1, 1), ...bytes(2, bytes(1, text(2, 'n')))])),
];

/** The smallest ONNX model that computes something: y = x + x (IR version 8, opset 17). */
export function doublingModel(): Uint8Array {
  const node = [...text(1, 'x'), ...text(1, 'x'), ...text(2, 'y'), ...text(4, 'Add')];
  const graph = [...bytes(1, node), ...text(2, 'g'), ...bytes(11, floatVector('x')), ...bytes(12, floatVector('y'))];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 17))]);
}
