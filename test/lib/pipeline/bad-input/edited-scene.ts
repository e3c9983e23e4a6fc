import { findVvFiles, type VvFileRole } from '../../../../lib/sentinel1/vv-files.ts';
import { zipBytes } from '../../sentinel1/zip-bytes.ts';
import type { SmallWorld } from './small-world.ts';

/** The objects of a small world, to be spoilt. */
export class EditedScene {
  readonly files: Map<string, Uint8Array>;
  product: string;

  constructor({ files, product }: Pick<SmallWorld, 'files' | 'product'>) {
    this.files = new Map(files);
    this.product = product;
  }

  get folder(): string {
    return `scenes/${this.product}.SAFE`;
  }

  /** Path of a file within the product. */
  path(role: VvFileRole): string {
    const path = findVvFiles(this.#paths())[role]?.path;
    if (path === undefined) throw new Error(`${this.product} has no ${role}`);
    return path;
  }

  key(role: VvFileRole): string {
    return `${this.folder}/${this.path(role)}`;
  }

  /** As messages name it. */
  name(role: VvFileRole): string {
    return `s2mp-local/${this.key(role)}`;
  }

  bytes(role: VvFileRole): Uint8Array {
    return this.files.get(this.key(role)) ?? new Uint8Array();
  }

  remove(role: VvFileRole): void {
    this.files.delete(this.key(role));
  }

  /** Puts other bytes in a file's place. For the measurement the manifest says their size: else the scene is incomplete. */
  set(role: VvFileRole, bytes: Uint8Array): void {
    if (role === 'measurement') {
      this.rewrite('manifest', (text) =>
        text.replace(/size="\d+"(?=[\s\S]*?<\/byteStream>)/g, (size, at: number) => {
          const stream = text.slice(at, text.indexOf('</byteStream>', at));
          return stream.includes('measurement/') ? `size="${bytes.byteLength}"` : size;
        }),
      );
    }
    this.files.set(this.key(role), bytes);
  }

  /** Changes a text file; a change that changes nothing is a mistake of the test. */
  rewrite(role: VvFileRole, change: (text: string) => string): void {
    const before = new TextDecoder().decode(this.bytes(role));
    const after = change(before);
    if (after === before) throw new Error(`the ${role} stayed as it was`);
    this.files.set(this.key(role), new TextEncoder().encode(after));
  }

  /** Gives the product, and its VV files, another name; `part` of the file names is replaced too. */
  rename(product: string, [from, to]: readonly [string, string] = ['', '']): void {
    const old = `${this.folder}/`;
    this.product = product;
    for (const [key, bytes] of [...this.files]) {
      if (!key.startsWith(old)) continue;
      this.files.delete(key);
      this.files.set(`${this.folder}/${key.slice(old.length).replace(from, to)}`, bytes);
    }
  }

  /** Packs the product into a zip beside where the folder was. */
  zip(change: (zip: Uint8Array) => Uint8Array = (zip) => zip, more: readonly string[] = []): void {
    const prefix = `${this.folder}/`;
    const entries = [];
    for (const [key, data] of [...this.files]) {
      if (!key.startsWith(prefix)) continue;
      entries.push({ path: key.slice('scenes/'.length), data, deflate: true });
      this.files.delete(key);
    }
    const extra = more.map((path) => ({ path, data: new Uint8Array(4) }));
    this.files.set(`scenes/${this.product}.zip`, change(zipBytes([...entries, ...extra])));
  }

  #paths(): { path: string }[] {
    const prefix = `${this.folder}/`;
    return [...this.files.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => ({ path: key.slice(prefix.length) }));
  }
}
