import { AZIMUTH_WINDOW_BYTES, AzimuthWindow, Scene } from './scene';

/** η (DN²): range vectors, times the factor of the window that holds the place; 1 where none does. */
// @ts-ignore: decorator
@inline
function noisePower(scene: Scene, line: f64, sample: f64): f64 {
  if (scene.noise.rows == 0) return 0;
  const l = <i32>floor(line + 0.5);
  const s = <i32>floor(sample + 0.5);
  let factor: f64 = 1;
  for (let i = 0; i < scene.azimuthWindowCount; i++) {
    const window = changetype<AzimuthWindow>(scene.azimuthWindows + <usize>i * AZIMUTH_WINDOW_BYTES);
    if (s < window.firstSample || s > window.lastSample || l < window.firstLine || l > window.lastLine) continue;
    factor = <f64>load<f32>(window.factors + (<usize>(l - window.firstLine) << 2));
    break;
  }
  return scene.noise.at(line, sample) * factor;
}

/**
 * Thermal noise is removed so and in no other way: σ⁰ = (mean DN² − η) / A², linear power, with η and A at the pixel's
 * centre. The sign is kept, so that averages of many pixels stay unbiased; a mean that is still ≤ 0 is dealt with after
 * averaging. Without noise values in the product η is 0 (QA bit 7). Where η is not smooth within a pixel,
 * correct-noise-at-breaks.ts puts its mean in the centre value's place.
 */
export function finishPixel(scene: Scene, pixel: i32, power: f64, count: u32, line: f64, sample: f64): void {
  const a = scene.amplitude.at(line, sample);
  const value = (power / <f64>count - noisePower(scene, line, sample)) / (a * a);
  store<f32>(scene.sigma0 + (<usize>pixel << 2), <f32>value);
  store<u16>(scene.samplesOfPixel + (<usize>pixel << 1), <u16>min(count, 65535));
}
