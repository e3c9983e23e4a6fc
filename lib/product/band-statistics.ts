/** STAC band statistics; everything but `valid_percent` is absent where no value is. */
export interface BandStatistics {
  minimum?: number;
  maximum?: number;
  mean?: number;
  stddev?: number;
  valid_percent: number;
}

/** Over the values that are not NaN; standard deviation with ddof 0. */
export function bandStatistics(values: Float32Array | Uint16Array): BandStatistics {
  let [count, mean, squares] = [0, 0, 0];
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count++;
    const deviation = value - mean;
    mean += deviation / count;
    squares += deviation * (value - mean);
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  if (count === 0) return { valid_percent: 0 };
  const valid_percent = (100 * count) / values.length;
  return { minimum, maximum, mean, stddev: Math.sqrt(squares / count), valid_percent };
}

/** A mean of bit fields says nothing: only the range. */
export function bitFieldStatistics(values: Uint16Array | Float32Array): BandStatistics {
  const { mean: _mean, stddev: _stddev, ...range } = bandStatistics(values);
  return range;
}
