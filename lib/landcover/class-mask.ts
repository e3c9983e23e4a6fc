/** 1 for each pixel whose LC100 code is wanted, else 0. */
export function classMask(classes: Uint8Array, isWanted: (code: number) => boolean): Uint8Array {
  const byCode = Uint8Array.from({ length: 256 }, (_, code) => (isWanted(code) ? 1 : 0));
  const mask = new Uint8Array(classes.length);
  for (let i = 0; i < classes.length; i++) mask[i] = byCode[classes[i] as number] as number;
  return mask;
}
