/**
 * Water Cloud Model of Baghdadi et al. 2017 with NDVI as both vegetation descriptors, linear power:
 * σ = A·NDVI·cosθ·(1 − T²) + T²·σ_soil with T² = exp(−2B·NDVI / cosθ).
 */
export function waterCloud(soilSigma0: number, cosTheta: number, ndvi: number, a: number, b: number): number {
  const transmission = Math.exp((-2 * b * ndvi) / cosTheta);
  return a * ndvi * cosTheta * (1 - transmission) + transmission * soilSigma0;
}
