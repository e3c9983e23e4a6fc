/**
 * What a calibrated power is relative to: σ⁰ the ground of the ellipsoid, γ⁰ the plane across the line of sight, β⁰ the
 * slant range. All three are of the ellipsoid: none is corrected for the terrain's slope.
 */
export const BACKSCATTER_QUANTITIES = ['sigma0', 'gamma0', 'beta0'] as const;

export type BackscatterQuantity = (typeof BACKSCATTER_QUANTITIES)[number];
