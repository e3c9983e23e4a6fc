/**
 * The lines of text that arrives in pieces, in groups as they become complete; without their ends (LF or CRLF) and
 * without a byte-order mark. A line that grows beyond `maxLength` is given cut there, so that memory stays bounded.
 */
export async function* splitLines(
  pieces: AsyncIterable<string> | Iterable<string>,
  maxLength: number,
): AsyncGenerator<string[]> {
  let rest = '';
  let isFirst = true;
  for await (const piece of pieces) {
    const text = isFirst ? piece.replace(/^\uFEFF/, '') : piece;
    isFirst &&= piece === '';
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLength) {
      lines.push(rest.slice(0, maxLength));
      rest = '';
    }
    if (lines.length > 0) yield lines.map(withoutReturn);
  }
  if (rest !== '') yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
