export interface ReadmeBlock {
  /** Line of the opening fence, counted from 1. */
  readonly line: number;
  /** Shell commands as they stand in the document. */
  readonly script: string;
  /** Programs (on PATH) or paths without which the block cannot run. */
  readonly needs: readonly string[];
}

/** A block that is marked in a way nobody can run. */
export class ReadmeError extends Error {
  readonly tag = 'ReadmeError';
  override readonly name = 'ReadmeError';
}

/**
 * Blocks of a Markdown document that are marked to be run: a fence `sh ci`, or `sh ci needs=gdalwarp,../shared/data`.
 * Readers see a shell block all the same, since only the first word of a fence says how to show it.
 */
export function readmeBlocks(markdown: string): ReadmeBlock[] {
  const blocks: ReadmeBlock[] = [];
  const lines = markdown.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const fence = /^```(\w+)?(.*)$/.exec(lines[at] ?? '');
    if (!fence) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new ReadmeError(`line ${at + 1}: the block is never closed`);
    const [mark, ...options] = (fence[2] ?? '').trim().split(/\s+/);
    if (fence[1] === 'sh' && mark === 'ci') {
      blocks.push({ line: at + 1, script: lines.slice(at + 1, end).join('\n'), needs: needsOf(options, at + 1) });
    }
    at = end;
  }
  return blocks;
}

function needsOf(options: readonly string[], line: number): string[] {
  return options.flatMap((option) => {
    if (!option.startsWith('needs=')) throw new ReadmeError(`line ${line}: unknown mark "${option}"; there is needs=…`);
    return option.slice('needs='.length).split(',');
  });
}
