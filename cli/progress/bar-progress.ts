import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { ProgressDisplay } from './progress-display.ts';
import { formatRate, formatRemaining, RateEstimate } from './rate-estimate.ts';

interface TaskBar {
  readonly bar: SingleBar;
  label: string;
  stage: string;
  estimate: RateEstimate;
}

/**
 * One bar per task on a terminal: stage, share, rate, time to go. The cursor is hidden until the display is closed or the
 * process exits. Signals are not listened for here: work that leaves the event loop no turn could not be stopped then.
 */
export function barProgress(stream: NodeJS.WriteStream): ProgressDisplay {
  const bars = new MultiBar(
    {
      stream,
      format: '{task}  {bar} {percentage} %  {stage}  {rate}  ETA {remaining}',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: false,
      autopadding: true,
      emptyOnZero: true,
    },
    Presets.shades_classic,
  );
  const tasks = new Map<string, TaskBar>();
  const close = () => {
    process.off('exit', close);
    bars.stop();
  };
  process.on('exit', close);

  return {
    update: ({ task, label = task, stage, done, total, unit }) => {
      const now = performance.now();
      let state = tasks.get(task);
      if (!state) {
        const bar = bars.create(total, 0, { task: label, stage, rate: '–', remaining: '–' });
        state = { bar, label, stage, estimate: new RateEstimate(now) };
        tasks.set(task, state);
      }
      if (state.stage !== stage || state.label !== label) {
        state.label = label;
        state.stage = stage;
        state.estimate = new RateEstimate(now);
      }
      state.bar.setTotal(Math.max(total, 1));
      state.bar.update(done, {
        task: label,
        stage: stage.padEnd(12),
        rate: formatRate(state.estimate.rate(done, now), unit),
        remaining: formatRemaining(state.estimate.remainingSeconds(done, total, now)),
      });
    },
    say: (line) => bars.log(`${line}\n`),
    close,
  };
}
