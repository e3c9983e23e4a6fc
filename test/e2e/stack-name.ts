/** A name that no deployment for use has: on a real account the suite destroys it in the end. */
export const STACK = 'S2mpNrtE2e';
