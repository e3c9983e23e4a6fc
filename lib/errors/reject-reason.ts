/**
 * Why a scene can never become a map. Part of the ledger's public contract: names are never reused.
 * One entry per thing that a person would do about it; the message beside it names the file and the value.
 */
export const REJECT_REASONS = [
  'invalid-message', // an envelope or order that names no scene
  'unsupported-product', // not an IW GRDH product: EW, SM, WV, SLC, OCN …
  'no-vv', // HH only, or the VV polarisation is missing
  'outside-areas', // does not touch the configured areas of interest
  'incomplete', // a file that the retrieval needs never arrived
  'invalid-archive', // no zip, truncated zip, path traversal
  'invalid-manifest',
  'invalid-annotation',
  'invalid-calibration',
  'invalid-noise',
  'invalid-measurement', // empty, truncated, of another size than the annotation says
  'no-power-overview', // a quick map was asked for of an image without overviews of mean power
  'no-valid-pixels', // all DN are 0
  'no-land', // wholly over sea, or no crop or herbaceous pixel
  'no-landcover',
  'invalid-landcover',
  'no-ndvi',
  'invalid-ndvi',
  'invalid-dem',
  'invalid-orbit', // a precise-orbit file that is none, damaged, of another satellite, or of another time
] as const;

export type RejectReason = (typeof REJECT_REASONS)[number];
