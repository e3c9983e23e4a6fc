import type { Announcement, Topic } from '../../topic.ts';
import type { Life } from './life.ts';
import { refuseNowAndThen } from './refuse-now-and-then.ts';

/**
 * A topic that cannot be published to now and then, and whose publishes may be the last thing that the process does. Its
 * subscribers' queues bring their own faults.
 */
export class FaultyTopic implements Topic {
  readonly name: string;
  readonly #topic: Topic;
  readonly #life: Life;

  constructor(topic: Topic, life: Life) {
    this.name = topic.name;
    this.#topic = topic;
    this.#life = life;
  }

  publish(announcement: Announcement): Promise<void> {
    return this.#life.write(`publish ${this.name}`, () =>
      refuseNowAndThen(`topic ${this.name}`, this.#life.plan, () => this.#topic.publish(announcement)),
    );
  }
}
