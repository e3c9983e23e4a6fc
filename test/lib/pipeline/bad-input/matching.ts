/** The whole of a message in which # stands for a number and * for the words of zlib, which depend on its version. */
export function matching(message: string): RegExp {
  const pattern = message
    .replace(/[.()[\]/+×]/g, '\\$&')
    .replaceAll('#', '\\d+')
    .replaceAll('*', '[a-z ]+');
  return new RegExp(`^${pattern}$`);
}
