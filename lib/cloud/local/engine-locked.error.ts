/** Another living process works on the engine's folder. */
export class EngineLockedError extends Error {
  readonly tag = 'EngineLockedError';
  override readonly name = 'EngineLockedError';
  readonly folder: string;
  readonly pid: number;

  constructor(folder: string, pid: number) {
    super(`${folder} is in use by process ${pid}. Wait until it has ended, or choose another folder.`);
    this.folder = folder;
    this.pid = pid;
  }
}
