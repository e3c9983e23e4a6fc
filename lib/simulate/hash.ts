/**
 * Stateless randomness: every random property of the simulated world is a hash of (seed, place), so that any part of it
 * can be made alone, in any order, on any number of cores, and parts join.
 * Mixing steps after M. O'Neill / C. Wellons ("lowbias32"): full avalanche on 32 bits.
 */
export function mix32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** 32 random bits of a lattice point. */
export function hash32(seed: number, x: number, y: number): number {
  return mix32(mix32(mix32(seed) ^ Math.imul(x, 0x9e3779b1)) ^ Math.imul(y, 0x85ebca77));
}

/** Uniform in [0, 1). */
export function uniform(seed: number, x: number, y: number): number {
  return hash32(seed, x, y) * 2 ** -32;
}

/** An independent seed for a named purpose, e.g. `streamSeed(7, 'roughness')`. */
export function streamSeed(seed: number, purpose: string): number {
  let h = mix32(seed);
  for (let i = 0; i < purpose.length; i++) h = mix32(h ^ Math.imul(purpose.charCodeAt(i) + 1, 0x9e3779b1));
  return h;
}
