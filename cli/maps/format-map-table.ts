import type { MapRow } from './map-row.ts';

interface Column {
  readonly title: string;
  readonly text: (row: MapRow) => string;
  readonly align?: 'left';
}

const seconds = (value: number) => value.toFixed(2);

/** Seconds of each stage stand in columns of their own, since that is where a person looks for what is slow. */
function stageColumns(rows: readonly MapRow[]): Column[] {
  const names = [...new Set(rows.flatMap(({ stages }) => stages.map(({ stage }) => stage)))];
  return names.map((name) => ({
    title: `${name} s`,
    text: ({ stages }) => {
      const found = stages.find(({ stage }) => stage === name);
      return found ? seconds(found.seconds) : '–';
    },
  }));
}

function scoreColumns(rows: readonly MapRow[]): Column[] {
  if (!rows.some(({ score }) => score)) return [];
  const number = (value: number | undefined, digits: number) =>
    value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);
  return [
    { title: 'R', text: ({ score }) => number(score?.r, 3) },
    { title: 'bias', text: ({ score }) => number(score?.bias, 4) },
    { title: 'ubRMSD', text: ({ score }) => number(score?.ubrmsd, 4) },
    { title: 'in 1σ %', text: ({ score }) => number(score && 100 * score.withinOneSigma, 1) },
  ];
}

/** One line per map under a line of titles, columns aligned. */
export function formatMapTable(rows: readonly MapRow[]): string {
  const columns: Column[] = [
    { title: 'acquired (UTC)', text: ({ acquired }) => acquired, align: 'left' },
    { title: 'collection', text: ({ collection }) => collection, align: 'left' },
    ...stageColumns(rows),
    { title: 'arrival→sent s', text: ({ totalSeconds }) => seconds(totalSeconds) },
    { title: 'cells', text: ({ retrieved }) => String(retrieved) },
    { title: 'QA 0', text: ({ recommended }) => String(recommended) },
    { title: 'mean SM', text: ({ meanSm }) => meanSm?.toFixed(3) ?? '–' },
    ...scoreColumns(rows),
  ];
  const cells = columns.map(({ title, text }) => [title, ...rows.map(text)]);
  const widths = cells.map((column) => Math.max(...column.map(({ length }) => length)));
  const line = (index: number) =>
    columns
      .map(({ align }, c) => {
        const text = cells[c]?.[index] ?? '';
        const width = widths[c] ?? 0;
        return align === 'left' ? text.padEnd(width) : text.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return Array.from({ length: rows.length + 1 }, (_, index) => line(index)).join('\n');
}
