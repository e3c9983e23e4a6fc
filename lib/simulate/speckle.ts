/** Equivalent number of looks of an IW GRDH image. */
export const SPECKLE_LOOKS = 4.4;
