import type { Annotation } from '../../sentinel1/annotation.ts';
import { type BandThreads, bandThreadsFor } from '../../sentinel1/band-threads.ts';

/**
 * The threads that will sum a scene's image. They come up while land cover and terrain are read, as soon as the image is
 * known to be worth it.
 */
export class SceneThreads {
  readonly #wished: number | undefined;
  #threads: BandThreads | undefined;

  /** @param wished as {@link bandThreadsFor} takes it */
  constructor(wished: number | undefined) {
    this.#wished = wished;
  }

  start({ samples, lines }: Pick<Annotation, 'samples' | 'lines'>): void {
    this.#threads ??= bandThreadsFor(this.#wished, samples * lines);
  }

  /** Undefined if they were never started. */
  get started(): BandThreads | undefined {
    return this.#threads;
  }

  async close(): Promise<void> {
    await this.#threads?.close();
  }
}
