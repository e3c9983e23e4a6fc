import type { MapCells } from '../../product/map-cells.ts';
import { stacItem } from '../../product/stac-item.ts';
import type { StacItem } from '../../product/stac-item-schema.ts';
import { summarizeCells } from '../../product/summarize-cells.ts';
import type { Services } from '../services.ts';
import type { MapTask } from './bring-live.ts';
import { acquisitionOf } from './plan-map.ts';
import type { WrittenAssets } from './write-assets.ts';

/** The STAC item of a map: from its inputs and cells alone. */
export function describeItem(
  { order, judged, plan, item }: MapTask,
  cells: MapCells,
  observed: Uint8Array,
  assets: WrittenAssets,
  services: Pick<Services, 'configuration' | 'network' | 'codeVersion' | 'store' | 'scenesLieElsewhere'>,
): StacItem {
  const { configuration, network, codeVersion } = services;
  const { scene, outline, window } = judged;
  const { manifest, annotation, noise } = scene;
  return stacItem({
    collection: plan.collection,
    item,
    run: plan.run,
    license: configuration.license,
    acquisition: {
      ...acquisitionOf(scene),
      relativeOrbit: manifest.relativeOrbit,
      pass: manifest.pass,
      radarFrequencyHz: annotation.radarFrequencyHz,
      sliceNumber: manifest.sliceNumber,
      totalSlices: manifest.totalSlices,
      timeliness: manifest.timeliness,
    },
    source: {
      ...plan.source,
      ipfVersion: manifest.ipfVersion,
      noise: noise.kind,
      orbitKind: scene.orbitFile?.kind,
      imageDetail: configuration.imageDetail === 'overview' ? 'overview' : undefined,
      ...sourceLink(order, services),
    },
    outline,
    window,
    assets,
    summary: summarizeCells(cells, observed),
    retrieval: {
      codeVersion,
      model: { name: network.metadata.name, prior: network.metadata.prior, sha256: network.sha256 },
      errorCorrelation: plan.errorCorrelation,
      maxNdviAgeDays: configuration.maxNdviAgeDays,
      heights: configuration.heights,
      landcoverYear: configuration.landcoverYear,
      ndvi: plan.ndvi.choices.map(({ tile, date, ageDays }) => ({ tile, date, ageDays })),
    },
  });
}

/** Relative in the own bucket, so that the link works from a copy of it too; none to where nobody else can look. */
function sourceLink(
  { scene }: MapTask['order'],
  { store, scenesLieElsewhere }: Pick<Services, 'store' | 'scenesLieElsewhere'>,
): { key?: string; href?: string } {
  const path = scene.location.endsWith('.zip') ? scene.location : `${scene.location}/manifest.safe`;
  if (scene.bucket !== store.bucket) return { href: `s3://${scene.bucket}/${path}` };
  return scenesLieElsewhere ? {} : { key: path };
}
