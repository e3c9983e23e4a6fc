/** A tenth of the arrivals are duplicates, a twentieth can never serve. */
export const MIX = { arrivals: 100, seed: 6 };
