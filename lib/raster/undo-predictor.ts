import type { RasterArray } from './data-type.ts';

/**
 * Undoes Predictor 2 in place: running sum along each row, modulo the sample's width (TIFF 6.0, section 14).
 * @param samples rows of `rowLength` samples in machine byte order
 * @param stride samples per pixel: a sample adds to the same band of the pixel before
 */
export function undoHorizontalDifferences(samples: RasterArray, rowLength: number, stride: number): void {
  const { buffer, byteOffset, length, BYTES_PER_ELEMENT: width } = samples;
  if (width === 8) {
    accumulate64(new BigUint64Array(buffer, byteOffset, length), rowLength, stride);
    return;
  }
  // Unsigned views: a typed-array store wraps modulo the width, whatever the sample means.
  const view = width === 1 ? new Uint8Array(buffer, byteOffset, length) : undefined;
  if (view) accumulate8(view, rowLength, stride);
  else if (width === 2) accumulate16(new Uint16Array(buffer, byteOffset, length), rowLength, stride);
  else accumulate32(new Uint32Array(buffer, byteOffset, length), rowLength, stride);
}

// One function per type, so that each loop stays monomorphic; for stride 1 the running sum lives in a register.
function accumulate16(v: Uint16Array, rowLength: number, stride: number): void {
  for (let row = 0; row < v.length; row += rowLength) {
    const end = row + rowLength;
    if (stride === 1) {
      let sum = 0;
      for (let i = row; i < end; i++) {
        sum = (sum + (v[i] as number)) & 0xffff;
        v[i] = sum;
      }
    } else {
      for (let i = row + stride; i < end; i++) v[i] = (v[i] as number) + (v[i - stride] as number);
    }
  }
}

function accumulate8(v: Uint8Array, rowLength: number, stride: number): void {
  for (let row = 0; row < v.length; row += rowLength) {
    for (let i = row + stride; i < row + rowLength; i++) v[i] = (v[i] as number) + (v[i - stride] as number);
  }
}

function accumulate32(v: Uint32Array, rowLength: number, stride: number): void {
  for (let row = 0; row < v.length; row += rowLength) {
    for (let i = row + stride; i < row + rowLength; i++) v[i] = ((v[i] as number) + (v[i - stride] as number)) >>> 0;
  }
}

function accumulate64(v: BigUint64Array, rowLength: number, stride: number): void {
  for (let row = 0; row < v.length; row += rowLength) {
    for (let i = row + stride; i < row + rowLength; i++) v[i] = (v[i] as bigint) + (v[i - stride] as bigint);
  }
}

/**
 * Undoes Predictor 3 (Adobe Photoshop TIFF Technical Note 3): running byte sum over each row, then the byte planes,
 * most significant first, are woven back into little-endian samples. The planes do not depend on the file's byte order.
 * @param bytes rows of `rowLength · width` bytes; left summed
 * @param rowLength samples per row, all bands of interleaved pixels counted
 * @param width bytes per sample, 4 or 8
 */
export function undoFloatingPoint(bytes: Uint8Array, rowLength: number, stride: number, width: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  const rowBytes = rowLength * width;
  const out32 = width === 4 ? new Uint32Array(out.buffer) : undefined;
  for (let row = 0; row < bytes.length; row += rowBytes) {
    sumRow(bytes, row, row + rowBytes, stride);
    if (out32) {
      const p1 = row + rowLength;
      const p2 = p1 + rowLength;
      const p3 = p2 + rowLength;
      const base = row >>> 2;
      for (let x = 0; x < rowLength; x++) {
        out32[base + x] =
          ((bytes[row + x] as number) << 24) |
          ((bytes[p1 + x] as number) << 16) |
          ((bytes[p2 + x] as number) << 8) |
          (bytes[p3 + x] as number);
      }
    } else {
      for (let b = 0; b < width; b++) {
        const plane = row + (width - 1 - b) * rowLength;
        for (let x = 0; x < rowLength; x++) out[row + x * width + b] = bytes[plane + x] as number;
      }
    }
  }
  return out;
}

function sumRow(bytes: Uint8Array, from: number, to: number, stride: number): void {
  if (stride > 1) {
    for (let i = from + stride; i < to; i++) bytes[i] = (bytes[i] as number) + (bytes[i - stride] as number);
    return;
  }
  let sum = 0;
  for (let i = from; i < to; i++) {
    sum = (sum + (bytes[i] as number)) & 0xff;
    bytes[i] = sum;
  }
}
