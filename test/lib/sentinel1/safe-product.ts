import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import type { Annotation } from '../../../lib/sentinel1/annotation.ts';
import type { SceneFiles } from '../../../lib/sentinel1/scene-files.ts';
import { formatUtcUs } from '../../../lib/sentinel1/utc-time.ts';

export const PRODUCT = 'S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8';
const STEM = 's1a-iw-grd-vv-20210809t173953-20210809t174018-039156-049f13-001';
export const PATHS_OF_PRODUCT = {
  manifest: 'manifest.safe',
  annotation: `annotation/${STEM}.xml`,
  calibration: `annotation/calibration/calibration-${STEM}.xml`,
  noise: `annotation/calibration/noise-${STEM}.xml`,
  measurement: `measurement/${STEM}.tiff`,
} as const;

export function annotationXml(a: Annotation): string {
  const time = (s: number) => formatUtcUs(a.firstLineTimeUs + Math.round(s * 1e6)).slice(0, -1);
  const xyz = (values: Float64Array, i: number) =>
    ['x', 'y', 'z'].map((axis, k) => `<${axis}>${values[3 * i + k]}</${axis}>`).join('');
  const { orbit, geolocationGrid: g } = a;
  const orbits = Array.from(
    orbit.timeS,
    (t, i) =>
      `<orbit><time>${time(t)}</time><frame>Earth Fixed</frame><position>${xyz(orbit.positionM, i)}</position><velocity>${xyz(orbit.velocityMPerS, i)}</velocity></orbit>`,
  );
  const conversions = a.slantToGround.map(
    ({ timeS, sr0M, coefficients }) =>
      `<coordinateConversion><azimuthTime>${time(timeS)}</azimuthTime><sr0>${sr0M}</sr0><srgrCoefficients count="${coefficients.length}">${coefficients.join(' ')}</srgrCoefficients></coordinateConversion>`,
  );
  const points = Array.from(
    g.line,
    (line, i) =>
      `<geolocationGridPoint><azimuthTime>${time(g.azimuthTimeS[i] ?? 0)}</azimuthTime><slantRangeTime>${g.slantRangeTimeS[i]}</slantRangeTime><line>${line}</line><pixel>${g.pixel[i]}</pixel><latitude>${g.latitudeDeg[i]}</latitude><longitude>${g.longitudeDeg[i]}</longitude><height>${g.heightM[i]}</height><incidenceAngle>${g.incidenceDeg[i]}</incidenceAngle></geolocationGridPoint>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<product>
<adsHeader><missionId>${a.platform}</missionId><productType>${a.productType}</productType><polarisation>${a.polarisation}</polarisation><mode>${a.mode}</mode><absoluteOrbitNumber>${a.absoluteOrbit}</absoluteOrbitNumber><missionDataTakeId>${a.dataTakeId}</missionDataTakeId></adsHeader>
<generalAnnotation><productInformation><pass>${a.pass === 'ASCENDING' ? 'Ascending' : 'Descending'}</pass><radarFrequency>${a.radarFrequencyHz}</radarFrequency></productInformation>
<orbitList count="${orbits.length}">${orbits.join('\n')}</orbitList></generalAnnotation>
<imageAnnotation><imageInformation><productFirstLineUtcTime>${time(0)}</productFirstLineUtcTime><productLastLineUtcTime>${time(a.lastLineTimeS)}</productLastLineUtcTime><rangePixelSpacing>${a.rangePixelSpacingM}</rangePixelSpacing><azimuthPixelSpacing>${a.azimuthPixelSpacingM}</azimuthPixelSpacing><azimuthTimeInterval>${a.azimuthTimeIntervalS}</azimuthTimeInterval><numberOfSamples>${a.samples}</numberOfSamples><numberOfLines>${a.lines}</numberOfLines></imageInformation></imageAnnotation>
<coordinateConversion><coordinateConversionList count="${conversions.length}">${conversions.join('\n')}</coordinateConversionList></coordinateConversion>
<geolocationGrid><geolocationGridPointList count="${points.length}">${points.join('\n')}</geolocationGridPointList></geolocationGrid>
</product>
`;
}

/** σ⁰ = DN² / A², falling from near to far range; a line beyond the image as in real products. */
export function calibrationXml(a: Annotation, near = 664, far = 560): string {
  const pixel = [0, a.samples - 1];
  const vectors = [0, a.lines + 100].map(
    (line) =>
      `<calibrationVector><line>${line}</line><pixel count="2">${pixel.join(' ')}</pixel><sigmaNought count="2">${near} ${far}</sigmaNought><betaNought count="2">474 474</betaNought></calibrationVector>`,
  );
  return `<calibration><calibrationVectorList count="2">${vectors.join('')}</calibrationVectorList></calibration>`;
}

export interface NoiseWindow {
  readonly firstSample: number;
  readonly lastSample: number;
  readonly factor: number;
}

export function noiseXml(a: Annotation, power: number, windows: readonly NoiseWindow[]): string {
  const range = [0, a.lines - 1].map(
    (line) =>
      `<noiseRangeVector><line>${line}</line><pixel count="2">0 ${a.samples - 1}</pixel><noiseRangeLut count="2">${power} ${power}</noiseRangeLut></noiseRangeVector>`,
  );
  const azimuth = windows.map(
    ({ firstSample, lastSample, factor }, i) =>
      `<noiseAzimuthVector><swath>IW${i + 1}</swath><firstAzimuthLine>0</firstAzimuthLine><firstRangeSample>${firstSample}</firstRangeSample><lastAzimuthLine>${a.lines - 1}</lastAzimuthLine><lastRangeSample>${lastSample}</lastRangeSample><line count="2">0 ${a.lines - 1}</line><noiseAzimuthLut count="2">${factor} ${factor}</noiseAzimuthLut></noiseAzimuthVector>`,
  );
  return `<noise><noiseRangeVectorList count="2">${range.join('')}</noiseRangeVectorList><noiseAzimuthVectorList count="${windows.length}">${azimuth.join('')}</noiseAzimuthVectorList></noise>`;
}

export function manifestXml(measurementSize: number, processing = ipfProcessing()): string {
  const files = Object.values(PATHS_OF_PRODUCT).slice(1);
  const objects = files.map(
    (path) =>
      `<dataObject ID="x"><byteStream mimeType="x" size="${path.startsWith('measurement') ? measurementSize : 1}"><fileLocation locatorType="URL" href="./${path}"/><checksum checksumName="MD5">00</checksum></byteStream></dataObject>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<xfdu:XFDU xmlns:xfdu="urn:ccsds:schema:xfdu:1" xmlns:safe="x" xmlns:s1="y" xmlns:s1sarl1="z" xmlns:gml="g"><metadataSection>
<metadataObject ID="processing"><metadataWrap><xmlData>${processing}</xmlData></metadataWrap></metadataObject>
<metadataObject ID="measurementOrbitReference"><metadataWrap><xmlData><safe:orbitReference><safe:relativeOrbitNumber type="start">59</safe:relativeOrbitNumber><safe:relativeOrbitNumber type="stop">60</safe:relativeOrbitNumber><safe:extension><s1:orbitProperties><s1:pass>ASCENDING</s1:pass></s1:orbitProperties></safe:extension></safe:orbitReference></xmlData></metadataWrap></metadataObject>
<metadataObject ID="generalProductInformation"><metadataWrap><xmlData><s1sarl1:standAloneProductInformation><s1sarl1:productTimelinessCategory>NRT-3h</s1sarl1:productTimelinessCategory><s1sarl1:sliceNumber>7</s1sarl1:sliceNumber><s1sarl1:totalSlices>20</s1sarl1:totalSlices></s1sarl1:standAloneProductInformation></xmlData></metadataWrap></metadataObject>
<metadataObject ID="measurementFrameSet"><metadataWrap><xmlData><safe:frameSet><safe:frame><safe:footPrint><gml:coordinates>46.0,1.5 46.4,4.8 44.9,5.2 44.5,1.9</gml:coordinates></safe:footPrint></safe:frame></safe:frameSet></xmlData></metadataWrap></metadataObject>
</metadataSection><dataObjectSection>${objects.join('\n')}</dataObjectSection></xfdu:XFDU>
`;
}

export function ipfProcessing(version = '003.31', stop = '2021-08-09T20:19:58.000000'): string {
  return `<safe:processing name="GRD Post Processing" start="2021-08-09T20:08:52.914621" stop="${stop}"><safe:facility name="F"><safe:software name="Sentinel-1 IPF" version="${version}"/></safe:facility></safe:processing>`;
}

/** A product in memory. Give undefined for a path to leave the file out, or other bytes to replace it. */
export function safeProduct(
  annotation: Annotation,
  tiff: Uint8Array,
  changes: Readonly<Record<string, string | Uint8Array | undefined>> = {},
  product = PRODUCT,
): SceneFiles {
  const contents: Record<string, string | Uint8Array | undefined> = {
    [PATHS_OF_PRODUCT.manifest]: manifestXml(tiff.length),
    [PATHS_OF_PRODUCT.annotation]: annotationXml(annotation),
    [PATHS_OF_PRODUCT.calibration]: calibrationXml(annotation),
    [PATHS_OF_PRODUCT.noise]: noiseXml(annotation, 900, [
      { firstSample: 0, lastSample: annotation.samples - 1, factor: 1 },
    ]),
    [PATHS_OF_PRODUCT.measurement]: tiff,
    ...changes,
  };
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of Object.entries(contents)) {
    if (content !== undefined)
      files.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }
  return {
    name: `scenes/${product}.SAFE`,
    product,
    list: async () => [...files].map(([path, bytes]) => ({ path, size: bytes.length })),
    open: async (path) => {
      const bytes = files.get(path);
      return bytes && sourceOfBytes(`scenes/${product}.SAFE/${path}`, bytes);
    },
  };
}
