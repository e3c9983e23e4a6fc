import { z } from 'zod';
import type { ObjectStore, StoredObject } from '../../cloud/object-store.ts';
import { type Acquisition, isSameAcquisition, itemIdOf } from '../../product/acquisition.ts';
import { encodeDocument, parseDocument } from '../../product/json-document.ts';
import { acquisitionsKey } from '../../product/keys.ts';
import { updateObject } from '../ledger/update-object.ts';

const registrySchema = z.strictObject({
  type: z.literal('s2mp-acquisitions'),
  acquisitions: z.array(z.strictObject({ item: z.string(), startUs: z.number(), stopUs: z.number() })),
});

/**
 * The item id of an acquisition, fixed by the first product of it that is about to be mapped. Later products of the same
 * data take that share more than half of its time get the same id, whatever their own start; compare-and-swap on
 * one object per data take keeps two of them that arrive together from making two items.
 */
export async function registerAcquisition(store: ObjectStore, acquisition: Acquisition): Promise<string> {
  const key = acquisitionsKey(acquisition);
  let item = '';
  await updateObject(store, key, (current) => {
    const known = knownIn(key, current);
    const same = known.find((entry) => isEntryOf(entry, acquisition));
    item = same?.item ?? itemIdOf(acquisition);
    if (same) return undefined;
    const { startUs, stopUs } = acquisition;
    return encodeDocument({ type: 's2mp-acquisitions', acquisitions: [...known, { item, startUs, stopUs }] });
  });
  return item;
}

/** Whether the acquisition has its item id: if not, no map of it was ever about to be written. */
export async function isRegistered(store: ObjectStore, acquisition: Acquisition): Promise<boolean> {
  const key = acquisitionsKey(acquisition);
  return knownIn(key, await store.get(key)).some((entry) => isEntryOf(entry, acquisition));
}

type RegistryEntry = z.infer<typeof registrySchema>['acquisitions'][number];

function knownIn(key: string, object: StoredObject | undefined): readonly RegistryEntry[] {
  return object ? parseDocument(registrySchema, key, object.bytes).acquisitions : [];
}

function isEntryOf({ startUs, stopUs }: RegistryEntry, acquisition: Acquisition): boolean {
  return isSameAcquisition({ ...acquisition, startUs, stopUs }, acquisition);
}
