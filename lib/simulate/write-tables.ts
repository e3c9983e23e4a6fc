import type { Annotation } from '../sentinel1/annotation.ts';
import type { Calibration } from '../sentinel1/calibration.ts';
import type { Noise } from '../sentinel1/noise.ts';
import { incidenceAcross } from './incidence-across.ts';
import { annotationTime, headerElements } from './write-annotation.ts';
import { listElement, scientific, xmlBytes } from './xml-text.ts';

const whole = (x: number): string => String(x);
const rounded = (x: number): string => scientific(x, 6);

/**
 * Calibration annotation (S-1 Product Specification, section 6.3.3). β⁰ and γ⁰ follow from σ⁰ and the incidence angle:
 * A_β = A_σ √sin θ, A_γ = A_σ √cos θ.
 */
export function writeCalibration(annotation: Annotation, { vectors }: Calibration): Uint8Array {
  const time = (line: number): string => annotationTime(annotation, line * annotation.azimuthTimeIntervalS);
  return xmlBytes([
    '<calibration>',
    ...headerElements(annotation),
    '  <calibrationInformation>',
    '    <absoluteCalibrationConstant>1.000000e+00</absoluteCalibrationConstant>',
    '  </calibrationInformation>',
    `  <calibrationVectorList count="${vectors.length}">`,
    ...vectors.flatMap(({ line, pixel, amplitude }) => {
      const theta = incidenceAcross(annotation, pixel).map((degrees) => (degrees * Math.PI) / 180);
      const beta = amplitude.map((a, k) => a * Math.sqrt(Math.sin(theta[k] as number)));
      const gamma = amplitude.map((a, k) => a * Math.sqrt(Math.cos(theta[k] as number)));
      return [
        '    <calibrationVector>',
        `      <azimuthTime>${time(line)}</azimuthTime>`,
        `      <line>${line}</line>`,
        `      ${listElement('pixel', pixel, whole)}`,
        `      ${listElement('sigmaNought', amplitude, rounded)}`,
        `      ${listElement('betaNought', beta, rounded)}`,
        `      ${listElement('gamma', gamma, rounded)}`,
        `      ${listElement('dn', beta, rounded)}`,
        '    </calibrationVector>',
      ];
    }),
    '  </calibrationVectorList>',
    '</calibration>',
  ]);
}

/** Thermal-noise annotation (section 6.3.4) in the schema of IPF ≥ 2.9, or the older one where there is no azimuth part. */
export function writeNoise(annotation: Annotation, noise: Noise): Uint8Array {
  const time = (line: number): string => annotationTime(annotation, line * annotation.azimuthTimeIntervalS);
  const old = noise.azimuth.length === 0;
  const [list, vector, lut] = old
    ? ['noiseVectorList', 'noiseVector', 'noiseLut']
    : ['noiseRangeVectorList', 'noiseRangeVector', 'noiseRangeLut'];
  return xmlBytes([
    '<noise>',
    ...headerElements(annotation),
    `  <${list} count="${noise.range.length}">`,
    ...noise.range.flatMap(({ line, pixel, power }) => [
      `    <${vector}>`,
      `      <azimuthTime>${time(line)}</azimuthTime>`,
      `      <line>${line}</line>`,
      `      ${listElement('pixel', pixel, whole)}`,
      `      ${listElement(lut, power, rounded)}`,
      `    </${vector}>`,
    ]),
    `  </${list}>`,
    ...(old ? [] : azimuthElements(noise)),
    '</noise>',
  ]);
}

function azimuthElements({ azimuth }: Noise): string[] {
  return [
    `  <noiseAzimuthVectorList count="${azimuth.length}">`,
    ...azimuth.flatMap((window) => [
      '    <noiseAzimuthVector>',
      `      <swath>${window.swath}</swath>`,
      `      <firstAzimuthLine>${window.firstLine}</firstAzimuthLine>`,
      `      <firstRangeSample>${window.firstSample}</firstRangeSample>`,
      `      <lastAzimuthLine>${window.lastLine}</lastAzimuthLine>`,
      `      <lastRangeSample>${window.lastSample}</lastRangeSample>`,
      `      ${listElement('line', window.line, whole)}`,
      `      ${listElement('noiseAzimuthLut', window.factor, rounded)}`,
      '    </noiseAzimuthVector>',
    ]),
    '  </noiseAzimuthVectorList>',
  ];
}
