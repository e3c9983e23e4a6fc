/** A complex number; permittivities are written ε = ε′ − jε″, so `im` is negative for a lossy medium. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

export const complex = (re: number, im = 0): Complex => ({ re, im });

export const add = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im });

export const subtract = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im });

export const multiply = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
});

export const scale = (a: Complex, factor: number): Complex => ({ re: a.re * factor, im: a.im * factor });

export function divide(a: Complex, b: Complex): Complex {
  const norm = squaredModulus(b);
  return { re: (a.re * b.re + a.im * b.im) / norm, im: (a.im * b.re - a.re * b.im) / norm };
}

export const squaredModulus = (a: Complex): number => a.re * a.re + a.im * a.im;

/** Below this ratio of the parts the smaller part of the root would be lost as a difference of almost equal numbers. */
const ALMOST_AXIAL = 1e-4;

/**
 * Principal square root (Re ≥ 0). No soil is almost without loss: for the numbers that networks are trained on, whose
 * last digits their checksum holds, both parts are differences.
 */
export function squareRoot(a: Complex): Complex {
  const modulus = Math.hypot(a.re, a.im);
  let re = Math.sqrt((modulus + a.re) / 2);
  let im = Math.sqrt((modulus - a.re) / 2);
  if (Math.abs(a.im) < ALMOST_AXIAL * Math.abs(a.re)) {
    if (a.re > 0) im = Math.abs(a.im) / (2 * re);
    else re = Math.abs(a.im) / (2 * im);
  }
  return { re, im: a.im < 0 ? -im : im };
}
