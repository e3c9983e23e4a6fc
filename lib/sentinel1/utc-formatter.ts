/**
 * Formats times of one scene, seconds after `originUs` (microseconds since 1970), as `2021-08-09T17:39:53.153776123Z`:
 * nanoseconds, rounded. The calendar is asked once per second of the scene, not once per time.
 */
export function createUtcFormatter(originUs: number): (timeS: number) => string {
  const originSeconds = Math.floor(originUs / 1e6);
  const originFractionS = (originUs - originSeconds * 1e6) / 1e6;
  let known = Number.NaN;
  let prefix = '';
  return (timeS) => {
    const afterOrigin = timeS + originFractionS;
    let second = Math.floor(afterOrigin);
    let nanoseconds = Math.round((afterOrigin - second) * 1e9);
    if (nanoseconds === 1e9) {
      nanoseconds = 0;
      second++;
    }
    if (second !== known) {
      known = second;
      prefix = new Date((originSeconds + second) * 1000).toISOString().slice(0, 20);
    }
    return `${prefix}${String(nanoseconds).padStart(9, '0')}Z`;
  };
}
