export const ORBIT_KINDS = ['POEORB', 'RESORB', 'PREORB'] as const;
/** Of a precise-orbit file: precise (20 days after the acquisition), restituted (3 hours after), or predicted. */
export type OrbitKind = (typeof ORBIT_KINDS)[number];
