import type { Receipt } from '../../product/receipt.ts';
import type { StacItem } from '../../product/stac-item-schema.ts';
import { formatUtcUs } from '../../sentinel1/utc-time.ts';
import type { Services } from '../services.ts';
import type { MapTask } from './bring-live.ts';
import { describeEnvironment } from './describe-environment.ts';
import { acquisitionOf } from './plan-map.ts';

/** The receipt of a run, from its task, its item and the time it took. */
export function describeReceipt(
  { order, judged, plan, item, started, timer }: MapTask,
  document: StacItem,
  outputs: Receipt['outputs'],
  {
    configuration,
    network,
    codeVersion,
    clock,
    retrieval,
  }: Pick<Services, 'configuration' | 'network' | 'codeVersion' | 'clock' | 'retrieval'>,
): Receipt {
  const { total, observed, retrieved, recommended } = document.properties['s2mp:cells'];
  const meanSm = document.properties['s2mp:mean_sm'];
  return {
    type: 's2mp-receipt',
    run: plan.run,
    collection: plan.collection,
    item,
    product: order.product,
    scene: order.scene,
    inputs: {
      scene: judged.scene.identity.map(({ path, sha256 }) => ({ path, sha256 })),
      ndvi: [...plan.ndvi.identities],
      landcover: [...judged.landcover],
      dem: [...judged.dem],
    },
    heights: configuration.heights,
    model: { name: network.metadata.name, sha256: network.sha256 },
    parameters: plan.parameters,
    code: { name: 's2mp-nrt', version: codeVersion },
    environment: describeEnvironment(retrieval.threads),
    outputs,
    summary: { cells: total, observed, retrieved, recommended, ...(meanSm !== undefined && { meanSm }) },
    times: {
      sensed: formatUtcUs(acquisitionOf(judged.scene).stopUs),
      arrived: order.arrivedAt,
      started: started.toISOString(),
      finished: clock.now().toISOString(),
    },
    stages: timer.stages(),
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    remarks: remarksOn(configuration.heights, judged.dem.length),
  };
}

function remarksOn(heights: Receipt['heights'], demTiles: number): string[] {
  if (heights === 'annotation-grid') return ['Terrain heights are those of the annotation grid: no DEM was given.'];
  return demTiles === 0 ? ['No DEM tile exists for this scene: all of it was taken as sea level.'] : [];
}
