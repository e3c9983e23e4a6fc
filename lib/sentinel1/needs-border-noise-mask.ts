/** From this version on (2018-03) the processor itself writes 0 beside the image. */
const FIRST_CLEAN_IPF = 2.9;

/** Whether a product's borders hold noise that looks like data. @param ipfVersion as in the manifest: `002.36` */
export function needsBorderNoiseMask(ipfVersion: string): boolean {
  return /^\d+\.\d+$/.test(ipfVersion) && Number(ipfVersion) < FIRST_CLEAN_IPF;
}
