import { z } from 'zod';
import { COLLECTION_IDS } from '../product/collection-id.ts';

/** Message of the retrieval queues: one complete scene to be turned into maps. Written by intake only. */
export const sceneOrderSchema = z.strictObject({
  type: z.literal('scene-order'),
  /** Source product without `.SAFE` or `.zip`. */
  product: z.string().min(1),
  scene: z.strictObject({ bucket: z.string().min(1), location: z.string().min(1) }),
  collections: z.array(z.enum(COLLECTION_IDS)).min(1),
  /** Key of a precise-orbit file in the pipeline's own store; absent = the orbit of the annotation. */
  orbit: z.string().min(1).optional(),
  lane: z.enum(['nrt', 'bulk']),
  /** When the scene came into sight: the start of the latency that the receipt reports. */
  arrivedAt: z.iso.datetime(),
});

export type SceneOrder = z.infer<typeof sceneOrderSchema>;
