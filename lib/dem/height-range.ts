/** Lowest and highest of some heights; NaN is none, and of no height at all both are 0. */
export function heightRange(heights: Float32Array): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < heights.length; i++) {
    const h = heights[i] as number;
    if (h < low) low = h;
    if (h > high) high = h;
  }
  return low <= high ? [low, high] : [0, 0];
}
