/** The code of a file-system error (`ENOENT` …), or undefined for anything else that was thrown. */
export function fileFault(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Errors that mean that no file lies at a path, whatever else does: a folder, or a file where a folder would have to be. */
export function meansAbsent(error: unknown): boolean {
  const code = fileFault(error);
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENAMETOOLONG';
}

/** exFAT and some network file systems have no hard links. */
export function meansNoHardLinks(error: unknown): boolean {
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(fileFault(error) ?? '');
}
