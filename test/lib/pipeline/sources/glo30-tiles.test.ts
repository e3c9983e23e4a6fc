import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { S3ObjectStore } from '../../../../lib/cloud/aws/s3-object-store.ts';
import { StoreUnavailableError } from '../../../../lib/cloud/object-store.ts';
import { openHeightField } from '../../../../lib/dem/height-field.ts';
import { glo30Tiles } from '../../../../lib/pipeline/sources/tiles-in-store.ts';
import { readAll } from '../../../../lib/raster/range-source.ts';
import { type ObjectServerOptions, serveObjects } from '../../cloud/aws/object-server.ts';
import { demTile } from '../../dem/dem-tiles.ts';

const BUCKET = 'copernicus-dem-30m';

/** The public bucket with these tiles, by their key. */
async function openBucket(tiles: Readonly<Record<string, Uint8Array>>, options: ObjectServerOptions = {}) {
  const server = await serveObjects(new Map([[BUCKET, new Map(Object.entries(tiles))]]), options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const client = new S3Client({
    endpoint: server.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
    maxAttempts: 1,
  });
  return { tiles: (bucket = BUCKET) => glo30Tiles(new S3ObjectStore(client, bucket)), requests: server.requests };
}

/** As the bucket's own index lists them. */
const keyOf = (place: string) => `Copernicus_DSM_COG_10_${place}_DEM/Copernicus_DSM_COG_10_${place}_DEM.tif`;

describe('glo30Tiles', () => {
  test.each([
    ['N43E003', 'N43_00_E003_00'],
    ['S01W078', 'S01_00_W078_00'],
    ['N00E006', 'N00_00_E006_00'],
  ])('opens %s in the folder of its name', async (tile, place) => {
    const { tiles } = await openBucket({ [keyOf(place)]: new Uint8Array([1, 2, 3]) });
    const source = await tiles().open(tile);
    expect(source?.name).toBe(`${BUCKET}/${keyOf(place)}`);
    expect(source && (await readAll(source))).toEqual(new Uint8Array([1, 2, 3]));
  });

  test('takes a key that is not there (404) for sea', async () => {
    const { tiles } = await openBucket({});
    expect(await tiles().open('N42E004')).toBeUndefined();
    const field = await openHeightField(tiles(), [4.2, 42.2, 4.3, 42.3], 'egm');
    expect(field.absent).toEqual(['N42E004']);
  });

  test('never takes a refusal (403), a missing bucket or a failure for sea', async () => {
    const refused = await openBucket({}, { refused: new Set([`${BUCKET}/${keyOf('N43_00_E003_00')}`]) });
    await expect(refused.tiles().open('N43E003')).rejects.toThrow(StoreUnavailableError);
    // Without the right to list, S3 answers 403 for keys that do not exist as well.
    const unlisted = await openBucket({}, { refused: new Set([`${BUCKET}/${keyOf('N42_00_E004_00')}`]) });
    await expect(openHeightField(unlisted.tiles(), [4.2, 42.2, 4.3, 42.3], 'egm')).rejects.toThrow(
      StoreUnavailableError,
    );
    const missing = (await openBucket({})).tiles('copernicus-dem-31m');
    await expect(missing.open('N43E003')).rejects.toThrow(StoreUnavailableError);
  });

  test('follows a plane across 50° N, where tiles have fewer columns from there on', async () => {
    const plane = (lon: number, lat: number) => 100 + 20 * (lon - 10) + 30 * (lat - 49);
    const { tiles, requests } = await openBucket({
      [keyOf('N49_00_E010_00')]: await demTile('N49E010', 1800, plane),
      [keyOf('N50_00_E010_00')]: await demTile('N50E010', 1800, plane, 'mean', {}, 1200),
    });
    const field = await openHeightField(tiles(), [10.4, 49.9, 10.6, 50.1], 'ellipsoid');
    for (const [lon, lat] of [
      [10.41, 49.91],
      [10.5, 49.9999],
      [10.5, 50.0001],
      [10.59, 50.09],
    ] as const) {
      expect(field.heightAt(lon, lat)).toBeCloseTo(plane(lon, lat), 2);
    }
    expect(requests.length).toBeLessThanOrEqual(12);
  });
});
