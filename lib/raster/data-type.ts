/** Sample types of the rasters that this project reads and writes. */
export type DataType = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64';

export type RasterArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** TIFF SampleFormat (TIFF 6.0, section 19). */
export type SampleFormat = 1 | 2 | 3;

interface DataTypeTraits {
  readonly bytes: 1 | 2 | 4 | 8;
  /** 1 unsigned, 2 signed, 3 IEEE floating point. */
  readonly sampleFormat: SampleFormat;
  readonly array: {
    new (length: number): RasterArray;
    new (buffer: ArrayBufferLike, byteOffset: number, length: number): RasterArray;
  };
}

export const DATA_TYPES: Readonly<Record<DataType, DataTypeTraits>> = {
  uint8: { bytes: 1, sampleFormat: 1, array: Uint8Array },
  int8: { bytes: 1, sampleFormat: 2, array: Int8Array },
  uint16: { bytes: 2, sampleFormat: 1, array: Uint16Array },
  int16: { bytes: 2, sampleFormat: 2, array: Int16Array },
  uint32: { bytes: 4, sampleFormat: 1, array: Uint32Array },
  int32: { bytes: 4, sampleFormat: 2, array: Int32Array },
  float32: { bytes: 4, sampleFormat: 3, array: Float32Array },
  float64: { bytes: 8, sampleFormat: 3, array: Float64Array },
};

/** The type that TIFF's BitsPerSample and SampleFormat stand for; SampleFormat 4 (undefined) counts as unsigned. */
export function dataTypeOf(bitsPerSample: number, sampleFormat: number): DataType | undefined {
  const format = sampleFormat === 4 ? 1 : sampleFormat;
  for (const [name, traits] of Object.entries(DATA_TYPES)) {
    if (traits.bytes * 8 === bitsPerSample && traits.sampleFormat === format) return name as DataType;
  }
  return undefined;
}

export function isFloat(dataType: DataType): boolean {
  return DATA_TYPES[dataType].sampleFormat === 3;
}

/** `length` samples, all zero. */
export function createRaster(dataType: DataType, length: number): RasterArray {
  return new DATA_TYPES[dataType].array(length);
}

/**
 * The samples in `bytes` (machine byte order): a view where the alignment allows it, else a copy. Not by `slice`,
 * which copies a Uint8Array but not a Buffer.
 */
export function rasterOfBytes(dataType: DataType, bytes: Uint8Array): RasterArray {
  const { array, bytes: width } = DATA_TYPES[dataType];
  const aligned = bytes.byteOffset % width === 0 ? bytes : Uint8Array.from(bytes);
  return new array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.byteLength / width));
}

/** The memory behind the samples. */
export function bytesOfRaster(samples: RasterArray): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
