/** Control point: an image position (line, pixel of its centre) and where it lies. */
export interface ControlPoint {
  readonly line: number;
  readonly pixel: number;
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly heightM: number;
}

const SHORT = 3;
const LONG = 4;
const DOUBLE = 12;
const ASCII = 2;
const BYTES_PER_VALUE: Readonly<Record<number, number>> = { [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [DOUBLE]: 8 };

interface Tag {
  readonly id: number;
  readonly type: number;
  readonly values: readonly number[] | Uint32Array;
}

/**
 * The start of a measurement file as the IPF lays it out: classic little-endian TIFF, uint16, uncompressed, one line per
 * strip, ground control points. The lines follow directly, so the file can be written as a stream; it must stay below
 * 4 GiB, which any IW scene does.
 */
export function stripTiffHeader(
  samples: number,
  lines: number,
  points: readonly ControlPoint[],
  texts: { readonly description: string; readonly software: string; readonly dateTime: string },
): Uint8Array {
  const stripBytes = 2 * samples;
  // TIFF tag 33922: pixel, line, 0, longitude, latitude, height; GDAL counts from the corner of the first pixel.
  const tiePoints = points.flatMap((p) => [p.pixel + 0.5, p.line + 0.5, 0, p.lonDeg, p.latDeg, p.heightM]);
  // GeoTIFF 1.1: geographic, PixelIsArea, EPSG:4326
  const geoKeys = [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326];
  const tags: Tag[] = [
    { id: 256, type: LONG, values: [samples] },
    { id: 257, type: LONG, values: [lines] },
    { id: 258, type: SHORT, values: [16] },
    { id: 259, type: SHORT, values: [1] },
    { id: 262, type: SHORT, values: [1] },
    { id: 270, type: ASCII, values: ascii(texts.description) },
    { id: 273, type: LONG, values: new Uint32Array(lines) },
    { id: 277, type: SHORT, values: [1] },
    { id: 278, type: LONG, values: [1] },
    { id: 279, type: LONG, values: new Uint32Array(lines).fill(stripBytes) },
    { id: 284, type: SHORT, values: [1] },
    { id: 305, type: ASCII, values: ascii(texts.software) },
    { id: 306, type: ASCII, values: ascii(texts.dateTime) },
    { id: 339, type: SHORT, values: [1] },
    { id: 33922, type: DOUBLE, values: tiePoints },
    { id: 34735, type: SHORT, values: geoKeys },
  ];
  const directoryBytes = 2 + 12 * tags.length + 4;
  const sizeOf = (tag: Tag): number => tag.values.length * (BYTES_PER_VALUE[tag.type] as number);
  const outside = tags.filter((tag) => sizeOf(tag) > 4);
  const total = outside.reduce((sum, tag) => sum + aligned(sizeOf(tag)), 8 + directoryBytes + 2);
  const dataStart = aligned(total);
  const offsets = tags.find((tag) => tag.id === 273)?.values as Uint32Array;
  for (let line = 0; line < lines; line++) offsets[line] = dataStart + line * stripBytes;
  const view = new DataView(new ArrayBuffer(dataStart));
  view.setUint16(0, 0x4949, true);
  view.setUint16(2, 42, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, tags.length, true);
  let free = aligned(8 + directoryBytes);
  tags.forEach((tag, k) => {
    const at = 10 + 12 * k;
    view.setUint16(at, tag.id, true);
    view.setUint16(at + 2, tag.type, true);
    view.setUint32(at + 4, tag.values.length, true);
    if (sizeOf(tag) <= 4) {
      writeValues(view, at + 8, tag);
    } else {
      view.setUint32(at + 8, free, true);
      writeValues(view, free, tag);
      free += aligned(sizeOf(tag));
    }
  });
  return new Uint8Array(view.buffer);
}

function writeValues(view: DataView, at: number, { type, values }: Tag): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (type === ASCII) view.setUint8(at + i, value);
    else if (type === SHORT) view.setUint16(at + 2 * i, value, true);
    else if (type === LONG) view.setUint32(at + 4 * i, value, true);
    else view.setFloat64(at + 8 * i, value, true);
  }
}

function aligned(bytes: number): number {
  return (bytes + 7) & ~7;
}

function ascii(text: string): number[] {
  return [...new TextEncoder().encode(text), 0];
}
