import type { CollectionId } from '../../product/collection-id.ts';
import { encodeDocument } from '../../product/json-document.ts';
import { collectionKey } from '../../product/keys.ts';
import { stacCollection } from '../../product/stac-collection.ts';
import { updateObject } from '../ledger/update-object.ts';
import type { Services } from '../services.ts';

/** Writes the STAC collection if it is not there or if the configuration has changed since. */
export async function ensureCollection(
  collection: CollectionId,
  { store, configuration }: Pick<Services, 'store' | 'configuration'>,
): Promise<void> {
  const areas = configuration.areasOfInterest.map(({ bbox }) => bbox);
  const bytes = encodeDocument(stacCollection({ collection, license: configuration.license, areas }));
  await updateObject(store, collectionKey(collection), (current) =>
    current && Buffer.compare(current.bytes, bytes) === 0 ? undefined : bytes,
  );
}
