import { describe, expect, test } from 'vitest';
import { lineProgress } from '../../../cli/progress/line-progress.ts';
import type { TaskProgress } from '../../../cli/progress/progress-display.ts';

/** A display whose clock stands still until it is moved. */
function display() {
  const lines: string[] = [];
  const clock = { ms: 0 };
  const progress = lineProgress(
    (line) => lines.push(line),
    () => clock.ms,
  );
  const update = (more: Partial<TaskProgress>) =>
    progress.update({ task: 'S1A', stage: 'backscatter', done: 0, total: 1000, unit: 'lines', ...more });
  return { lines, clock, progress, update };
}

describe('lineProgress', () => {
  test('writes a line when a stage begins', () => {
    const { lines, update } = display();
    update({ stage: 'judge', total: 1 });
    update({ stage: 'backscatter' });
    expect(lines).toEqual(['S1A  judge', 'S1A  backscatter']);
  });

  test('then one every two seconds, with share, rate and time to go', () => {
    const { lines, clock, update } = display();
    update({});
    for (let second = 0.5; second <= 5; second += 0.5) {
      clock.ms = second * 1000;
      update({ done: second * 100 });
    }
    expect(lines).toEqual([
      'S1A  backscatter',
      'S1A  backscatter 20 %  100 lines/s  ETA 0:08',
      'S1A  backscatter 40 %  100 lines/s  ETA 0:06',
    ]);
  });

  test('counts rate and time from the beginning of the stage, not of the task', () => {
    const { lines, clock, update } = display();
    update({ stage: 'judge', total: 1 });
    clock.ms = 60_000;
    update({ done: 0 });
    clock.ms = 62_000;
    update({ done: 500 });
    expect(lines.at(-1)).toBe('S1A  backscatter 50 %  250 lines/s  ETA 0:02');
  });

  test('keeps tasks apart', () => {
    const { lines, clock, update } = display();
    update({ task: 'a' });
    clock.ms = 1500;
    update({ task: 'b' });
    clock.ms = 2000;
    update({ task: 'a', done: 10 });
    update({ task: 'b', done: 10 });
    expect(lines).toEqual(['a  backscatter', 'b  backscatter', 'a  backscatter 1 %  5.0 lines/s  ETA 3:18']);
  });

  test('begins anew after close, and passes other lines on', () => {
    const { lines, progress, update } = display();
    update({});
    progress.say('a word in between');
    progress.close();
    update({});
    expect(lines).toEqual(['S1A  backscatter', 'a word in between', 'S1A  backscatter']);
  });
});
