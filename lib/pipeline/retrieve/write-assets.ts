import { type ObjectStore, PreconditionFailedError } from '../../cloud/object-store.ts';
import { type BandStatistics, bandStatistics, bitFieldStatistics } from '../../product/band-statistics.ts';
import { multihashOf } from '../../product/content-identity.ts';
import { assetKey } from '../../product/keys.ts';
import { type AssetDefinition, assetCogSpec, MAP_ASSETS } from '../../product/map-assets.ts';
import type { MapCells } from '../../product/map-cells.ts';
import type { WrittenAsset } from '../../product/stac-item.ts';
import { encodeCog } from '../../raster/encode-cog.ts';

/** Two executions of one run wrote different bytes: an input changed under its identity, or the code is not reproducible. */
export class IrreproducibleRunError extends Error {
  readonly tag = 'IrreproducibleRunError';
  override readonly name = 'IrreproducibleRunError';
}

export type WrittenAssets = Readonly<Record<AssetDefinition['key'], WrittenAsset & { readonly key: string }>>;

/**
 * Writes the COGs of a run, each once: where one stands already (an earlier delivery got that far) it must hold the very
 * same bytes.
 *
 * @throws IrreproducibleRunError
 */
export async function writeAssets(
  store: ObjectStore,
  { collection, item, run }: { readonly collection: string; readonly item: string; readonly run: string },
  cells: MapCells,
): Promise<WrittenAssets> {
  const written: [string, WrittenAsset & { key: string }][] = [];
  const encoded = await Promise.all(MAP_ASSETS.map((asset) => encodeCog(assetCogSpec(asset, cells, { RUN: run }))));
  for (const [i, asset] of MAP_ASSETS.entries()) {
    const bytes = encoded[i] as Uint8Array; // one for each asset
    const key = assetKey(collection, item, run, asset.file);
    await putOnce(store, key, bytes);
    const statistics = asset.bands.map((band) => statisticsOf(asset, band.values(cells)));
    written.push([asset.key, { key, size: bytes.byteLength, checksum: multihashOf(bytes), statistics }]);
  }
  return Object.fromEntries(written) as WrittenAssets; // MAP_ASSETS holds each key once
}

function statisticsOf(asset: AssetDefinition, values: Float32Array | Uint16Array): BandStatistics {
  return asset.key === 'qa' ? bitFieldStatistics(values) : bandStatistics(values);
}

async function putOnce(store: ObjectStore, key: string, bytes: Uint8Array): Promise<void> {
  try {
    await store.put(key, bytes, { ifNoneMatch: true, contentType: 'image/tiff; application=geotiff' });
  } catch (error) {
    if (!(error instanceof PreconditionFailedError)) throw error;
    const present = await store.get(key);
    if (present && Buffer.compare(present.bytes, bytes) === 0) return;
    throw new IrreproducibleRunError(
      `${store.bucket}/${key} holds other bytes than this execution of the same run made`,
    );
  }
}
