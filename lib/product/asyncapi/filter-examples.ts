/** Filter policies that a subscriber may start from; all match the example message. */
export const FILTER_EXAMPLES = [
  {
    description: 'Maps of one collection over the Gulf of Lion, as they are taken.',
    policy: { collection: ['s2mp-s1s2'], cells: ['N40E000/N40E000', 'N40E000/N40E005'], timeliness: ['NRT'] },
  },
  {
    description: 'Everything in a block of 10° in August 2021, of whatever collection.',
    policy: { cells: [{ prefix: 'N40E000/' }], acqDay: [{ numeric: ['>=', 20_210_801, '<=', 20_210_831] }] },
  },
  {
    description: 'New maps of one track with at least half of their cells recommended, without reprocessing.',
    policy: { change: ['created'], orbit: ['ascending-059'], validPct: [{ numeric: ['>=', 50] }] },
  },
] as const;
