import { MessagingUnavailableError } from '../../messaging-unavailable.error.ts';
import type { FaultPlan } from './fault-plan.ts';

/**
 * Sends or publishes, or is refused: always during an outage, else now and then, and then as often after it had its effect.
 *
 * @param dependency named as in an {@link Outage}
 */
export async function refuseNowAndThen(
  dependency: string,
  plan: FaultPlan,
  action: () => Promise<void>,
): Promise<void> {
  if (plan.isDown(dependency)) throw new MessagingUnavailableError(`${dependency} is down, as planned`);
  const isRefused = plan.random.chance(plan.options.throttle ?? 0);
  if (!isRefused || plan.random.chance(0.5)) await action();
  if (isRefused) throw new MessagingUnavailableError(`${dependency} is throttled, as planned`);
}
