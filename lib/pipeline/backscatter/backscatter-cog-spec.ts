import { geoTransformOf } from '../../grid/grid-window.ts';
import type { CogSpec } from '../../raster/encode-cog.ts';
import type { BackscatterQuantity } from '../../sentinel1/backscatter-quantity.ts';
import { formatUtcUs } from '../../sentinel1/utc-time.ts';
import { type BackscatterRequest, heightsOf } from './backscatter-request.ts';
import type { BackscatterRaster } from './make-backscatter.ts';
import type { BackscatterPlan } from './plan-backscatter.ts';

/** Metadata item that identifies the inputs of a finished file. */
export const INPUTS_ITEM = 'INPUTS_SHA256';

const QUANTITY_NAMES: Readonly<Record<BackscatterQuantity, string>> = {
  sigma0: 'Sigma nought',
  gamma0: 'Gamma nought of the ellipsoid',
  beta0: 'Beta nought',
};

/**
 * The file of a raster. A TIFF has one sample type for all bands: counts stand as float32, which holds them exactly
 * (they stay far below 2^24). 0 samples and NaN go together. Overviews are means of the pixels that have a value, so
 * that backscatter is averaged in linear power.
 */
export function backscatterCogSpec(
  { cells, demAbsent, landcoverAbsent }: BackscatterRaster,
  { scene, inputsSha256 }: BackscatterPlan,
  request: BackscatterRequest,
): CogSpec {
  const { window, sigma0, incidenceDeg, samples } = cells;
  const { product, manifest, annotation, noise, orbitFile } = scene;
  const { quantity, cover, bbox, codeVersion } = request;
  const stopUs = annotation.firstLineTimeUs + Math.round(annotation.lastLineTimeS * 1e6);
  return {
    width: window.width,
    height: window.height,
    dataType: 'float32',
    transform: geoTransformOf(window),
    nodata: Number.NaN,
    overviews: 'mean',
    bands: [
      {
        data: sigma0,
        description: `${QUANTITY_NAMES[quantity]} VV, linear power, mean over the pixel, thermal noise ${noise.kind === 'none' ? 'not ' : ''}removed`,
        unit: '1',
      },
      { data: incidenceDeg, description: "Incidence angle at the ellipsoid's normal", unit: 'degree' },
      { data: new Float32Array(samples), description: 'Image samples in the pixel', unit: '1' },
    ],
    metadata: {
      PRODUCT: product.name,
      QUANTITY: quantity,
      POLARISATION: annotation.polarisation,
      CLASSES: cover ? cover.classes.join(',') : 'all',
      HEIGHTS: heightsOf(request),
      ...(bbox && { BBOX: bbox.join(',') }),
      NOISE_REMOVED: noise.kind === 'none' ? 'NO' : 'YES',
      IPF_VERSION: manifest.ipfVersion,
      PLATFORM: annotation.platform,
      ORBIT_PASS: annotation.pass,
      RELATIVE_ORBIT: String(manifest.relativeOrbit),
      ABSOLUTE_ORBIT: String(annotation.absoluteOrbit),
      ORBIT_SOURCE: orbitFile ? orbitFile.kind : 'annotation',
      SENSING_START: formatUtcUs(annotation.firstLineTimeUs),
      SENSING_STOP: formatUtcUs(stopUs),
      ...(demAbsent.length > 0 && { DEM_TILES_ABSENT: demAbsent.join(',') }),
      ...(landcoverAbsent.length > 0 && { LANDCOVER_TILES_ABSENT: landcoverAbsent.join(',') }),
      SOFTWARE: `s2mp-nrt ${codeVersion}`,
      [INPUTS_ITEM]: inputsSha256,
    },
  };
}
