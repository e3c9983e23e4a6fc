import { crc32, deflateSync } from 'node:zlib';

/** A picture, row-major from the top left. */
export type Picture = IndexedPicture | TrueColourPicture;

export interface IndexedPicture {
  readonly width: number;
  readonly height: number;
  /** Palette entry of each pixel. */
  readonly indexes: Uint8Array;
  /** R, G, B per entry; at most 256 entries. */
  readonly palette: Uint8Array;
  /** Entry that is fully transparent. */
  readonly transparent?: number;
}

export interface TrueColourPicture {
  readonly width: number;
  readonly height: number;
  /** R, G, B per pixel. */
  readonly rgb: Uint8Array;
}

const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const TRUE_COLOUR = 2;
const INDEXED = 3;

/** PNG (W3C recommendation, third edition): 8 bits per sample, no interlace, no row filter. Deterministic. */
export function encodePng(picture: Picture): Buffer {
  const { width, height } = picture;
  const [pixels, bytesPerPixel] = 'rgb' in picture ? [picture.rgb, 3] : [picture.indexes, 1];
  const rowBytes = width * bytesPerPixel;
  // Each row begins with its filter type, 0.
  const rows = new Uint8Array(height * (rowBytes + 1));
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);

  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8('rgb' in picture ? TRUE_COLOUR : INDEXED, 9);
  const chunks = [SIGNATURE, chunk('IHDR', header)];
  if ('palette' in picture) {
    chunks.push(chunk('PLTE', picture.palette));
    if (picture.transparent !== undefined) {
      const alpha = new Uint8Array(picture.transparent + 1).fill(255);
      alpha[picture.transparent] = 0;
      chunks.push(chunk('tRNS', alpha));
    }
  }
  chunks.push(chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', new Uint8Array(0)));
  return Buffer.concat(chunks);
}

/** `data:` URI of a picture, so that a page needs no other file. */
export function pngUri(picture: Picture): string {
  return `data:image/png;base64,${encodePng(picture).toString('base64')}`;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}
