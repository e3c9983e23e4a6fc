/** The table of maps in what the demo prints: one record of texts by column title for each map. */
export function tableRows(stdout: string): Record<string, string>[] {
  const lines = stdout.split('\n');
  const head = lines.findIndex((line) => line.startsWith('acquired (UTC)'));
  if (head < 0) return [];
  const titles = splitColumns(lines[head] ?? '');
  const end = lines.findIndex((line, index) => index > head && line.trim() === '');
  return lines.slice(head + 1, end).map((line) => {
    const cells = splitColumns(line);
    return Object.fromEntries(titles.map((title, index) => [title, cells[index] ?? '']));
  });
}

/** Columns are at least two blanks apart; single blanks are part of a title or a time. */
function splitColumns(line: string): string[] {
  return line.trim().split(/ {2,}/);
}
