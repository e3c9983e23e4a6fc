import { openScene } from '../../lib/sentinel1/open-scene.ts';
import type { SceneFiles } from '../../lib/sentinel1/scene-files.ts';
import { formatUtcUs } from '../../lib/sentinel1/utc-time.ts';

/** What a scene says of itself. @throws InputError with the reason why no map can be made of it */
export async function describeScene(files: SceneFiles): Promise<Record<string, unknown>> {
  const { product, manifest, annotation, noise, measurement, validSamples, identity } = await openScene(files);
  const { incidenceDeg, latitudeDeg, longitudeDeg, heightM } = annotation.geolocationGrid;
  const range = (values: Float64Array, digits: number) =>
    [Math.min(...values), Math.max(...values)].map((value) => Number(value.toFixed(digits)));
  return {
    product: product.name,
    platform: annotation.platform,
    start: formatUtcUs(annotation.firstLineTimeUs),
    stop: formatUtcUs(annotation.firstLineTimeUs + Math.round(annotation.lastLineTimeS * 1e6)),
    pass: manifest.pass,
    relativeOrbit: manifest.relativeOrbit,
    absoluteOrbit: annotation.absoluteOrbit,
    slice: manifest.sliceNumber === undefined ? undefined : `${manifest.sliceNumber} of ${manifest.totalSlices}`,
    timeliness: manifest.timeliness,
    ipfVersion: manifest.ipfVersion,
    processed: formatUtcUs(manifest.processingStopUs),
    samples: annotation.samples,
    lines: annotation.lines,
    validSamples: [validSamples.first, validSamples.last],
    validLines: [validSamples.firstLine, validSamples.lastLine],
    longitudeDeg: range(longitudeDeg, 4),
    latitudeDeg: range(latitudeDeg, 4),
    gridHeightM: range(heightM, 0),
    incidenceDeg: range(incidenceDeg, 2),
    noise: noise.kind,
    measurementBytes: measurement.source.size,
    files: identity.map(({ path }) => path),
  };
}
