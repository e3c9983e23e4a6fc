import type { ProgressDisplay, TaskProgress } from './progress-display.ts';
import { formatRate, formatRemaining, RateEstimate } from './rate-estimate.ts';

const SECONDS_BETWEEN_LINES = 2;

/** Plain lines for logs and pipes: one when a stage starts, then one every two seconds. */
export function lineProgress(
  write: (line: string) => void,
  nowMs: () => number = () => performance.now(),
): ProgressDisplay {
  const tasks = new Map<string, { label: string; stage: string; estimate: RateEstimate; lastLineMs: number }>();
  return {
    update: (progress) => {
      const now = nowMs();
      let state = tasks.get(progress.task);
      const { label = progress.task, stage } = progress;
      const changed = state?.stage !== stage || state.label !== label;
      if (!state || changed) {
        state = { label, stage, estimate: new RateEstimate(now), lastLineMs: now };
        tasks.set(progress.task, state);
      }
      const due = now - state.lastLineMs >= SECONDS_BETWEEN_LINES * 1000;
      if (!changed && !due) return;
      state.lastLineMs = now;
      write(lineOf(progress, state.estimate, now));
    },
    say: write,
    close: () => tasks.clear(),
  };
}

function lineOf(
  { task, label = task, stage, done, total, unit }: TaskProgress,
  estimate: RateEstimate,
  nowMs: number,
): string {
  const percent = total > 0 ? Math.floor((100 * done) / total) : 0;
  const unitsPerSecond = estimate.rate(done, nowMs);
  if (unitsPerSecond === undefined || total <= 1) return `${label}  ${stage}`;
  const rate = formatRate(unitsPerSecond, unit);
  const remaining = formatRemaining(estimate.remainingSeconds(done, total, nowMs));
  return `${label}  ${stage} ${percent} %  ${rate}  ETA ${remaining}`;
}
