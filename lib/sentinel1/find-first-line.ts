/**
 * The first line that holds data, for images of which some lines at the edge hold none: steps that double, then
 * halve. Nearly always line 0 does, and one question is enough; else it takes some 2 · log₂ of what is missing.
 *
 * @param known a line that holds data; counted from the edge like the result
 */
export async function findFirstLine(known: number, holdsData: (line: number) => Promise<boolean>): Promise<number> {
  let empty = -1;
  let full = known;
  for (let line = 0, step = 1; line < known; line += step, step *= 2) {
    if (await holdsData(line)) {
      full = line;
      break;
    }
    empty = line;
  }
  while (full - empty > 1) {
    const middle = (empty + full) >> 1;
    if (await holdsData(middle)) full = middle;
    else empty = middle;
  }
  return full;
}
