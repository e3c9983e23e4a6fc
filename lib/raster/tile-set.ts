import type { RangeSource } from './range-source.ts';

/** A folder or key prefix of 1° tiles. `open` answers undefined for a tile that does not exist; it throws when it cannot tell. */
export interface TileSet {
  /** Shown in error messages: a path or a key prefix. */
  readonly name: string;
  open(tile: string): Promise<RangeSource | undefined>;
}
