/** Runs the seeds that its parent sends, and answers each. Ends with its parent. */
import { FaultLab, type SeedOutcome } from '../../lib/pipeline/faults/fault-lab.ts';
import { NO_FAULTS } from '../../lib/pipeline/faults/fault-tally.ts';
import { exitOnSignal } from './exit-on-signal.ts';
import { seedOrderSchema } from './fault-messages.ts';

const lab = await FaultLab.open();
lab.closeAtExit();
exitOnSignal();

process.on('message', async (message) => {
  const { seed } = seedOrderSchema.parse(message);
  process.send?.(await outcomeOf(seed));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');

/** A run that breaks off is a broken promise like any other. */
async function outcomeOf(seed: number): Promise<SeedOutcome> {
  try {
    return await lab.run(seed);
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { seed, violations: [`the run broke off: ${reason}`], tally: NO_FAULTS };
  }
}
