import { storeSink } from '../../cli/demo/store-sink.ts';
import { openLocalSystem } from '../../cli/local/open-local-system.ts';
import type { LocalObjectStore } from '../../lib/cloud/local/local-object-store.ts';
import { parseConfiguration } from '../../lib/pipeline/configuration.ts';
import { SILENT_LOG } from '../../lib/pipeline/log.ts';
import { createDemo, DEMO_AREAS, DEMO_PASSES } from '../../lib/simulate/demo.ts';
import { planAcquisition } from '../../lib/simulate/plan-acquisition.ts';
import { renderScene } from '../../lib/simulate/render-scene.ts';
import { renderTiles } from '../../lib/simulate/render-tiles.ts';

const LANDCOVER_YEAR = 2019;

/** A fixed scene of a few kilometres, through the whole pipeline. @returns the store with all that it made */
export async function makeProducts(folder: string): Promise<LocalObjectStore> {
  const box = DEMO_AREAS.tiny;
  const demo = createDemo({ seed: 42, box, passes: DEMO_PASSES.slice(0, 1) });
  const system = await openLocalSystem({
    folder,
    configuration: parseConfiguration({
      areasOfInterest: [{ name: 'tiny', bbox: box }],
      landcoverYear: LANDCOVER_YEAR,
    }),
    log: SILENT_LOG,
    retrieval: { threads: 1 },
  });
  try {
    const sink = storeSink(system.store);
    await renderTiles(demo.scenario, demo.box, demo.ndviDates, sink, {
      folders: { landcover: `landcover/${LANDCOVER_YEAR}`, dem: 'dem', ndvi: 'ndvi/filled', ndviS3: 'ndvi/s3' },
    });
    for (const { acquisition } of demo.acquisitions) {
      await renderScene(demo.scenario, planAcquisition(acquisition), sink, { folder: 'scenes', threads: 1 });
    }
    const deadLetters = await system.run();
    if (deadLetters.length > 0) throw new Error(`dead letters: ${JSON.stringify(deadLetters)}`);
    return system.store;
  } finally {
    await system.close();
  }
}
