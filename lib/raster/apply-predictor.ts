import { bytesOfRaster, type RasterArray } from './data-type.ts';

/** Predictor 2 in place: each sample less the one before it in its row, modulo its width (TIFF 6.0, section 14). */
export function applyHorizontalDifferences(samples: RasterArray, rowLength: number): void {
  for (let row = 0; row < samples.length; row += rowLength) {
    // Typed-array stores wrap modulo the width, for signed types too.
    for (let i = row + rowLength - 1; i > row; i--) samples[i] = (samples[i] as number) - (samples[i - 1] as number);
  }
}

/**
 * Predictor 3 (Adobe Photoshop TIFF Technical Note 3): the bytes of each row sorted into planes, most significant
 * first, then byte differences over the whole row.
 */
export function applyFloatingPoint(samples: Float32Array | Float64Array, rowLength: number): Uint8Array {
  const width = samples.BYTES_PER_ELEMENT;
  const source = bytesOfRaster(samples);
  const out = new Uint8Array(source.length);
  const rowBytes = rowLength * width;
  for (let row = 0; row < source.length; row += rowBytes) {
    for (let b = 0; b < width; b++) {
      const plane = row + (width - 1 - b) * rowLength;
      for (let x = 0; x < rowLength; x++) out[plane + x] = source[row + x * width + b] as number;
    }
    for (let i = row + rowBytes - 1; i > row; i--) out[i] = (out[i] as number) - (out[i - 1] as number);
  }
  return out;
}
