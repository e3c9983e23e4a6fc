import { arch, availableParallelism, cpus, platform } from 'node:os';
import type { Receipt } from '../../product/receipt.ts';

/** The machine that a run was made on, for its receipt. */
export function describeEnvironment(threads: number | undefined): Receipt['environment'] {
  const cpu = cpus()[0]?.model;
  return {
    node: process.version,
    platform: platform(),
    arch: arch(),
    ...(cpu !== undefined && { cpu }),
    cores: availableParallelism(),
    ...(threads !== undefined && { threads }),
  };
}
