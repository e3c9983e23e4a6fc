import { InterruptedError } from './interruption.ts';
import { LocalAwsError } from './local-aws.error.ts';
import { say } from './say.ts';

/** Runs the work of a script; what a person can mend becomes a sentence and exit code 1, a defect keeps its stack trace. */
export async function endWithSentence(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isSentence = error instanceof LocalAwsError || error instanceof InterruptedError;
    if (!(error instanceof Error && (isSentence || isUsageError(error)))) throw error;
    say(error.message);
    process.exitCode = error instanceof InterruptedError ? error.exitCode : 1;
  }
}

/** Of `parseArgs`: an option that does not exist, or lacks its value. */
function isUsageError(error: Error): boolean {
  return 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
