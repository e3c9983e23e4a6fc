import { createHash } from 'node:crypto';
import { formatUtcUs } from '../sentinel1/utc-time.ts';
import type { Acquisition } from './acquisition.ts';
import { annotationTime, wrapped } from './write-annotation.ts';
import { xmlBytes } from './xml-text.ts';

export interface ManifestEntry {
  /** Relative to the product's folder. */
  readonly path: string;
  readonly size: number;
  readonly md5: string;
}

export function manifestEntry(path: string, bytes: Uint8Array): ManifestEntry {
  return { path, size: bytes.byteLength, md5: createHash('md5').update(bytes).digest('hex') };
}

const NAMESPACES = [
  'xmlns:gml="http://www.opengis.net/gml"',
  'xmlns:xfdu="urn:ccsds:schema:xfdu:1"',
  'xmlns:safe="http://www.esa.int/safe/sentinel-1.0"',
  'xmlns:s1="http://www.esa.int/safe/sentinel-1.0/sentinel-1"',
  'xmlns:s1sarl1="http://www.esa.int/safe/sentinel-1.0/sentinel-1/sar/level-1"',
].join(' ');

/** `manifest.safe` (S-1 Product Specification, section 6.1). The facility says that the product is simulated. */
export function writeManifest({ annotation, record }: Acquisition, files: readonly ManifestEntry[]): Uint8Array {
  const stop = formatUtcUs(record.processingStopUs).slice(0, -1);
  const start = formatUtcUs(record.processingStopUs - 600e6).slice(0, -1);
  const end = annotation.lastLineTimeS;
  return xmlBytes([
    `<xfdu:XFDU ${NAMESPACES} version="esa/safe/sentinel-1.0/sentinel-1/sar/level-1/grd/standard/iwsp">`,
    ...packageMap(files),
    '  <metadataSection>',
    ...files
      .filter(isAnnotation)
      .flatMap(({ path }) => [
        `    <metadataObject ID="${objectId(path)}Annotation" classification="DESCRIPTION" category="DMD">`,
        `      <dataObjectPointer dataObjectID="${objectId(path)}"/>`,
        '    </metadataObject>',
      ]),
    ...metadata('processing', [
      `<safe:processing name="GRD Post Processing" start="${start}" stop="${stop}">`,
      '  <safe:facility name="s2mp simulate" organisation="s2mp-nrt" country="-" site="simulated, not an observation">',
      `    <safe:software name="Sentinel-1 IPF" version="${record.ipfVersion}"/>`,
      '  </safe:facility>',
      '</safe:processing>',
    ]),
    ...metadata('platform', [
      '<safe:platform>',
      '  <safe:familyName>SENTINEL-1</safe:familyName>',
      `  <safe:number>${annotation.platform.slice(2)}</safe:number>`,
      '  <safe:instrument>',
      '    <safe:familyName abbreviation="SAR">Synthetic Aperture Radar</safe:familyName>',
      '    <safe:extension>',
      '      <s1sarl1:instrumentMode><s1sarl1:mode>IW</s1sarl1:mode><s1sarl1:swath>IW</s1sarl1:swath></s1sarl1:instrumentMode>',
      '    </safe:extension>',
      '  </safe:instrument>',
      '</safe:platform>',
    ]),
    ...metadata('measurementOrbitReference', [
      '<safe:orbitReference>',
      ...['start', 'stop'].map(
        (type) => `  <safe:orbitNumber type="${type}">${annotation.absoluteOrbit}</safe:orbitNumber>`,
      ),
      ...['start', 'stop'].map(
        (type) => `  <safe:relativeOrbitNumber type="${type}">${record.relativeOrbit}</safe:relativeOrbitNumber>`,
      ),
      '  <safe:extension>',
      `    <s1:orbitProperties><s1:pass>${annotation.pass}</s1:pass></s1:orbitProperties>`,
      '  </safe:extension>',
      '</safe:orbitReference>',
    ]),
    ...metadata('generalProductInformation', [
      '<s1sarl1:standAloneProductInformation>',
      `  <s1sarl1:missionDataTakeID>${annotation.dataTakeId}</s1sarl1:missionDataTakeID>`,
      '  <s1sarl1:transmitterReceiverPolarisation>VV</s1sarl1:transmitterReceiverPolarisation>',
      '  <s1sarl1:productClass>S</s1sarl1:productClass>',
      '  <s1sarl1:productClassDescription>SAR Standard L1 Product</s1sarl1:productClassDescription>',
      '  <s1sarl1:productComposition>Slice</s1sarl1:productComposition>',
      '  <s1sarl1:productType>GRD</s1sarl1:productType>',
      `  <s1sarl1:productTimelinessCategory>${record.timeliness}</s1sarl1:productTimelinessCategory>`,
      '  <s1sarl1:sliceProductFlag>true</s1sarl1:sliceProductFlag>',
      `  <s1sarl1:sliceNumber>${record.sliceNumber}</s1sarl1:sliceNumber>`,
      `  <s1sarl1:totalSlices>${record.totalSlices}</s1sarl1:totalSlices>`,
      '</s1sarl1:standAloneProductInformation>',
    ]),
    ...metadata('acquisitionPeriod', [
      '<safe:acquisitionPeriod>',
      `  <safe:startTime>${annotationTime(annotation, 0)}</safe:startTime>`,
      `  <safe:stopTime>${annotationTime(annotation, end)}</safe:stopTime>`,
      '</safe:acquisitionPeriod>',
    ]),
    ...metadata('measurementFrameSet', [
      '<safe:frameSet><safe:frame>',
      '  <safe:footPrint srsName="http://www.opengis.net/gml/srs/epsg.xml#4326">',
      `    <gml:coordinates>${cornersOf(annotation)}</gml:coordinates>`,
      '  </safe:footPrint>',
      '</safe:frame></safe:frameSet>',
    ]),
    '  </metadataSection>',
    '  <dataObjectSection>',
    ...files.flatMap(({ path, size, md5 }) => [
      `    <dataObject ID="${objectId(path)}" repID="${repositoryOf(path)}">`,
      `      <byteStream mimeType="${path.endsWith('.xml') ? 'text/xml' : 'application/octet-stream'}" size="${size}">`,
      `        <fileLocation locatorType="URL" href="./${path}"/>`,
      `        <checksum checksumName="MD5">${md5}</checksum>`,
      '      </byteStream>',
      '    </dataObject>',
    ]),
    '  </dataObjectSection>',
    '</xfdu:XFDU>',
  ]);
}

