import { z } from 'zod';
import { demSourceSchema } from '../../lib/pipeline/sources/dem-source.ts';

const [store, glo30] = demSourceSchema.options;
const { bucket, region } = glo30.shape;

/** What the retrieval is told, with the public GLO-30 bucket unless another one is named. */
export const demSource = z
  .discriminatedUnion('kind', [
    store,
    glo30.extend({ bucket: bucket.default('copernicus-dem-30m'), region: region.default('eu-central-1') }),
  ])
  .default({ kind: 'store' });
