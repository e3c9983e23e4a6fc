import { InputError } from '../errors/input.error.ts';
import type { RejectReason } from '../errors/reject-reason.ts';
import { type RangeSource, readAll, TruncatedSourceError } from '../raster/range-source.ts';
import { MAX_XML_BYTES } from './xml-element.ts';

/**
 * The bytes of one of a product's XML files, or of another that goes with it. What is far too long for one is refused before memory is given to it: the
 * size may be an archive's lie.
 *
 * @throws InputError with the reason given
 */
export async function readXmlFile(source: RangeSource, reason: RejectReason, file = 'product'): Promise<Uint8Array> {
  const fail = (what: string, options?: ErrorOptions) =>
    new InputError(reason, source.name, what, `Download the ${file} again.`, options);
  if (source.size > MAX_XML_BYTES) throw fail(`is ${source.size} bytes long, far more than such a file has`);
  try {
    return await readAll(source);
  } catch (error) {
    if (!(error instanceof TruncatedSourceError)) throw error;
    throw fail('is cut off', { cause: error });
  }
}