/** Which file is what, and that the three XML files describe the image. */
function packageMap(files: readonly ManifestEntry[]): string[] {
  const described = files.filter(isAnnotation).map(({ path }) => `${objectId(path)}Annotation`);
  return [
    '  <informationPackageMap>',
    '    <xfdu:contentUnit unitType="SAFE Archive Information Package" textInfo="Sentinel-1 IW Level-1 GRD Product"' +
      ' dmdID="acquisitionPeriod platform generalProductInformation measurementOrbitReference measurementFrameSet"' +
      ' pdiID="processing">',
    ...files.flatMap((file) => [
      isAnnotation(file)
        ? `      <xfdu:contentUnit unitType="Metadata Unit" repID="${repositoryOf(file.path)}">`
        : `      <xfdu:contentUnit unitType="Measurement Data Unit" repID="${repositoryOf(file.path)}" dmdID="${described.join(' ')}">`,
      `        <dataObjectPointer dataObjectID="${objectId(file.path)}"/>`,
      '      </xfdu:contentUnit>',
    ]),
    '    </xfdu:contentUnit>',
    '  </informationPackageMap>',
  ];
}

function isAnnotation({ path }: ManifestEntry): boolean {
  return path.startsWith('annotation/');
}

/** File names without folder, punctuation and extension identify the objects; the product annotation's has a prefix. */
function objectId(path: string): string {
  const name = path
    .replace(/^.*\//, '')
    .replace(/\.[a-z]+$/, '')
    .replaceAll('-', '');
  return repositoryOf(path) === 's1Level1ProductSchema' ? `product${name}` : name;
}

function metadata(id: string, content: readonly string[]): string[] {
  return [
    `    <metadataObject ID="${id}" classification="DESCRIPTION" category="DMD">`,
    '      <metadataWrap mimeType="text/xml" vocabularyName="SAFE">',
    '        <xmlData>',
    ...content.map((line) => `          ${line}`),
    '        </xmlData>',
    '      </metadataWrap>',
    '    </metadataObject>',
  ];
}

function repositoryOf(path: string): string {
  if (path.startsWith('measurement/')) return 's1Level1MeasurementSchema';
  if (path.includes('/calibration-')) return 's1Level1CalibrationSchema';
  return path.includes('/noise-') ? 's1Level1NoiseSchema' : 's1Level1ProductSchema';
}

/** "lat,lon" of the four corners, as the IPF orders them: last line near, last line far, first line far, first line near. */
function cornersOf({ geolocationGrid: grid }: Acquisition['annotation']): string {
  const last = (grid.rows - 1) * grid.columns;
  return [last, last + grid.columns - 1, grid.columns - 1, 0]
    .map((k) => `${(grid.latitudeDeg[k] as number).toFixed(6)},${wrapped(grid.longitudeDeg[k] as number).toFixed(6)}`)
    .join(' ');
}
