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

/** Principal square root (Re ≥ 0). The smaller part follows from the larger: as a difference it would be lost. */
export function squareRoot(a: Complex): Complex {
  const larger = Math.sqrt((Math.hypot(a.re, a.im) + Math.abs(a.re)) / 2);
  if (larger === 0) return { re: 0, im: 0 };
  const smaller = Math.abs(a.im) / (2 * larger);
  const [re, im] = a.re >= 0 ? [larger, smaller] : [smaller, larger];
  return { re, im: a.im < 0 ? -im : im };
}
