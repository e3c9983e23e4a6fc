import { parseUtcUs } from './utc-time.ts';

/** Parts of a product name (S-1 Product Specification, section 3.4.1). */
export interface ProductName {
  /** The name as given. */
  readonly name: string;
  /** `S1A`, `S1C` … */
  readonly platform: string;
  /** `IW`, `EW`, `WV`, or a stripmap beam `S1` … `S6`. */
  readonly mode: string;
  /** `GRD`, `SLC`, `OCN`, `RAW`. */
  readonly type: string;
  /** `F`, `H`, `M`, or `_` where it has no meaning. */
  readonly resolution: string;
  readonly processingLevel: number;
  /** `S` standard, `A` annotation only. */
  readonly productClass: string;
  /** `SV`, `DV`, `SH`, `DH`, `VV`, `VH`, `HH`, `HV`. */
  readonly polarisation: string;
  /** Microseconds since 1970, to the whole second. */
  readonly startUs: number;
  readonly stopUs: number;
  readonly absoluteOrbit: number;
  /** Six hexadecimal digits. */
  readonly dataTakeId: string;
  /** Four hexadecimal digits that tell versions of one product apart. */
  readonly suffix: string;
  /** The variant of the Copernicus Data Space whose images are cloud-optimised GeoTIFFs. */
  readonly isCog: boolean;
}

const PRODUCT_NAME =
  /^(S1[A-Z])_([A-Z][A-Z0-9])_([A-Z]{3})([FHM_])_(\d)([A-Z])([A-Z]{2})_(\d{8}T\d{6})_(\d{8}T\d{6})_(\d{6})_([0-9A-F]{6})_([0-9A-F]{4})(_COG)?$/;

/** Undefined for what is no Sentinel-1 product name. `.SAFE` or `.zip` at the end must have been taken off. */
export function parseProductName(name: string): ProductName | undefined {
  const match = PRODUCT_NAME.exec(name);
  if (!match) return undefined;
  const [, platform = '', mode = '', type = '', resolution = '', level, productClass = '', polarisation = ''] = match;
  const [start = '', stop = '', orbit, dataTakeId = '', suffix = '', cog] = match.slice(8);
  const startUs = compactUtcUs(start);
  const stopUs = compactUtcUs(stop);
  if (!(stopUs >= startUs)) return undefined;
  return {
    name,
    platform,
    mode,
    type,
    resolution,
    processingLevel: Number(level),
    productClass,
    polarisation,
    startUs,
    stopUs,
    absoluteOrbit: Number(orbit),
    dataTakeId,
    suffix,
    isCog: cog !== undefined,
  };
}

/** `20210809T173953`; NaN if there is no such date. */
function compactUtcUs(text: string): number {
  return parseUtcUs(text.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})$/, '$1-$2-$3T$4:$5:$6'));
}
