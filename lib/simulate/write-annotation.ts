import type { Annotation } from '../sentinel1/annotation.ts';
import { SPEED_OF_LIGHT } from '../sentinel1/speed-of-light.ts';
import { formatUtcUs } from '../sentinel1/utc-time.ts';
import type { Acquisition } from './acquisition.ts';
import { listElement, scientific, xmlBytes } from './xml-text.ts';

/** Time (s after the first line) as annotations write it: microseconds, no `Z`. */
export function annotationTime({ firstLineTimeUs }: Annotation, timeS: number): string {
  return formatUtcUs(firstLineTimeUs + timeS * 1e6).slice(0, -1);
}

/** The header that all three XML files of a polarisation share. */
export function headerElements(annotation: Annotation): string[] {
  return [
    '  <adsHeader>',
    `    <missionId>${annotation.platform}</missionId>`,
    `    <productType>${annotation.productType}</productType>`,
    `    <polarisation>${annotation.polarisation}</polarisation>`,
    `    <mode>${annotation.mode}</mode>`,
    '    <swath>IW</swath>',
    `    <startTime>${annotationTime(annotation, 0)}</startTime>`,
    `    <stopTime>${annotationTime(annotation, annotation.lastLineTimeS)}</stopTime>`,
    `    <absoluteOrbitNumber>${annotation.absoluteOrbit}</absoluteOrbitNumber>`,
    `    <missionDataTakeId>${annotation.dataTakeId}</missionDataTakeId>`,
    '    <imageNumber>001</imageNumber>',
    '  </adsHeader>',
  ];
}

/** The product annotation (S-1 Product Specification, section 6.3.1): what describes time, orbit, geometry and size. */
export function writeAnnotation({ annotation, record }: Acquisition): Uint8Array {
  const time = (timeS: number): string => annotationTime(annotation, timeS);
  const grid = annotation.geolocationGrid;
  const middle = grid.incidenceDeg[Math.floor(grid.rows / 2) * grid.columns + Math.floor(grid.columns / 2)] as number;
  const pass = annotation.pass === 'ASCENDING' ? 'Ascending' : 'Descending';
  return xmlBytes([
    '<product>',
    ...headerElements(annotation),
    '  <generalAnnotation>',
    '    <productInformation>',
    `      <pass>${pass}</pass>`,
    `      <timelinessCategory>${record.timeliness}</timelinessCategory>`,
    '      <projection>Ground Range</projection>',
    `      <radarFrequency>${scientific(annotation.radarFrequencyHz)}</radarFrequency>`,
    '    </productInformation>',
    ...orbitElements(annotation),
    '  </generalAnnotation>',
    '  <imageAnnotation>',
    '    <imageInformation>',
    `      <productFirstLineUtcTime>${time(0)}</productFirstLineUtcTime>`,
    `      <productLastLineUtcTime>${time(annotation.lastLineTimeS)}</productLastLineUtcTime>`,
    '      <productComposition>Slice</productComposition>',
    `      <sliceNumber>${record.sliceNumber}</sliceNumber>`,
    `      <slantRangeTime>${scientific(grid.slantRangeTimeS[0] as number)}</slantRangeTime>`,
    '      <pixelValue>Detected</pixelValue>',
    '      <outputPixels>16 bit Unsigned Integer</outputPixels>',
    `      <rangePixelSpacing>${scientific(annotation.rangePixelSpacingM, 6)}</rangePixelSpacing>`,
    `      <azimuthPixelSpacing>${scientific(annotation.azimuthPixelSpacingM, 6)}</azimuthPixelSpacing>`,
    `      <azimuthTimeInterval>${scientific(annotation.azimuthTimeIntervalS)}</azimuthTimeInterval>`,
    `      <numberOfSamples>${annotation.samples}</numberOfSamples>`,
    `      <numberOfLines>${annotation.lines}</numberOfLines>`,
    `      <incidenceAngleMidSwath>${scientific(middle)}</incidenceAngleMidSwath>`,
    '    </imageInformation>',
    '  </imageAnnotation>',
    ...gridElements(annotation),
    ...conversionElements(annotation),
    '</product>',
  ]);
}

function orbitElements(annotation: Annotation): string[] {
  const { timeS, positionM, velocityMPerS } = annotation.orbit;
  const vector = (name: string, values: Float64Array, k: number): string =>
    `        <${name}>${['x', 'y', 'z'].map((axis, i) => `<${axis}>${scientific(values[3 * k + i] as number)}</${axis}>`).join('')}</${name}>`;
  return [
    `    <orbitList count="${timeS.length}">`,
    ...Array.from(timeS).flatMap((t, k) => [
      '      <orbit>',
      `        <time>${annotationTime(annotation, t)}</time>`,
      '        <frame>Earth Fixed</frame>',
      vector('position', positionM, k),
      vector('velocity', velocityMPerS, k),
      '      </orbit>',
    ]),
    '    </orbitList>',
  ];
}

function gridElements(annotation: Annotation): string[] {
  const grid = annotation.geolocationGrid;
  return [
    '  <geolocationGrid>',
    `    <geolocationGridPointList count="${grid.line.length}">`,
    ...Array.from(grid.line).flatMap((line, k) => [
      '      <geolocationGridPoint>',
      `        <azimuthTime>${annotationTime(annotation, grid.azimuthTimeS[k] as number)}</azimuthTime>`,
      `        <slantRangeTime>${scientific(grid.slantRangeTimeS[k] as number)}</slantRangeTime>`,
      `        <line>${line}</line>`,
      `        <pixel>${grid.pixel[k]}</pixel>`,
      `        <latitude>${scientific(grid.latitudeDeg[k] as number)}</latitude>`,
      `        <longitude>${scientific(wrapped(grid.longitudeDeg[k] as number))}</longitude>`,
      `        <height>${scientific(grid.heightM[k] as number)}</height>`,
      `        <incidenceAngle>${scientific(grid.incidenceDeg[k] as number)}</incidenceAngle>`,
      '      </geolocationGridPoint>',
    ]),
    '    </geolocationGridPointList>',
    '  </geolocationGrid>',
  ];
}

function conversionElements(annotation: Annotation): string[] {
  return [
    '  <coordinateConversion>',
    `    <coordinateConversionList count="${annotation.slantToGround.length}">`,
    ...annotation.slantToGround.flatMap((entry) => [
      '      <coordinateConversion>',
      `        <azimuthTime>${annotationTime(annotation, entry.timeS)}</azimuthTime>`,
      `        <slantRangeTime>${scientific((2 * entry.sr0M) / SPEED_OF_LIGHT)}</slantRangeTime>`,
      `        <sr0>${scientific(entry.sr0M)}</sr0>`,
      `        ${listElement('srgrCoefficients', entry.coefficients, (c) => scientific(c))}`,
      '      </coordinateConversion>',
    ]),
    '    </coordinateConversionList>',
    '  </coordinateConversion>',
  ];
}

/** Annotations count longitude from −180° to 180°. */
export function wrapped(lonDeg: number): number {
  return lonDeg > 180 ? lonDeg - 360 : lonDeg;
}
