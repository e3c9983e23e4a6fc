import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

/** One request as the server saw it; times in ms of `performance.now()`. */
export interface ServedRequest {
  readonly method: string;
  readonly bucket: string;
  /** Empty for a listing. */
  readonly key: string;
  /** Of the body that was sent. */
  readonly offset: number;
  readonly length: number;
  readonly signed: boolean;
  /** For which the request was signed. */
  readonly region: string;
  readonly startedMs: number;
  endedMs: number;
}

export interface ObjectServer extends AsyncDisposable {
  readonly endpoint: string;
  readonly requests: ServedRequest[];
  /** Connections that are open now. */
  connections(): Promise<number>;
  /** Most requests that were open at the same time. */
  mostInFlight(): number;
}

export interface ObjectServerOptions {
  /** Time to the first byte of each answer. */
  readonly latencyMs?: number;
  /** So many answers to GetObject break off in the middle. */
  readonly brokenBodies?: number;
  /** `bucket` (for listings) or `bucket/key` that is answered with 403 AccessDenied. */
  readonly refused?: ReadonlySet<string>;
  /** Regions of buckets: a request that is signed for another one is redirected. */
  readonly regions?: Readonly<Record<string, string>>;
  /** Takes what PutObject brings; without it nothing can be put. */
  readonly accept?: (bucket: string, key: string, bytes: Uint8Array) => void;
}

/**
 * GetObject with ranges, HeadObject, PutObject in one piece and ListObjectsV2 (two keys a page, so that pages are followed) of objects in
 * memory, path-style. What the S3 protocol says of errors and ranges is written down here independently of the SDK.
 */
export async function serveObjects(
  buckets: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>,
  { latencyMs = 0, brokenBodies = 0, refused = new Set(), regions = {}, accept }: ObjectServerOptions = {},
): Promise<ObjectServer> {
  const requests: ServedRequest[] = [];
  let inFlight = 0;
  let most = 0;
  let toBreak = brokenBodies;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://s3.invalid');
    const [, bucket = '', ...segments] = url.pathname.split('/').map(decodeURIComponent);
    const key = segments.join('/');
    const method = request.method ?? '';
    const startedMs = performance.now();
    most = Math.max(most, ++inFlight);
    const seen: ServedRequest = {
      method,
      bucket,
      key,
      ...rangeOf(request.headers.range, buckets.get(bucket)?.get(key)?.length ?? 0),
      signed: request.headers.authorization !== undefined,
      region: /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '',
      startedMs,
      endedMs: startedMs,
    };
    requests.push(seen);
    response.on('close', () => {
      inFlight--;
      seen.endedMs = performance.now();
    });
    const answer = () => {
      const objects = buckets.get(bucket);
      if (!objects) return sendError(response, 404, 'NoSuchBucket', method === 'HEAD');
      const region = regions[bucket];
      if (region !== undefined && region !== seen.region) {
        response.setHeader('x-amz-bucket-region', region);
        return sendError(response, 301, 'PermanentRedirect', method === 'HEAD');
      }
      if (refused.has(key === '' ? bucket : `${bucket}/${key}`))
        return sendError(response, 403, 'AccessDenied', method === 'HEAD');
      if (key === '') return sendListing(response, objects, url.searchParams);
      if (method === 'PUT') return accept ? take(request, response, accept.bind(undefined, bucket, key)) : undefined;
      const bytes = objects.get(key);
      if (!bytes) return sendError(response, 404, 'NoSuchKey', method === 'HEAD');
      const part = bytes.subarray(seen.offset, seen.offset + seen.length);
      response.writeHead(request.headers.range === undefined ? 200 : 206, {
        'content-length': part.length,
        'content-range': `bytes ${seen.offset}-${seen.offset + part.length - 1}/${bytes.length}`,
        etag: etagOf(bytes),
      });
      if (method === 'HEAD') return response.end();
      if (toBreak-- > 0) return response.write(part.subarray(0, part.length / 2), () => response.destroy());
      return response.end(part);
    };
    if (latencyMs > 0) setTimeout(answer, latencyMs);
    else answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    connections: () => promisify(server.getConnections.bind(server))(),
    mostInFlight: () => most,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** As S3 makes it of an object that was put in one piece. */
function etagOf(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

/** An upload that breaks off leaves nothing. */
function take(request: IncomingMessage, response: ServerResponse, accept: (bytes: Uint8Array) => void): void {
  const pieces: Buffer[] = [];
  request
    .on('error', () => {})
    .on('data', (piece: Buffer) => pieces.push(piece))
    .on('end', () => {
      const bytes = new Uint8Array(Buffer.concat(pieces));
      accept(bytes);
      response.writeHead(200, { etag: etagOf(bytes) }).end();
    });
}

function rangeOf(header: string | undefined, size: number): { offset: number; length: number } {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header ?? '') ?? [];
  if (first === undefined) return { offset: 0, length: size };
  const offset = Number(first);
  return { offset, length: Math.max(Math.min(Number(last) + 1, size) - offset, 0) };
}

function sendError(response: ServerResponse, status: number, code: string, empty = false): void {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(empty ? undefined : body);
}

function sendListing(response: ServerResponse, objects: ReadonlyMap<string, Uint8Array>, query: URLSearchParams): void {
  const prefix = query.get('prefix') ?? '';
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  const from = Number(query.get('continuation-token') ?? 0);
  const contents = keys
    .slice(from, from + 2)
    .map((key) => `<Contents><Key>${key}</Key><Size>${objects.get(key)?.length}</Size><ETag>"e"</ETag></Contents>`);
  const more = from + 2 < keys.length;
  const next = more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : '';
  response
    .writeHead(200, { 'content-type': 'application/xml' })
    .end(
      `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
    );
}
