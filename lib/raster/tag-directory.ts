import type { ImageFileDirectory } from 'geotiff';
import { InvalidTiffError } from './invalid-tiff.error.ts';
import type { RangeSource } from './range-source.ts';

/** Bytes of the integer field types that offset arrays come in: SHORT, LONG, IFD, LONG8, IFD8. */
const INTEGER_BYTES: Readonly<Record<number, 2 | 4 | 8>> = { 3: 2, 4: 4, 13: 4, 16: 8, 18: 8 };

/** Typed access to the tags of one image file directory as `geotiff` has read it. */
export class TagDirectory {
  readonly #source: RangeSource;
  readonly #directory: ImageFileDirectory;
  readonly #littleEndian: boolean;
  /** Where the directory lies in the file. */
  readonly offset: number;

  constructor(source: RangeSource, directory: ImageFileDirectory, littleEndian: boolean, offset: number) {
    this.#source = source;
    this.#directory = directory;
    this.#littleEndian = littleEndian;
    this.offset = offset;
  }

  has(tag: number): boolean {
    return this.#directory.hasTag(tag);
  }

  async number(tag: number): Promise<number | undefined> {
    return (await this.numbers(tag))?.[0];
  }

  /** All values of a numeric tag. */
  async numbers(tag: number): Promise<Float64Array | undefined> {
    if (!this.has(tag)) return undefined;
    const deferred = this.#directory.deferredArrays.get(tag);
    if (deferred) return this.#readIntegers(tag, deferred.fieldType, deferred.arrayOffset, deferred.length);
    const value: unknown = await this.#directory.loadValue(tag);
    if (typeof value === 'number') return Float64Array.of(value);
    if (Array.isArray(value) || ArrayBuffer.isView(value)) return Float64Array.from(value as ArrayLike<number>);
    throw new InvalidTiffError(this.#source.name, `tag ${tag} holds ${typeof value} where numbers are expected`);
  }

  /** An ASCII tag without its terminating NUL. */
  async text(tag: number): Promise<string | undefined> {
    if (!this.has(tag)) return undefined;
    const value: unknown = await this.#directory.loadValue(tag);
    if (typeof value !== 'string') return undefined;
    let end = value.length;
    while (end > 0 && value.charCodeAt(end - 1) === 0) end--;
    return value.slice(0, end);
  }

  /**
   * Long arrays (block offsets) are read here rather than by `geotiff` 3.0.5, which takes them for little-endian in
   * every file, and value by value.
   */
  async #readIntegers(tag: number, fieldType: number, offset: number, count: number): Promise<Float64Array> {
    const width = INTEGER_BYTES[fieldType];
    if (!width) throw new InvalidTiffError(this.#source.name, `tag ${tag} has field type ${fieldType}`);
    if (offset + count * width > this.#source.size) {
      throw new InvalidTiffError(this.#source.name, `tag ${tag} with ${count} values lies past the end of the file`);
    }
    const bytes = await this.#source.read(offset, count * width);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      if (width === 2) values[i] = view.getUint16(2 * i, this.#littleEndian);
      else if (width === 4) values[i] = view.getUint32(4 * i, this.#littleEndian);
      else values[i] = Number(view.getBigUint64(8 * i, this.#littleEndian));
    }
    return values;
  }
}
