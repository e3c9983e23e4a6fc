import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  type ListedObject,
  type ObjectHead,
  type ObjectStore,
  PreconditionFailedError,
  type PutOptions,
  RangePastEndError,
  type StoredObject,
  StoreUnavailableError,
} from '../object-store.ts';
import { mayPass, type ServiceFailure, serviceFailure } from './service-failure.ts';

/** A put met another one of the same key (409): tries until the other one is decided. */
const CONFLICT_TRIES = 6;
const CONFLICT_PAUSE_MS = 50;
/** The SDK repeats a request whose answer did not come, but not one whose answer broke off. */
const BODY_TRIES = 3;

/**
 * One S3 bucket. The role needs `s3:ListBucket` besides `s3:GetObject`: without it S3 answers 403 for a key that does
 * not exist, which here means "unavailable" and not "absent".
 *
 * The SDK repeats a put whose answer was lost; with `ifNoneMatch` the repetition then finds the object that the first try
 * wrote. So a {@link PreconditionFailedError} can mean one's own success: compare before treating it as another's.
 */
export class S3ObjectStore implements ObjectStore {
  readonly bucket: string;
  readonly leastReadBytes = 2 ** 20;
  readonly #client: S3Client;
  /** The bucket has answered for itself, so that a 404 without a body can only mean the key. */
  #bucketExists = false;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.bucket = bucket;
  }

  async head(key: string): Promise<ObjectHead | undefined> {
    const head = await this.#unlessAbsent(key, async () => {
      const answer = await this.#client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }));
      return { size: answer.ContentLength ?? 0, etag: answer.ETag ?? '' };
    });
    // HEAD's 404 has no body: the key or the whole bucket may be missing. GET says which, once for the store.
    if (head === undefined && !this.#bucketExists) await this.#unlessAbsent(key, () => this.#firstByte(key));
    this.#bucketExists = true;
    return head;
  }

  async get(key: string): Promise<StoredObject | undefined> {
    return this.#unlessAbsent(key, async () => {
      const answer = await this.#client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      return { size: bytes.byteLength, etag: answer.ETag ?? '', bytes };
    });
  }

  async read(key: string, offset: number, length: number): Promise<Uint8Array | undefined> {
    if (offset < 0 || length < 0) throw new RangeError(`${key}: bytes ${offset} to ${offset + length} are no range`);
    // HTTP has no empty range.
    if (length === 0) return this.#readNothing(key, offset);
    const Range = `bytes=${offset}-${offset + length - 1}`;
    return this.#unlessAbsent(key, async () => {
      try {
        const bytes = await this.#readBody(new GetObjectCommand({ Bucket: this.bucket, Key: key, Range }));
        if (bytes.byteLength !== length) throw new RangePastEndError(key, offset + bytes.byteLength, offset, length);
        return bytes;
      } catch (error) {
        if (serviceFailure(error)?.status !== 416) throw error;
        throw new RangePastEndError(key, (await this.head(key))?.size ?? 0, offset, length);
      }
    });
  }

  async put(key: string, bytes: Uint8Array, options: PutOptions = {}): Promise<{ readonly etag: string }> {
    const input: PutObjectCommandInput = {
      Bucket: this.bucket,
      Key: key,
      Body: bytes,
      ContentLength: bytes.byteLength,
      ...(options.contentType !== undefined && { ContentType: options.contentType }),
      ...(options.ifNoneMatch === true && { IfNoneMatch: '*' }),
      ...(options.ifMatch !== undefined && { IfMatch: options.ifMatch }),
    };
    for (let tries = 1; ; tries++) {
      try {
        const answer = await this.#client.send(new PutObjectCommand(input));
        return { etag: answer.ETag ?? '' };
      } catch (error) {
        const failure = serviceFailure(error);
        const conditional = options.ifMatch !== undefined || options.ifNoneMatch === true;
        // 404 NoSuchKey on If-Match: the version that was to be replaced has been deleted. NoSuchBucket is another matter.
        const versionGone = options.ifMatch !== undefined && failure?.status === 404 && failure.code !== 'NoSuchBucket';
        if (failure?.status === 412 || versionGone) {
          throw new PreconditionFailedError(`${this.#name(key)}: somebody else wrote first`, { cause: error });
        }
        if (failure?.status !== 409 || !conditional || tries >= CONFLICT_TRIES) throw this.#translated(key, error);
        await new Promise((resolve) => setTimeout(resolve, CONFLICT_PAUSE_MS * 2 ** tries * Math.random()));
      }
    }
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    let from: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: this.bucket,
        Prefix: prefix,
        ...(from !== undefined && { ContinuationToken: from }),
      });
      const page = await this.#client.send(command).catch((error: unknown) => {
        throw this.#translated(prefix, error);
      });
      for (const { Key, Size, ETag, LastModified } of page.Contents ?? []) {
        if (Key === undefined) continue;
        yield { key: Key, size: Size ?? 0, etag: ETag ?? '', modified: LastModified ?? new Date(0) };
      }
      from = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (from !== undefined);
  }

  async #readBody(command: GetObjectCommand): Promise<Uint8Array> {
    for (let tries = 1; ; tries++) {
      const answer = await this.#client.send(command);
      try {
        return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        if (serviceFailure(error) === undefined || tries >= BODY_TRIES) throw error;
      }
    }
  }

  async #firstByte(key: string): Promise<void> {
    await this.#readBody(new GetObjectCommand({ Bucket: this.bucket, Key: key, Range: 'bytes=0-0' }));
  }

  async #readNothing(key: string, offset: number): Promise<Uint8Array | undefined> {
    const head = await this.head(key);
    if (head !== undefined && offset > head.size) throw new RangePastEndError(key, head.size, offset, 0);
    return head && new Uint8Array();
  }

  async #unlessAbsent<T>(key: string, call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      const failure = serviceFailure(error);
      // `NotFound` is HEAD's 404, which has no body.
      if (failure?.code === 'NoSuchKey' || failure?.code === 'NotFound') return undefined;
      throw this.#translated(key, error);
    }
  }

  #translated(key: string, error: unknown): unknown {
    if (error instanceof StoreUnavailableError || error instanceof RangePastEndError) return error;
    const failure = serviceFailure(error);
    if (failure === undefined || !(mayPass(failure) || isElsewhere(failure))) return error;
    return new StoreUnavailableError(`${this.#name(key)}: ${failure.code} (${failure.status ?? 'no answer'})`, {
      cause: error,
    });
  }

  #name(key: string): string {
    return `s3://${this.bucket}/${key}`;
  }
}

/** No such bucket, or in another region: of that the object's absence does not follow, and somebody may mend it. */
function isElsewhere({ code, status }: ServiceFailure): boolean {
  return code === 'NoSuchBucket' || status === 301;
}
