/** What a person who waits wants to know of one task: which part of it runs, how far, how fast, how long still. */
export interface TaskProgress {
  readonly task: string;
  /** Shown in place of `task`, where one bar stands for one thing after another. */
  readonly label?: string;
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  /** What `done` counts, for the rate: `lines`, `tiles` … */
  readonly unit: string;
}

export interface ProgressDisplay {
  update(progress: TaskProgress): void;
  /** A line of text between the bars. */
  say(line: string): void;
  close(): void;
}
