import type { PushedTile } from '../../lib/pipeline/operations/push-tiles.ts';

/** What `--json` prints of a push. With `dryRun` nothing was written: `sent` and `replaced` are what would be. */
export interface PushDescription {
  readonly bucket: string;
  readonly dryRun: boolean;
  readonly tiles: readonly {
    readonly state: PushedTile['state'];
    readonly file: string;
    readonly bytes: number;
    /** Absent for what was refused. */
    readonly key?: string;
    readonly reason?: string;
  }[];
}

export function describePush(bucket: string, pushed: readonly PushedTile[], dryRun: boolean): PushDescription {
  const tiles = pushed.map((tile) => {
    const { state, file } = tile;
    const common = { state, file: file.name, bytes: file.size };
    return tile.state === 'refused' ? { ...common, reason: tile.reason } : { ...common, key: tile.key };
  });
  return { bucket, dryRun, tiles };
}

/** `s3://maps: 135 tiles: 12 sent (45.2 MB), 1 replaced (0.3 MB), 120 there already, 2 refused` */
export function formatPush({ bucket, dryRun, tiles }: PushDescription): string {
  const of = (state: PushedTile['state']) => tiles.filter((tile) => tile.state === state);
  const counted = (state: 'sent' | 'replaced') => {
    const megabytes = of(state).reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
    return `${of(state).length} ${dryRun ? 'would be ' : ''}${state} (${megabytes.toFixed(1)} MB)`;
  };
  const parts = [counted('sent'), counted('replaced'), `${of('present').length} there already`];
  return `s3://${bucket}: ${tiles.length} ${tiles.length === 1 ? 'tile' : 'tiles'}: ${[...parts, `${of('refused').length} refused`].join(', ')}`;
}
