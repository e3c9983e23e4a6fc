import { parseXml, type XmlElement } from './xml-element.ts';

/** A file that the manifest lists. `path` is relative to the product root: `annotation/s1a-iw-grd-vv-….xml`. */
export interface ManifestFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly md5: string | undefined;
}

export interface Manifest {
  /** Of the Instrument Processing Facility that made the image, as written: `003.31`. */
  readonly ipfVersion: string;
  /** End of that processing, microseconds since 1970: of two products of one acquisition the later one wins. */
  readonly processingStopUs: number;
  readonly relativeOrbit: number;
  readonly pass: 'ASCENDING' | 'DESCENDING';
  /** Undefined for a product that is no slice of a longer datatake. */
  readonly sliceNumber: number | undefined;
  readonly totalSlices: number | undefined;
  /** `NRT-10m`, `NRT-3h`, `Fast-24h` … */
  readonly timeliness: string | undefined;
  /** Outline as the producer gives it: [longitude, latitude] in degrees, not closed. Only good for a first look. */
  readonly outline: readonly (readonly [number, number])[];
  readonly files: readonly ManifestFile[];
}

/** `manifest.safe` (S-1 Product Specification, section 6.1). Throws InputError('invalid-manifest') naming the element. */
export function parseManifest(bytes: Uint8Array, name: string): Manifest {
  const root = parseXml(bytes, { name, reason: 'invalid-manifest' }, 'XFDU', ['informationPackageMap']);
  const section = root.child('metadataSection');
  const metadata = (id: string): XmlElement => {
    const object = section.children('metadataObject').find((element) => element.optionalAttribute('ID') === id);
    if (!object) throw section.fail(`has no metadataObject with ID="${id}"`);
    return object.child('metadataWrap', 'xmlData');
  };
  const processing = imageProcessing(metadata('processing').child('processing'));
  const orbit = metadata('measurementOrbitReference').child('orbitReference');
  const relative = orbit.children('relativeOrbitNumber');
  const start = relative.find((element) => element.optionalAttribute('type') === 'start') ?? relative[0];
  if (!start) throw orbit.fail('has no <relativeOrbitNumber>');
  const pass = orbit.child('extension', 'orbitProperties', 'pass');
  const passText = pass.text().toUpperCase();
  if (passText !== 'ASCENDING' && passText !== 'DESCENDING') throw pass.fail(`is ${JSON.stringify(passText)}`);
  const product = metadata('generalProductInformation').child('standAloneProductInformation');
  const slice = (element: string) => product.optional(element)?.integer(0, 1000) || undefined;
  return {
    ipfVersion: processing.version,
    processingStopUs: processing.stopUs,
    relativeOrbit: start.integer(1, 175),
    pass: passText,
    sliceNumber: slice('sliceNumber'),
    totalSlices: slice('totalSlices'),
    timeliness: product.optional('productTimelinessCategory')?.text(),
    outline: readOutline(section),
    files: root.child('dataObjectSection').children('dataObject').map(readFile),
  };
}

/**
 * The step that made the image. It is the outermost one, unless a later tool re-packed the product (the Copernicus
 * Data Space's "Sentinel-1 COGifier"): then the IPF is nested in the resources of that step.
 */
function imageProcessing(outer: XmlElement): { version: string; stopUs: number } {
  const queue = [outer];
  for (let step = queue.shift(); step; step = queue.shift()) {
    for (const software of step.optional('facility')?.children('software') ?? []) {
      if (!/\bIPF\b/.test(software.optionalAttribute('name') ?? '')) continue;
      const stop = step.optional('@stop') ?? step.child('@start');
      return { version: software.attribute('version'), stopUs: stop.timeUs() };
    }
    queue.push(...step.children('resource').flatMap((resource) => resource.children('processing')));
  }
  throw outer.fail('names no "Sentinel-1 IPF" as the software that made the image');
}

function readFile(object: XmlElement): ManifestFile {
  const stream = object.child('byteStream');
  return {
    path: stream
      .child('fileLocation')
      .attribute('href')
      .replace(/^\.?\//, ''),
    size: stream.child('@size').integer(0, Number.MAX_SAFE_INTEGER),
    md5: stream.optional('checksum')?.text().toLowerCase(),
  };
}

/** `gml:coordinates` of the frame set: pairs "lat,lon" separated by blanks. */
function readOutline(section: XmlElement): [number, number][] {
  const frames = section
    .children('metadataObject')
    .map((object) => object.optional('metadataWrap', 'xmlData', 'frameSet', 'frame', 'footPrint', 'coordinates'));
  const coordinates = frames.find((element) => element !== undefined);
  if (!coordinates) return [];
  return coordinates
    .text()
    .split(/\s+/)
    .map((pair): [number, number] => {
      const [lat, lon] = pair.split(',').map(Number);
      if (lat === undefined || lon === undefined || !Number.isFinite(lat) || !Number.isFinite(lon)) {
        throw coordinates.fail(`holds ${JSON.stringify(pair.slice(0, 40))}, not a pair of latitude and longitude`);
      }
      return [lon, lat];
    });
}
