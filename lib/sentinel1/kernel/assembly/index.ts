export { lastQuadCount, lastQuadPower, setImage, sumQuad } from './quad-sum';
export { finishPixel } from './finish-pixel';
export { sampleOverview } from './sample-overview';
export { sumBand } from './sum-band';
export { unpackRows } from './unpack-rows';
