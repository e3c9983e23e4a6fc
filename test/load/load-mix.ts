import { SeededRandom } from '../../lib/cloud/local/seeded-random.ts';
import type { LoadScene } from './load-scenes.ts';
import { type LoadSource, soundSource, spoiltSource } from './load-source.ts';
import { POISON_KINDS, POISON_MESSAGES } from './poison-kinds.ts';

/** One thing that comes in from outside. */
export type LoadArrival = (
  | { readonly kind: 'upload'; readonly source: LoadSource }
  /** The bucket's event of an earlier upload, delivered once more. */
  | { readonly kind: 'event'; readonly source: LoadSource }
  /** The same objects put once more, which raises an event of its own. */
  | { readonly kind: 'upload-again'; readonly source: LoadSource }
  | { readonly kind: 'message'; readonly body: string }
) & {
  /** When, as a share of the whole time: 0 … 1. */
  readonly at: number;
};

/** Where a source product must have got to when all is done. */
export interface ExpectedScene {
  readonly product: string;
  /** `produced`, or `rejected(<reason>)`. */
  readonly state: string;
  /** How the scene was spoilt; absent for sound ones. */
  readonly poison?: string;
  /** How often it came. */
  readonly arrivals: number;
}

export interface LoadMix {
  /** In the order of their time. */
  readonly arrivals: readonly LoadArrival[];
  readonly scenes: readonly ExpectedScene[];
  /** Messages that name no scene: each text leaves one record `rejected(invalid-message)`. */
  readonly nameless: number;
}

export interface LoadMixOptions {
  readonly arrivals: number;
  readonly seed: number;
  /** Share of the arrivals that repeat an earlier one. Default 0.1. */
  readonly duplicates?: number;
  /** Share of the arrivals that can never serve. Default 0.05. */
  readonly poison?: number;
}

/** Every so many poison arrivals one is a message that is no envelope. */
const POISON_PER_MESSAGE = 6;
/** Half of the duplicates come within this share of the time after the original. */
const SOON = 0.02;

type First = Omit<ExpectedScene, 'product' | 'arrivals'> & { readonly source: LoadSource };

interface MixCounts {
  readonly duplicates: number;
  readonly poison: number;
  readonly messages: number;
  readonly spoilt: number;
  readonly sound: number;
}

function countsOf({ arrivals, duplicates = 0.1, poison = 0.05 }: LoadMixOptions): MixCounts {
  const repeated = Math.round(arrivals * duplicates);
  const bad = Math.round(arrivals * poison);
  const messages = Math.floor(bad / POISON_PER_MESSAGE);
  const sound = arrivals - repeated - bad;
  return { duplicates: repeated, poison: bad, messages, spoilt: bad - messages, sound };
}

/** How many rendered scenes a mix is made of. */
export function scenesOfMix(options: LoadMixOptions): number {
  const { sound, spoilt } = countsOf(options);
  return sound + spoilt;
}

/**
 * Distinct scenes at random times in random order, some of them again, some spoilt, with what must become of each. The
 * same seed and scenes give the same mix.
 *
 * @param scenes at least {@link scenesOfMix}; which of them are spoilt is up to the seed
 */
export function createLoadMix(options: LoadMixOptions, scenes: readonly LoadScene[]): LoadMix {
  const counts = countsOf(options);
  const wanted = counts.sound + counts.spoilt;
  if (scenes.length < wanted) throw new RangeError(`the mix needs ${wanted} scenes, ${scenes.length} are there`);
  const random = new SeededRandom(options.seed);
  const shuffled = random.shuffle(scenes.slice(0, wanted));
  const spoilt = shuffled.slice(0, counts.spoilt).map((scene, i) => {
    const kind = POISON_KINDS[i % POISON_KINDS.length];
    if (!kind) throw new RangeError('there is no kind of poison');
    return { source: spoiltSource(scene, kind), state: `rejected(${kind.reason})`, poison: kind.name };
  });
  const sound = shuffled.slice(counts.spoilt).map((scene) => ({ source: soundSource(scene), state: 'produced' }));
  const firsts = [...spoilt, ...sound].map((entry: First) => ({ ...entry, at: random.next(), arrivals: 1 }));
  const arrivals: LoadArrival[] = firsts.map(({ source, at }) => ({ kind: 'upload', source, at }));
  for (let i = 0; i < counts.messages; i++) {
    const body = POISON_MESSAGES[i % POISON_MESSAGES.length]?.(i) ?? '';
    arrivals.push({ kind: 'message', body, at: random.next() });
  }
  for (let i = 0; i < counts.duplicates; i++) {
    const original = firsts[random.below(firsts.length)];
    if (!original) break;
    original.arrivals += 1;
    const rest = 1 - original.at;
    const later = random.chance(0.5) ? Math.min(SOON, rest) * random.next() : rest * random.next();
    const kind = i % 2 === 0 ? 'event' : 'upload-again';
    arrivals.push({ kind, source: original.source, at: original.at + later });
  }
  return {
    arrivals: arrivals.sort((a, b) => a.at - b.at),
    scenes: firsts.map(({ source, at: _at, ...expected }) => ({ product: source.product, ...expected })),
    nameless: counts.messages,
  };
}
