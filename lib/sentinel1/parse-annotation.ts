import type { Annotation, GeolocationGrid, OrbitStates, SlantToGround } from './annotation.ts';
import { parseXml, type XmlElement } from './xml-element.ts';

/** Larger than any IW GRDH image; guards everything that is sized by the annotation's dimensions. */
const MAX_SIDE = 65_535;

/** Long parts of the file that a retrieval has no use for. */
const UNREAD = [
  'qualityInformation',
  'downlinkInformationList',
  'attitudeList',
  'noiseList',
  'terrainHeightList',
  'azimuthFmRateList',
  'processingInformation',
  'dopplerCentroid',
  'antennaPattern',
  'swathTiming',
  'swathMerging',
  'grsrCoefficients',
];

/** The product annotation of one polarisation. Throws InputError('invalid-annotation') naming the element. */
export function parseAnnotation(bytes: Uint8Array, name: string): Annotation {
  const root = parseXml(bytes, { name, reason: 'invalid-annotation' }, 'product', UNREAD);
  const header = root.child('adsHeader');
  const general = root.child('generalAnnotation');
  const information = general.child('productInformation');
  const image = root.child('imageAnnotation', 'imageInformation');
  const firstLineTimeUs = image.child('productFirstLineUtcTime').timeUs();
  const secondsAfterFirstLine = (element: XmlElement) => (element.timeUs() - firstLineTimeUs) / 1e6;
  const samples = image.child('numberOfSamples').integer(2, MAX_SIDE);
  const lines = image.child('numberOfLines').integer(2, MAX_SIDE);
  const pass = information.child('pass').text().toUpperCase();
  if (pass !== 'ASCENDING' && pass !== 'DESCENDING') throw information.child('pass').fail(`is ${JSON.stringify(pass)}`);
  const annotation: Annotation = {
    platform: header.child('missionId').text(),
    mode: header.child('mode').text(),
    productType: header.child('productType').text(),
    polarisation: header.child('polarisation').text(),
    absoluteOrbit: header.child('absoluteOrbitNumber').integer(0, 1e7),
    dataTakeId: header.child('missionDataTakeId').integer(0, 2 ** 32 - 1),
    pass,
    firstLineTimeUs,
    lastLineTimeS: secondsAfterFirstLine(image.child('productLastLineUtcTime')),
    azimuthTimeIntervalS: positive(image.child('azimuthTimeInterval')),
    rangePixelSpacingM: positive(image.child('rangePixelSpacing')),
    azimuthPixelSpacingM: positive(image.child('azimuthPixelSpacing')),
    radarFrequencyHz: positive(information.child('radarFrequency')),
    samples,
    lines,
    orbit: readOrbit(general.child('orbitList'), secondsAfterFirstLine),
    slantToGround: readSlantToGround(
      root.child('coordinateConversion', 'coordinateConversionList'),
      secondsAfterFirstLine,
    ),
    geolocationGrid: readGeolocationGrid(
      root.child('geolocationGrid', 'geolocationGridPointList'),
      secondsAfterFirstLine,
    ),
  };
  const { timeS } = annotation.orbit;
  const end = (lines - 1) * annotation.azimuthTimeIntervalS;
  if (!((timeS[0] as number) <= 0 && (timeS[timeS.length - 1] as number) >= end)) {
    throw general
      .child('orbitList')
      .fail(`covers ${timeS[0]} to ${timeS[timeS.length - 1]} s after the first line, but the image lasts ${end} s`);
  }
  return annotation;
}

function positive(element: XmlElement): number {
  const value = element.number();
  if (!(value > 0)) throw element.fail(`is ${value}, not a positive number`);
  return value;
}

function requireIncreasing(list: XmlElement, times: Float64Array): void {
  for (let i = 1; i < times.length; i++) {
    if (!((times[i] as number) > (times[i - 1] as number)))
      throw list.fail(`is not in the order of time at entry ${i}`);
  }
}

function readOrbit(list: XmlElement, seconds: (element: XmlElement) => number): OrbitStates {
  const vectors = list.entries('orbit');
  if (vectors.length < 2) throw list.fail(`holds ${vectors.length} state vectors, at least 2 are needed`);
  const timeS = Float64Array.from(vectors, (vector) => seconds(vector.child('time')));
  requireIncreasing(list, timeS);
  const coordinates = (part: string) =>
    Float64Array.from(vectors.flatMap((vector) => ['x', 'y', 'z'].map((axis) => vector.child(part, axis).number())));
  for (const vector of vectors) {
    const frame = vector.optional('frame');
    if (frame && frame.text() !== 'Earth Fixed') throw frame.fail(`is ${frame.text()}, only Earth Fixed is understood`);
  }
  return { timeS, positionM: coordinates('position'), velocityMPerS: coordinates('velocity') };
}

function readSlantToGround(list: XmlElement, seconds: (element: XmlElement) => number): SlantToGround[] {
  const records = list.entries('coordinateConversion').map((record) => {
    const coefficients = record.child('srgrCoefficients').numbers();
    if (coefficients.length < 2 || coefficients.length > 16) {
      throw record.child('srgrCoefficients').fail(`holds ${coefficients.length} coefficients`);
    }
    return { timeS: seconds(record.child('azimuthTime')), sr0M: record.child('sr0').number(), coefficients };
  });
  const [first] = records;
  if (!first) throw list.fail('holds no <coordinateConversion>');
  if (records.some((record) => record.coefficients.length !== first.coefficients.length)) {
    throw list.fail('mixes polynomials of different degrees');
  }
  requireIncreasing(
    list,
    Float64Array.from(records, (record) => record.timeS),
  );
  return records;
}

function readGeolocationGrid(list: XmlElement, seconds: (element: XmlElement) => number): GeolocationGrid {
  const points = list.entries('geolocationGridPoint');
  const column = (name: string) => Float64Array.from(points, (point) => point.child(name).number());
  const line = column('line');
  const columns = line.findIndex((value) => value !== line[0]);
  const rows = columns > 0 ? points.length / columns : 0;
  const pixel = column('pixel');
  if (columns < 2 || !Number.isInteger(rows) || !isRegular(line, pixel, columns)) {
    throw list.fail(`is no regular grid: ${points.length} points`);
  }
  return {
    rows,
    columns,
    line,
    pixel,
    latitudeDeg: column('latitude'),
    longitudeDeg: column('longitude'),
    heightM: column('height'),
    azimuthTimeS: Float64Array.from(points, (point) => seconds(point.child('azimuthTime'))),
    slantRangeTimeS: column('slantRangeTime'),
    incidenceDeg: column('incidenceAngle'),
  };
}

/** One line number per row and the same increasing pixel numbers in every row. */
function isRegular(line: Float64Array, pixel: Float64Array, columns: number): boolean {
  for (let i = 0; i < line.length; i++) {
    const column = i % columns;
    const start = i - column;
    if (line[i] !== line[start] || pixel[i] !== pixel[column]) return false;
    if (column > 0 && !((pixel[i] as number) > (pixel[i - 1] as number))) return false;
    if (column === 0 && i > 0 && !((line[i] as number) > (line[i - columns] as number))) return false;
  }
  return true;
}
