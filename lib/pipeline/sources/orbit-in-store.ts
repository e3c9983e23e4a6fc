import type { ObjectStore } from '../../cloud/object-store.ts';
import { InputError } from '../../errors/input.error.ts';
import type { RangeSource } from '../../raster/range-source.ts';
import { openObject } from './object-source.ts';

/**
 * The precise-orbit file that an order names.
 *
 * @throws InputError('invalid-orbit') if it is not there: a map with another orbit than asked for would be a quiet lie
 */
export async function orbitInStore(store: ObjectStore, key: string): Promise<RangeSource> {
  const source = await openObject(store, key);
  if (source) return source;
  const todo = 'Check the key, or order the scene without an orbit file.';
  throw new InputError('invalid-orbit', `${store.bucket}/${key}`, 'there is no such file', todo);
}
