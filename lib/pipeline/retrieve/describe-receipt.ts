import type { Receipt } from '../../product/receipt.ts';
import type { StacItem } from '../../product/stac-item-schema.ts';
import { formatUtcUs } from '../../sentinel1/utc-time.ts';
import type { Configuration } from '../configuration.ts';
import type { Services } from '../services.ts';
import type { MapTask } from './bring-live.ts';
import { describeEnvironment } from './describe-environment.ts';
import type { JudgedScene } from './judge-scene.ts';
import { acquisitionOf, type MapPlan } from './plan-map.ts';

/** The receipt of a run, from its task, its item, the time it took and what was charged. */
export function describeReceipt(
  { order, judged, plan, item, started, timer }: MapTask,
  document: StacItem,
  outputs: Receipt['outputs'],
  cost: Receipt['cost'],
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
  const { identity, orbitFile } = judged.scene;
  return {
    type: 's2mp-receipt',
    run: plan.run,
    collection: plan.collection,
    item,
    product: order.product,
    scene: order.scene,
    inputs: {
      scene: identity.map(({ path, sha256 }) => ({ path, sha256 })),
      ndvi: [...plan.ndvi.identities],
      landcover: [...judged.landcover],
      dem: [...judged.dem],
      ...(orbitFile && { orbit: [{ path: orbitFile.path, sha256: orbitFile.sha256 }] }),
    },
    heights: configuration.heights,
    model: { name: network.metadata.name, prior: network.metadata.prior, sha256: network.sha256 },
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
    ...(cost && { cost }),
    remarks: remarksOn(configuration, judged, plan),
  };
}

/** What a reader of the map would wonder about: a sentence for each input that was absent, with the QA bit it led to. */
function remarksOn(
  { heights, imageDetail }: Pick<Configuration, 'heights' | 'imageDetail'>,
  judged: JudgedScene,
  { ndvi }: MapPlan,
): string[] {
  const { landcoverAbsent, demAbsent, scene, unverified } = judged;
  const remarks: string[] = [...unverified];
  if (imageDetail === 'overview') {
    remarks.push('A quick look: backscatter comes from the overview of the image (80 m) instead of its samples.');
  }
  if (heights === 'annotation-grid') {
    remarks.push('Terrain heights are those of the annotation grid: no DEM was given.');
    remarks.push('Slopes are unknown without a DEM: QA bits 9 (steep slope) and 10 (layover or shadow) stay unset.');
  }
  if (demAbsent.length > 0) remarks.push(`There is no DEM for ${demAbsent.join(', ')}: taken as sea level.`);
  if (landcoverAbsent.length > 0) {
    remarks.push(`There is no land cover for ${landcoverAbsent.join(', ')}: QA bit 1 (no crop or herbaceous pixel).`);
  }
  if (ndvi.absent.length > 0) {
    remarks.push(
      `There is no NDVI near enough in time for ${ndvi.absent.join(', ')}: QA bit 4 (NDVI absent or too old).`,
    );
  }
  if (scene.hasBorderNoise) {
    remarks.push(`The product is of IPF ${scene.manifest.ipfVersion}: the noise in its borders was masked.`);
  }
  if (scene.noise.kind === 'none') {
    remarks.push('The noise tables of the product are all 0: no noise was removed, QA bit 7 (noise not removed).');
  }
  return remarks;
}
