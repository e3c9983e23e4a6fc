import { readAll, sourceOfBytes } from '../../../lib/raster/range-source.ts';
import type { SceneFiles } from '../../../lib/sentinel1/scene-files.ts';
import { findVvFiles, type VvFileRole } from '../../../lib/sentinel1/vv-files.ts';
import { NaiveRadiometry } from './known-field/naive-radiometry.ts';
import { tiffBytes } from './tiff-bytes.ts';

type XmlRole = Exclude<VvFileRole, 'measurement'>;

/** The first lines and samples of a real product, with pixels of one σ⁰ everywhere; any of it may be edited. */
export class EditedProduct {
  product: string;
  readonly samples: number;
  readonly lines: number;
  readonly files = new Map<string, Uint8Array>();

  private constructor(product: string, samples: number, lines: number) {
    this.product = product;
    this.samples = samples;
    this.lines = lines;
  }

  /** The annotation of a smaller image is that of the whole but for its dimensions and its last line's time. */
  static async of(real: SceneFiles, samples: number, lines: number): Promise<EditedProduct> {
    const edited = new EditedProduct(real.product, samples, lines);
    const present = findVvFiles(await real.list());
    for (const role of ['manifest', 'annotation', 'calibration', 'noise'] as const) {
      const path = present[role]?.path ?? '';
      const source = await real.open(path);
      if (source) edited.files.set(path, await readAll(source));
    }
    edited.rewrite('annotation', (text) =>
      text
        .replace(/(<numberOfSamples>)\d+/, `$1${samples}`)
        .replace(/(<numberOfLines>)\d+/, `$1${lines}`)
        .replace(/(<productLastLineUtcTime>)[^<]*/, `$1${lastLineTime(text, lines)}`),
    );
    return edited;
  }

  path(role: VvFileRole): string {
    const path = findVvFiles([...this.files.keys()].map((one) => ({ path: one })))[role]?.path;
    if (path === undefined) throw new Error(`${this.product} has no ${role}`);
    return path;
  }

  text(role: XmlRole): string {
    return new TextDecoder().decode(this.files.get(this.path(role)));
  }

  /** A change that changes nothing is a mistake of the test. */
  rewrite(role: XmlRole, change: (text: string) => string): this {
    const before = this.text(role);
    const after = change(before);
    if (after === before) throw new Error(`the ${role} stayed as it was`);
    this.files.set(this.path(role), new TextEncoder().encode(after));
    return this;
  }

  /** Another processor version, in the manifest alone, as products differ. */
  setIpf(version: string): this {
    return this.rewrite('manifest', (text) => text.replace(/(name="Sentinel-1 IPF" version=")[^"]*/g, `$1${version}`));
  }

  /** Another satellite, wherever it is named. */
  setPlatform(platform: string): this {
    const renamed = (text: string) => text.replaceAll('S1A', platform).replaceAll('s1a-', `${platform.toLowerCase()}-`);
    this.product = renamed(this.product);
    for (const [path, bytes] of [...this.files]) {
      this.files.delete(path);
      this.files.set(renamed(path), new TextEncoder().encode(renamed(new TextDecoder().decode(bytes))));
    }
    return this;
  }

  /** Moves files: `change` gets each path. */
  renameFiles(change: (path: string) => string): this {
    for (const [path, bytes] of [...this.files]) {
      this.files.delete(path);
      this.files.set(change(path), bytes);
    }
    return this;
  }

  /** The DN that calibration and noise, as they are by now, turn into σ⁰ everywhere; what rounding adds, the next ones lack. */
  pixelsOf(sigma0: number): Uint16Array {
    const radiometry = new NaiveRadiometry(this.text('calibration'), this.text('noise'), 0, this.samples);
    const dn = new Uint16Array(this.samples * this.lines);
    let owed = 0;
    for (let line = 0; line < this.lines; line++) {
      const eta = radiometry.noiseRow(line);
      radiometry.amplitudeRow(line).forEach((a, i) => {
        owed += sigma0 * a * a + (eta[i] ?? Number.NaN);
        const value = Math.round(Math.sqrt(owed));
        dn[line * this.samples + i] = value;
        owed -= value * value;
      });
    }
    return dn;
  }

  /** An image of strips, as the IPF writes it, at the path and of the size that the manifest gives. */
  addMeasurement(dn: Uint16Array): this {
    return this.setMeasurement(tiffBytes(dn, this.samples, this.lines));
  }

  /** Where the manifest knows the path it is told the size. */
  setMeasurement(
    bytes: Uint8Array,
    path = this.path('annotation').replace(/^annotation\/(.*)\.xml$/, 'measurement/$1.tiff'),
  ) {
    this.files.set(path, bytes);
    const before = this.text('manifest');
    const after = before.replace(
      new RegExp(`size="\\d+"(>\\s*<fileLocation [^>]*href="\\./${path.replaceAll('.', '\\.')}")`),
      `size="${bytes.length}"$1`,
    );
    this.files.set('manifest.safe', new TextEncoder().encode(after));
    return this;
  }

  sceneFiles(): SceneFiles {
    const name = `scenes/${this.product}.SAFE`;
    return {
      name,
      product: this.product,
      list: async () => [...this.files].map(([path, { length: size }]) => ({ path, size })),
      open: async (path) => {
        const bytes = this.files.get(path);
        return bytes && sourceOfBytes(`${name}/${path}`, bytes);
      },
    };
  }

  copy(): EditedProduct {
    const copy = new EditedProduct(this.product, this.samples, this.lines);
    for (const [path, bytes] of this.files) copy.files.set(path, bytes);
    return copy;
  }
}

function lastLineTime(annotation: string, lines: number): string {
  const [, first = ''] = /<productFirstLineUtcTime>([^<]*)/.exec(annotation) ?? [];
  const [, interval = ''] = /<azimuthTimeInterval>([^<]*)/.exec(annotation) ?? [];
  const [, whole = '', fraction = ''] = /^(.*T.*)\.(\d{6})$/.exec(first) ?? [];
  const us = Number(fraction) + Math.round((lines - 1) * Number(interval) * 1e6);
  const seconds = Date.parse(`${whole}Z`) + 1000 * Math.floor(us / 1e6);
  return `${new Date(seconds).toISOString().slice(0, 19)}.${String(us % 1e6).padStart(6, '0')}`;
}
