import { describe, expect, test } from 'vitest';
import { BACKSCATTER_QUANTITIES } from '../../../lib/sentinel1/backscatter-quantity.ts';
import { parseCalibration } from '../../../lib/sentinel1/calibration.ts';
import { parseAnnotation } from '../../../lib/sentinel1/parse-annotation.ts';
import { openVv, realProducts } from './real-products.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const xml =
  '<calibration><calibrationVectorList count="1"><calibrationVector><line>0</line><pixel count="2">0 9</pixel>' +
  '<sigmaNought count="2">600 500</sigmaNought><betaNought count="2">474 474</betaNought>' +
  '<gamma count="2">560 420</gamma><dn count="2">474 474</dn></calibrationVector></calibrationVectorList></calibration>';

test.each([
  [undefined, [600, 500]],
  ['sigma0', [600, 500]],
  ['gamma0', [560, 420]],
  ['beta0', [474, 474]],
] as const)('the amplitudes of %s', (quantity, amplitudes) => {
  const { vectors } = parseCalibration(bytes(xml), 'c.xml', quantity);
  const [vector, ...others] = vectors;
  expect(others).toEqual([]);
  expect([...(vector?.amplitude ?? [])]).toEqual(amplitudes);
});

test('only the table that is asked for must be there and sound', () => {
  const spoilt = bytes(xml.replace('474 474</beta', '474 x</beta').replace(/<gamma.*<\/gamma>/, ''));
  expect(parseCalibration(spoilt, 'c.xml').vectors).toHaveLength(1);
  expect(() => parseCalibration(spoilt, 'c.xml', 'gamma0')).toThrow('has no <gamma>');
  expect(() => parseCalibration(spoilt, 'c.xml', 'beta0')).toThrow('betaNought');
});

describe.each(realProducts)('$product', (files) => {
  test('the three tables agree with the incidence angle: σ⁰ = β⁰ sin θ, γ⁰ = σ⁰ / cos θ', async () => {
    const calibration = await openVv(files, 'calibration');
    const annotation = await openVv(files, 'annotation');
    const { geolocationGrid: grid } = parseAnnotation(annotation.bytes, annotation.name);
    const [sigma, gamma, beta] = BACKSCATTER_QUANTITIES.map(
      (quantity) => parseCalibration(calibration.bytes, calibration.name, quantity).vectors[0],
    );
    const at = (vector: typeof sigma, pixel: number) => {
      const node = vector?.pixel.findIndex((x) => x >= pixel) ?? -1;
      return (vector?.amplitude[node] ?? Number.NaN) ** 2;
    };
    for (let k = 0; k < grid.columns; k++) {
      const theta = ((grid.incidenceDeg[k] as number) * Math.PI) / 180;
      const pixel = grid.pixel[k] as number;
      // The processor's tables follow its own mean terrain height: up to 0.04 dB from the grid's angles.
      expect(Math.abs((at(sigma, pixel) / at(beta, pixel)) * Math.sin(theta) - 1)).toBeLessThan(0.012);
      expect(Math.abs(at(gamma, pixel) / at(sigma, pixel) / Math.cos(theta) - 1)).toBeLessThan(0.012);
    }
  });
});
