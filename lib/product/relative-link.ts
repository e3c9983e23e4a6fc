/** The href of one object in a document at another key: `../` as often as needed, both in the same store. */
export function relativeLink(fromKey: string, toKey: string): string {
  const from = fromKey.split('/').slice(0, -1);
  const to = toKey.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  const up = '../'.repeat(from.length - shared);
  return `${up || './'}${to.slice(shared).map(encodeURIComponent).join('/')}`;
}
