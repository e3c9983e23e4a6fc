import { expect, it } from 'vitest';
import { waitingDelaySeconds } from '../../../../lib/pipeline/intake/waiting-delay.ts';

it('doubles from one minute on up to the 15 minutes that SQS can delay', () => {
  expect([1, 2, 3, 4, 5, 6, 40].map(waitingDelaySeconds)).toEqual([60, 120, 240, 480, 900, 900, 900]);
});
