/** What an AWS service answered instead of a result. */
export interface ServiceFailure {
  /** Error code: `NoSuchKey`, `SlowDown` … For failures of the network, the name of the exception. */
  readonly code: string;
  /** HTTP status; undefined if no answer came at all. */
  readonly status: number | undefined;
}

/** Undefined for what is no failure of a call: a mistake in the program. */
export function serviceFailure(error: unknown): ServiceFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('$metadata' in error && typeof error.$metadata === 'object' && error.$metadata !== null) {
    const status = 'httpStatusCode' in error.$metadata ? error.$metadata.httpStatusCode : undefined;
    if (typeof status === 'number') return { code: error.name, status };
    // The SDK notes its tries in network errors, too; ECONNREFUSED says more than their name `Error`.
    return { code: 'code' in error ? String(error.code) : error.name, status: undefined };
  }
  // Node's network errors and the SDK's own time limits come without an answer's metadata.
  const code = 'code' in error ? String(error.code) : '';
  if (NETWORK_CODE.test(code) || NETWORK_FAILURES.includes(error.name))
    return { code: code || error.name, status: undefined };
  return undefined;
}

/** Whether the same call may succeed later. A refusal (403) may be a policy that has not taken effect yet. */
export function mayPass({ code, status }: ServiceFailure): boolean {
  if (status === undefined || status >= 500 || [403, 408, 409, 429].includes(status)) return true;
  return /Throttl|TooManyRequests|SlowDown|RequestTimeout|OverLimit/.test(code);
}

/** ECONNREFUSED, ENOTFOUND, EAI_AGAIN …, but not Node's ERR_… for wrong arguments. */
const NETWORK_CODE = /^(E(?!RR_)[A-Z_]+|ERR_STREAM_PREMATURE_CLOSE)$/;
const NETWORK_FAILURES = ['TimeoutError', 'AbortError', 'CredentialsProviderError'];
