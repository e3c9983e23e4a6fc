import { codeVersion } from '../code-version.ts';
import type { MapRow } from '../maps/map-row.ts';
import { renderReport } from '../report/render-report.ts';
import type { DemoSettings } from './demo-marker.ts';
import type { MapWithTruth } from './score-maps.ts';

const TITLES: Readonly<Record<string, string>> = {
  's2mp-s1s2': 'S1 + S2, retrieved at 100 m',
  's2mp-s1s3': 'S1 + S3, retrieved at 1 km',
};

/** The page `report.html` of a finished demo. */
export function renderDemoReport(
  rows: readonly MapRow[],
  maps: readonly MapWithTruth[],
  settings: DemoSettings,
): string {
  const isWorld = settings.kind === 'world';
  return renderReport({
    title: isWorld ? 'Soil moisture of the demo world' : 'Soil moisture of a scene',
    summary: isWorld
      ? 'Sentinel-1 scenes of three dates over a simulated world near Montpellier, turned into 1-km soil-moisture maps by the same handlers that run on AWS.'
      : `Soil moisture at 1 km of ${settings.scene}.`,
    version: codeVersion(),
    facts: [
      ...(isWorld
        ? [
            { label: 'size', value: settings.size },
            { label: 'seed', value: String(settings.seed) },
          ]
        : []),
      { label: 'maps', value: String(rows.length) },
    ],
    maps: maps.map(({ row, start, cells, truth }) => ({
      collection: row.collection,
      collectionTitle: TITLES[row.collection] ?? row.collection,
      item: row.item,
      acquired: start,
      cells,
      ...(truth && { truth }),
      stages: row.stages,
      arrivalToNotificationS: row.totalSeconds,
    })),
  });
}
