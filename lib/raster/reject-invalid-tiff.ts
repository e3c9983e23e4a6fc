import { InputError } from '../errors/input.error.ts';
import type { RejectReason } from '../errors/reject-reason.ts';
import { InvalidTiffError } from './invalid-tiff.error.ts';

/**
 * Runs `read` and turns a damaged or unsupported TIFF into the reason for which the scene cannot become a map; other
 * errors, which may pass, go through.
 * @param todo what the reader can do about it, a whole sentence
 */
export async function rejectInvalidTiff<T>(reason: RejectReason, todo: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof InvalidTiffError)) throw error;
    throw new InputError(reason, error.where, error.what, todo, { cause: error });
  }
}
