import { SeededRandom } from '../../../../lib/cloud/local/seeded-random.ts';
import type { OutsideEvent } from './pipeline-under-faults.ts';
import type { TinyName, TinyWorld } from './tiny-products.ts';

export const STORIES = ['versions', 'slices', 'late', 'month'] as const;

/**
 * What comes in from outside:
 * - `versions`: one acquisition issued twice, and two messages that name no scene that can serve;
 * - `slices`: an acquisition and its re-sliced version;
 * - `late`: a scene whose image comes after its manifest and which is ordered besides, and one whose image never comes;
 * - `month`: two acquisitions of one month, one of them ordered besides.
 */
export type Story = (typeof STORIES)[number];

export const NOT_A_MESSAGE = 'Hello?';
export const EW_PRODUCT = 'S1A_EW_GRDM_1SDH_20210821T054412_20210821T054512_039412_04A7B5_0E0E';

/** What a ledger record must say in the end; `*` stands for the other version of the same acquisition. */
export type FinalState = 'produced' | 'rejected(incomplete)' | 'superseded(by *)';

export const FINAL_STATES: Readonly<Record<Story, Partial<Record<TinyName, FinalState>>>> = {
  versions: { issue: 'superseded(by *)', reissue: 'produced' },
  slices: { slice: 'superseded(by *)', reslice: 'produced' },
  late: { other: 'produced', issue: 'rejected(incomplete)' },
  month: { issue: 'produced', other: 'produced' },
};

/** Events of a story at random times within half an hour, so in any order. */
export function eventsOf(story: Story, world: TinyWorld, seed: number): OutsideEvent[] {
  const random = new SeededRandom(seed + 1000);
  const at = () => random.below(900);
  const upload = (name: TinyName): OutsideEvent => ({ afterS: at(), upload: name, files: 'all' });
  const order = (name: TinyName): OutsideEvent => ({ afterS: at(), message: reprocessingOrder(world, name) });
  switch (story) {
    case 'versions':
      return [upload('issue'), upload('reissue'), { afterS: at(), message: NOT_A_MESSAGE }, ewArrival(at())];
    case 'slices':
      return [upload('slice'), upload('reslice')];
    case 'late':
      return [
        { afterS: 0, upload: 'other', files: 'but-measurement' },
        { afterS: at(), upload: 'issue', files: 'but-measurement' },
        // The bucket's event is for the manifest, which is there already: only waiting finds the rest.
        { afterS: 600 + random.below(300), upload: 'other', files: 'all-silently' },
        order('other'),
      ];
    case 'month':
      return [upload('issue'), upload('other'), order('issue')];
  }
}

/** The same events one after the other, each long after what the one before has started is done. */
export function inTurn(events: readonly OutsideEvent[]): OutsideEvent[] {
  return events.map((event, i) => ({ ...event, afterS: Math.min(i * 300, 900) }));
}

/** A bucket event of a product whose name says that it cannot serve. */
function ewArrival(afterS: number): OutsideEvent {
  const key = `scenes/${EW_PRODUCT}.SAFE/manifest.safe`;
  const record = { eventSource: 'aws:s3', s3: { bucket: { name: 'scenes-and-maps' }, object: { key } } };
  return { afterS, message: JSON.stringify({ Records: [record] }) };
}

function reprocessingOrder({ products }: TinyWorld, name: TinyName): string {
  const scene = { bucket: 'scenes-and-maps', prefix: `scenes/${products[name].product}.SAFE/` };
  return JSON.stringify({ type: 'reprocessing-order', scene });
}
