import type { S3Client } from '@aws-sdk/client-s3';

/** Requests as S3 charges them: reading (GET, HEAD), and writing or listing. Failed ones count too. */
export interface RequestCounts {
  reads: number;
  writes: number;
}

/** Counts every request that the client sends, repetitions included, into `counts`. */
export function countRequests(client: S3Client, counts: RequestCounts): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        if (/^(Get|Head)/.test(commandName)) counts.reads++;
        else counts.writes++;
        return next(args);
      },
    // After the SDK's retries, so that each try counts.
    { step: 'finalizeRequest', priority: 'low', name: 'countRequests' },
  );
}
