import { createHash } from 'node:crypto';
import { InputError } from '../errors/input.error.ts';
import type { RejectReason } from '../errors/reject-reason.ts';
import { type RangeSource, TruncatedSourceError } from '../raster/range-source.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import type { SceneFiles } from './scene-files.ts';
import { findVvFiles, type VvFileRole } from './vv-files.ts';

/** The manifest itself is listed nowhere; of the other files only those that a retrieval reads are looked at. */
const ROLES = ['annotation', 'calibration', 'noise', 'measurement'] as const satisfies readonly VvFileRole[];
/** One read; two are held at a time. */
const CHUNK_BYTES = 8 * 2 ** 20;

/** A file that was compared with its checksum, or why it could not be. Paths are the product's own. */
export interface VerifiedFiles {
  readonly verified: readonly string[];
  /** A sentence per file that has no checksum. */
  readonly remarks: readonly string[];
}

/**
 * Compares the MD5 of every file that a retrieval reads with the manifest: the VV annotation, calibration, noise and the
 * pixels. Reads each file once from front to back, 16 MB at a time. The renamed XML files of the public bucket are
 * those of the product and are found by what they are; its images are encoded anew, and no checksum applies to them.
 *
 * @throws InputError with the file's own reason (`invalid-annotation` … `invalid-measurement`) and both sums
 */
export async function verifyChecksums(files: SceneFiles, manifest: Pick<Manifest, 'files'>): Promise<VerifiedFiles> {
  const present = findVvFiles(await files.list());
  const listed = findVvFiles(manifest.files);
  const verified: string[] = [];
  const remarks: string[] = [];
  for (const role of ROLES) {
    const path = present[role]?.path;
    const source = path === undefined ? undefined : await files.open(path);
    if (path === undefined || !source) continue; // What is absent is the business of openScene.
    const entry = listed[role];
    const md5 = entry && (role !== 'measurement' || entry.path === path) ? entry.md5 : undefined;
    if (entry && md5 !== undefined) {
      await compare(source, { ...entry, md5 }, `invalid-${role}`);
      verified.push(path);
    } else {
      remarks.push(`${path} was not verified: the manifest has no checksum of ${describe(role, entry, path)}.`);
    }
  }
  return { verified, remarks };
}

function describe(role: VvFileRole, entry: ManifestFile | undefined, path: string): string {
  return role === 'measurement' && entry && entry.path !== path ? 'this encoding of the image' : 'this file';
}

async function compare(source: RangeSource, entry: ManifestFile, reason: RejectReason): Promise<void> {
  const fail = (what: string, options?: ErrorOptions) =>
    new InputError(reason, source.name, what, 'Download the product again.', options);
  if (source.size !== entry.size) throw fail(`has ${source.size} bytes, the manifest says ${entry.size}`);
  const found = await md5Of(source).catch((cause: unknown) => {
    throw cause instanceof TruncatedSourceError ? fail('the file is cut off', { cause }) : cause;
  });
  if (found !== entry.md5) throw fail(`its MD5 is ${found}, the manifest says ${entry.md5}`);
}

/** The next piece is fetched while one is hashed. */
async function md5Of(source: RangeSource): Promise<string> {
  const hash = createHash('md5');
  const read = async (offset: number) =>
    offset < source.size ? source.read(offset, Math.min(CHUNK_BYTES, source.size - offset)) : undefined;
  let next = read(0);
  for (let offset = CHUNK_BYTES; ; offset += CHUNK_BYTES) {
    const bytes = await next;
    if (!bytes) return hash.digest('hex');
    next = read(offset);
    // A failure must wait for its turn: unobserved until then, it would end the process.
    next.catch(() => {});
    hash.update(bytes);
  }
}
