import type { DeadLetter } from '../../lib/pipeline/operations/dead-letters.ts';
import { formatAge } from './format-age.ts';

const PRODUCTS_SHOWN = 5;

/** One line per queue and failure, with what it said and the scenes concerned; the queues with the most letters first. */
export function formatLetters(letters: readonly DeadLetter[], now: Date): string {
  if (letters.length === 0) return 'There are no dead letters.';
  const groups = Map.groupBy(letters, ({ queue, fingerprint }) => `${queue.name}  ${fingerprint}`);
  const sorted = [...groups].sort(([, a], [, b]) => b.length - a.length);
  return sorted.flatMap(([title, members]) => linesOf(title, members, now)).join('\n');
}

function linesOf(title: string, members: readonly DeadLetter[], now: Date): string[] {
  const ages = members.map(({ message }) => (now.getTime() - message.sentAtMs) / 1000);
  const [youngest, oldest] = [formatAge(Math.min(...ages)), formatAge(Math.max(...ages))];
  const age = youngest === oldest ? oldest : `${youngest} to ${oldest}`;
  const products = [...new Set(members.flatMap((letter) => letter.products))];
  const more = products.length - PRODUCTS_SHOWN;
  return [
    `${title}  ${members.length} ${members.length === 1 ? 'letter' : 'letters'}, ${age} old`,
    ...(members[0]?.failure === undefined ? [] : [`  ${members[0].failure}`]),
    ...products.slice(0, PRODUCTS_SHOWN).map((product) => `  ${product}`),
    ...(more > 0 ? [`  … and ${more} more scenes; --json names them all`] : []),
  ];
}

/** What `--json` prints of each letter. */
export function describeLetter({ queue, message, products, fingerprint, failure }: DeadLetter, now: Date) {
  return {
    queue: queue.name,
    id: message.id,
    fingerprint,
    ...(failure !== undefined && { failure }),
    products,
    sent: new Date(message.sentAtMs).toISOString(),
    ageSeconds: Math.floor((now.getTime() - message.sentAtMs) / 1000),
    body: message.body,
  };
}
