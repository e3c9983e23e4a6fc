const cache = new Map<number, { readonly nodes: Float64Array; readonly weights: Float64Array }>();

/** Nodes and weights of Gauss–Legendre quadrature on [low, high] (Abramowitz & Stegun 25.4.29), by Newton's method. */
export function gaussLegendre(
  count: number,
  low: number,
  high: number,
): { nodes: Float64Array; weights: Float64Array } {
  const unit = cache.get(count) ?? onUnitInterval(count);
  cache.set(count, unit);
  const half = (high - low) / 2;
  return {
    nodes: unit.nodes.map((x) => low + half * (1 + x)),
    weights: unit.weights.map((w) => half * w),
  };
}

function onUnitInterval(count: number): { nodes: Float64Array; weights: Float64Array } {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let previous = 1;
      let value = x;
      for (let n = 2; n <= count; n++) {
        const next = ((2 * n - 1) * x * value - (n - 1) * previous) / n;
        previous = value;
        value = next;
      }
      slope = (count * (x * value - previous)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-15) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}
