import { formatUtcUs } from '../sentinel1/utc-time.ts';
import type { Acquisition } from './acquisition.ts';

/** `20210809t173953` */
function compactTime(timeUs: number): string {
  return formatUtcUs(timeUs).slice(0, 19).replaceAll(/[-:]/g, '');
}

function times({ annotation }: Acquisition): { startUs: number; stopUs: number } {
  const startUs = annotation.firstLineTimeUs;
  return { startUs, stopUs: startUs + Math.round(annotation.lastLineTimeS * 1e6) };
}

/** `S1A_IW_GRDH_1SSV_<start>_<stop>_<orbit>_<datatake>_<suffix>` of a product with the VV image alone. */
export function productName(acquisition: Acquisition, suffix: string): string {
  const { startUs, stopUs } = times(acquisition);
  const { platform, absoluteOrbit, dataTakeId } = acquisition.annotation;
  const orbit = String(absoluteOrbit).padStart(6, '0');
  const take = dataTakeId.toString(16).toUpperCase().padStart(6, '0');
  return `${platform}_IW_GRDH_1SSV_${compactTime(startUs)}_${compactTime(stopUs)}_${orbit}_${take}_${suffix}`;
}

/** `s1a-iw-grd-vv-<start>-<stop>-<orbit>-<datatake>-001`: the stem of a product's file names. */
export function fileStem(acquisition: Acquisition): string {
  const { startUs, stopUs } = times(acquisition);
  const { platform, absoluteOrbit, dataTakeId } = acquisition.annotation;
  const orbit = String(absoluteOrbit).padStart(6, '0');
  const take = dataTakeId.toString(16).padStart(6, '0');
  const span = `${compactTime(startUs)}-${compactTime(stopUs)}`.toLowerCase();
  return `${platform.toLowerCase()}-iw-grd-vv-${span}-${orbit}-${take}-001`;
}

/** CRC-16/CCITT-FALSE, the checksum that ends product names, as four hexadecimal digits. */
export function crc16(parts: Iterable<Uint8Array>): string {
  let crc = 0xffff;
  for (const bytes of parts) {
    for (let i = 0; i < bytes.length; i++) {
      crc ^= (bytes[i] as number) << 8;
      for (let bit = 0; bit < 8; bit++)
        crc = (crc & 0x8000) !== 0 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
