const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
/** Integers of so many digits, and powers of ten up to 10²², are exact in float64: so is one operation on the two. */
const EXACT_DIGITS = 15;
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/**
 * The number that text[from, to) writes in decimal (`12`, `-3.5`, `6.628700e+02`), correctly rounded; NaN for anything
 * else, also for `0x1f`, `Infinity` and what overflows. Numbers of up to 15 digits, as products hold them by the ten
 * thousand, are read without a substring of their own.
 */
export function parseDecimal(text: string, from = 0, to = text.length): number {
  let at = from;
  const sign = text.charCodeAt(at);
  if (sign === MINUS || sign === PLUS) at++;
  let digits = 0;
  let significant = 0;
  let mantissa = 0;
  let exponent = 0;
  let isFraction = false;
  for (; at < to; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >= 0 && digit <= 9) {
      digits++;
      if (significant > 0 || digit > 0) significant++;
      mantissa = mantissa * 10 + digit;
      if (isFraction) exponent--;
    } else if (digit === POINT - ZERO && !isFraction) isFraction = true;
    else break;
  }
  if (digits === 0) return Number.NaN;
  if (at < to) {
    if ((text.charCodeAt(at) | 32) !== 101) return Number.NaN;
    const power = parseExponent(text, at + 1, to);
    if (Number.isNaN(power)) return power;
    exponent += power;
  }
  if (significant > EXACT_DIGITS || exponent < -22 || exponent > 22) {
    const value = Number(text.slice(from, to));
    return Number.isFinite(value) ? value : Number.NaN;
  }
  const power = EXACT_POWERS[Math.abs(exponent)] as number;
  const value = exponent < 0 ? mantissa / power : mantissa * power;
  return sign === MINUS ? -value : value;
}

function parseExponent(text: string, from: number, to: number): number {
  const sign = text.charCodeAt(from);
  const start = sign === MINUS || sign === PLUS ? from + 1 : from;
  if (start >= to) return Number.NaN;
  let value = 0;
  for (let at = start; at < to; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return sign === MINUS ? -value : value;
}
