import { describe, expect, test } from 'vitest';
import { EditedProduct } from './edited-product.ts';
import { mapOfProduct } from './map-of-product.ts';
import { realProducts } from './real-products.ts';

const SAMPLES = 400;
const LINES = 300;
const SIGMA0 = 0.02;

/** One of the three real products by the last four characters of its name. */
function cropped(id: string): Promise<EditedProduct> {
  const real = realProducts.find(({ product }) => product.endsWith(id));
  if (!real) throw new Error(`${id} is not there`);
  return EditedProduct.of(real, SAMPLES, LINES);
}

/** Noise of 900 DN² and more in place of the zeros. */
function withNoiseValues(product: EditedProduct): EditedProduct {
  return product.rewrite('noise', (text) =>
    text.replace(/(<noiseLut count="\d+">)([^<]*)/g, (_, tag: string, list: string) => {
      return (
        tag +
        list
          .trim()
          .split(/\s+/)
          .map((_value, i) => (900 + 3 * i).toExponential(6))
          .join(' ')
      );
    }),
  );
}

/** The tables of a recent product in the form of IPF 2.5 to 2.8. */
function withNoiseVectors(product: EditedProduct): EditedProduct {
  return product.rewrite('noise', (text) =>
    text
      .replace(/<noiseAzimuthVectorList[\s\S]*<\/noiseAzimuthVectorList>/, '')
      .replaceAll('noiseRange', 'noise')
      .replaceAll('noiseRangeLut', 'noiseLut'),
  );
}

/** What newer processors add, known or not, changes nothing. */
function withMoreElements(product: EditedProduct): EditedProduct {
  return product
    .rewrite('annotation', (text) =>
      text.replace(
        '<generalAnnotation>',
        '<generalAnnotation><rfiInformation count="1"><a b="1">0</a></rfiInformation>',
      ),
    )
    .rewrite('noise', (text) => text.replace('</adsHeader>', '</adsHeader><annotationInformation/>'))
    .rewrite('calibration', (text) => text.replace('</adsHeader>', '<more>1</more></adsHeader>'));
}

interface Generation {
  readonly name: string;
  readonly make: () => Promise<EditedProduct>;
  readonly ipf: string;
  readonly platform: string;
  readonly noise: 'none' | 'range' | 'range-azimuth';
  /** Coefficients of the ground-range polynomials, seconds between state vectors. */
  readonly terms: 5 | 9;
  readonly orbitStepS: 1 | 10;
}

const OLD = { platform: 'S1A', terms: 5, orbitStepS: 1 } as const;
const NEW = { platform: 'S1A', terms: 9, orbitStepS: 10, noise: 'range-azimuth' } as const;

const GENERATIONS: readonly Generation[] = [
  { name: '2.36, a real annotation', make: () => cropped('CEAB'), ipf: '002.36', ...OLD, noise: 'none' },
  {
    name: '2.5x: the schema of 2.36 with noise values',
    make: async () => withNoiseValues(await cropped('CEAB')).setIpf('002.53'),
    ipf: '002.53',
    ...OLD,
    noise: 'range',
  },
  {
    name: '2.6 to 2.8: noiseVector, 9 coefficients',
    make: async () => withNoiseVectors(await cropped('8255')).setIpf('002.72'),
    ipf: '002.72',
    ...NEW,
    noise: 'range',
  },
  {
    name: '2.9: noise in range and azimuth',
    make: async () => (await cropped('8255')).setIpf('002.91'),
    ipf: '002.91',
    ...NEW,
  },
  { name: '3.31, a real descending annotation', make: () => cropped('8255'), ipf: '003.31', ...NEW },
  { name: '3.31, a real ascending annotation', make: () => cropped('6FF8'), ipf: '003.31', ...NEW },
  ...['S1A', 'S1B', 'S1C', 'S1D'].map((platform): Generation => {
    return {
      name: `004.03 of ${platform}, with elements that nobody knows`,
      make: async () => {
        const product = withMoreElements((await cropped('6FF8')).setIpf('004.03'));
        return platform === 'S1A' ? product : product.setPlatform(platform);
      },
      ipf: '004.03',
      ...NEW,
      platform,
    };
  }),
];

describe.skipIf(realProducts.length === 0)('a map of each generation of products', () => {
  test.each(GENERATIONS)('IPF $name', async ({ make, ipf, platform, noise, terms, orbitStepS }) => {
    const product = await make();
    product.addMeasurement(product.pixelsOf(SIGMA0));
    const { scene, cells } = await mapOfProduct(product.sceneFiles());
    const { annotation, manifest } = scene;
    expect({
      ipf: manifest.ipfVersion,
      platform: [scene.product.platform, annotation.platform],
      noise: scene.noise.kind,
      terms: annotation.slantToGround.map(({ coefficients }) => coefficients.length),
      orbitStepS: annotation.orbit.timeS.map((t, i, all) => Math.round(t - (all[i - 1] ?? t - orbitStepS))),
    }).toEqual({
      ipf,
      platform: [platform, platform],
      noise,
      terms: annotation.slantToGround.map(() => terms),
      orbitStepS: annotation.orbit.timeS.map(() => orbitStepS),
    });
    expect(cells.samples.reduce((sum, count) => sum + count, 0)).toBe(SAMPLES * LINES);
    const whole = [...cells.sigma0].filter((_, i) => (cells.samples[i] ?? 0) > 40);
    expect(whole.length).toBeGreaterThan(800);
    // Whole DN; to 0.01 dB it is compared in radiometry.test.ts.
    for (const value of whole) expect(Math.abs(10 * Math.log10(value / SIGMA0))).toBeLessThan(0.02);
  });
});
