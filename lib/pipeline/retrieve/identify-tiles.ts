import { type ContentIdentity, tileIdentity } from '../../product/content-identity.ts';
import type { TileSet } from '../../raster/tile-set.ts';

/** Identities of those of the tiles that exist, in the order given; `prefix` makes their paths those of the store. */
export async function identifyTiles(
  set: TileSet,
  tiles: readonly string[],
  prefix: string,
): Promise<ContentIdentity[]> {
  const identities: ContentIdentity[] = [];
  for (const tile of tiles) {
    const source = await set.open(tile);
    if (source) identities.push(await tileIdentity(`${prefix}${tile}.tif`, source));
  }
  return identities;
}
