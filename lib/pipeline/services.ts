import type { Clock } from '../cloud/clock.ts';
import type { MessageQueue } from '../cloud/message-queue.ts';
import type { ObjectStore } from '../cloud/object-store.ts';
import type { Topic } from '../cloud/topic.ts';
import type { TileSet } from '../raster/tile-set.ts';
import type { Network } from '../s2mp/open-network.ts';
import type { Configuration } from './configuration.ts';
import type { Prices } from './cost/prices.ts';
import type { UsageMeter } from './cost/usage.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** How far one scene is, for people who wait. `done` and `total` count the unit of the stage (image lines, maps …). */
export interface SceneProgress {
  readonly product: string;
  readonly stage: 'judge' | 'backscatter' | 'network' | 'write' | 'announce' | 'done';
  readonly done: number;
  readonly total: number;
}

/** What the use cases need of the outside world. Each takes only the part it uses (`Pick`). */
export interface Services {
  readonly configuration: Configuration;
  /** Products, ledger, receipts, statistics and the tiles of land cover, DEM and NDVI. */
  readonly store: ObjectStore;
  /** Where scenes lie: the own bucket or a public one. */
  readonly sceneStore: (bucket: string) => ObjectStore;
  /** Where terrain heights are read; absent: `dem/` of the store. */
  readonly demTiles?: TileSet;
  /** True where scenes of the own bucket only appear in it (a user's folder): a link to them could not be followed. */
  readonly scenesLieElsewhere?: boolean;
  readonly arrivals: MessageQueue;
  readonly retrievalNrt: MessageQueue;
  readonly retrievalBulk: MessageQueue;
  readonly statistics: MessageQueue;
  readonly smReady: Topic;
  readonly network: Network;
  readonly clock: Clock;
  readonly log: Log;
  /** Absent where nobody watches. */
  readonly metrics?: Metrics;
  /** Absent where nothing is charged. */
  readonly charges?: { readonly meter: UsageMeter; readonly prices: Prices };
  /** `version` of package.json: part of every run id. */
  readonly codeVersion: string;
  readonly retrieval: RetrievalOptions;
}

/** How the retrieval runs on this machine; nothing here may change a result. */
export interface RetrievalOptions {
  /** Threads of the scene processing; absent = as many as the machine has, 1 = no workers. */
  readonly threads?: number;
  /** Compares the checksums of all files of a scene that are read, pixels included, before anything is made of it. */
  readonly verify?: boolean;
  readonly onProgress?: (progress: SceneProgress) => void;
}
