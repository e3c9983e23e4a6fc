import type { FaultPlan } from './fault-plan.ts';
import type { Life } from './life.ts';

/**
 * Lives one life after the other on the same folder until one ends without a crash.
 * @param live opens stores, queues and engine anew, works, and closes the engine whatever happens
 * @returns what the last life returned, and how many there were
 */
export async function runThroughCrashes<T>(
  plan: FaultPlan,
  live: (life: Life) => Promise<T>,
): Promise<{ readonly result: T; readonly lives: number }> {
  for (let lives = 1; ; lives++) {
    const life = plan.begin();
    try {
      const result = await live(life);
      // Somebody may have swallowed the crash; the dead have achieved nothing all the same.
      if (!life.crashed) return { result, lives };
    } catch (error) {
      if (!life.crashed) throw error;
    }
  }
}
