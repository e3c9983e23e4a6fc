import { dirname } from 'node:path';

/** The product that a path means: as in S3, its `manifest.safe` stands for the folder. */
export function productPath(path: string): string {
  return /(^|[/\\])manifest\.safe$/.test(path) ? dirname(path) : path;
}
