import type { Acquisition } from '../../product/acquisition.ts';
import type { CollectionId } from '../../product/collection-id.ts';
import type { SourceVersion } from '../../product/live-version.ts';
import { runId } from '../../product/run-id.ts';
import { DEFAULT_PARCEL_PIXELS, errorCorrelation, sameParcelProbability } from '../../s2mp/error-correlation.ts';
import type { Scene } from '../../sentinel1/open-scene.ts';
import type { Services } from '../services.ts';
import { type ChosenNdvi, chooseNdviFor } from './choose-ndvi.ts';
import type { JudgedScene } from './judge-scene.ts';

/** One map that can be made of a judged scene: its inputs, its parameters, and the run that these make. */
export interface MapPlan {
  readonly collection: CollectionId;
  readonly ndvi: ChosenNdvi;
  /** ρ of the 1-km uncertainty. */
  readonly errorCorrelation: number;
  readonly parameters: Readonly<Record<string, string | number | number[][]>>;
  readonly run: string;
  readonly source: SourceVersion;
}

type PlanServices = Pick<Services, 'configuration' | 'store' | 'network' | 'codeVersion'>;

/**
 * Everything that decides a map's content is known before a pixel is read; its hash is the run id.
 *
 * @throws InputError `no-ndvi`, which concerns this collection alone
 */
export async function planMap(collection: CollectionId, judged: JudgedScene, services: PlanServices): Promise<MapPlan> {
  const { configuration, network, codeVersion } = services;
  const { scene, window, landcover, dem } = judged;
  const acquired = new Date(scene.annotation.firstLineTimeUs / 1000);
  const ndvi = await chooseNdviFor(collection, window, acquired, services);
  const rho = configuration.errorCorrelation ?? derivedErrorCorrelation(collection, services);
  const parameters = {
    // The window is what the areas of interest amount to for this scene.
    window: [[window.column, window.row, window.width, window.height]],
    heights: configuration.heights,
    landcoverYear: configuration.landcoverYear,
    maxNdviAgeDays: configuration.maxNdviAgeDays,
    prior: configuration.prior,
    errorCorrelation: rho,
    ...(configuration.imageDetail !== 'samples' && { imageDetail: configuration.imageDetail }),
  };
  const run = runId({
    collection,
    product: scene.product.name,
    scene: scene.identity,
    ndvi: ndvi.identities,
    landcover,
    dem,
    ...(scene.orbitFile && { orbit: scene.orbitFile }),
    modelSha256: network.sha256,
    codeVersion,
    parameters,
  });
  return { collection, ndvi, errorCorrelation: rho, parameters, run, source: sourceOf(scene) };
}

/** From the network's error shares, a stated parcel size and the NDVI's resolution, to three decimals; see error-correlation.ts. */
function derivedErrorCorrelation(collection: CollectionId, { network }: PlanServices): number {
  const probability = sameParcelProbability(DEFAULT_PARCEL_PIXELS);
  const sameNdvi = collection === 's2mp-s1s3';
  return Math.round(1000 * errorCorrelation(network.metadata.errorShares, probability, sameNdvi)) / 1000;
}

function sourceOf({ product, manifest }: Scene): SourceVersion {
  return { product: product.name, processedUs: manifest.processingStopUs };
}

/** What the scene shows, by its annotation. */
export function acquisitionOf({ annotation }: Scene): Acquisition {
  return {
    platform: annotation.platform,
    absoluteOrbit: annotation.absoluteOrbit,
    dataTakeId: annotation.dataTakeId,
    startUs: annotation.firstLineTimeUs,
    stopUs: annotation.firstLineTimeUs + Math.round(annotation.lastLineTimeS * 1e6),
  };
}
