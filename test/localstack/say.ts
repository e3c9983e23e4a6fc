/** What is told to people goes to standard error; standard output is for what other programs read. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
