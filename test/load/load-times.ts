import { parseNotification } from '../../lib/product/notification-schema.ts';

/** When what happened in a load, ms since 1970. */
export class LoadTimes {
  beginMs = Number.NaN;
  /** When nothing was left to do, statistics included. */
  endMs = Number.NaN;
  readonly #arrivedMs = new Map<string, number>();
  readonly #announcedMs = new Map<string, { readonly product: string; readonly atMs: number }>();

  begin(atMs: number): void {
    this.beginMs = atMs;
  }

  /** The object that announces a scene began to come in, for the first time. */
  arrived(product: string, atMs: number): void {
    this.#arrivedMs.set(product, atMs);
  }

  announced(body: string, atMs: number): void {
    const { id, data } = parseNotification('notification', body);
    if (!this.#announcedMs.has(id)) this.#announcedMs.set(id, { product: data.properties.source_product, atMs });
  }

  end(atMs: number): void {
    this.endMs = atMs;
  }

  /** Seconds from arrival to notification of all maps, ascending. */
  latencies(): number[] {
    const latencies = [...this.#announcedMs.values()].map(({ product, atMs }) => {
      return (atMs - (this.#arrivedMs.get(product) ?? Number.NaN)) / 1000;
    });
    return latencies.sort((a, b) => a - b);
  }
}
