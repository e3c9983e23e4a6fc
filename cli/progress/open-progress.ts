import { barProgress } from './bar-progress.ts';
import { lineProgress } from './line-progress.ts';
import type { ProgressDisplay } from './progress-display.ts';

/** Bars where a person looks at a terminal, plain lines elsewhere; always on stderr, since stdout is for data. */
export function openProgress(stream: NodeJS.WriteStream = process.stderr): ProgressDisplay {
  return stream.isTTY ? barProgress(stream) : lineProgress((line) => stream.write(`${line}\n`));
}
