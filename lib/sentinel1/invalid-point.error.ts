/** A line of a list of ground points that is none. */
export class InvalidPointError extends Error {
  readonly tag = 'InvalidPointError';
  override readonly name = 'InvalidPointError';
  /** Counted from 1. */
  readonly lineNumber: number;

  constructor(lineNumber: number, content: string, what: string) {
    const shown = content.length > 80 ? `${content.slice(0, 80)}…` : content;
    super(`line ${lineNumber} of the points, ${JSON.stringify(shown)}: ${what}.`);
    this.lineNumber = lineNumber;
  }
}
