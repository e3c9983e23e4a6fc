import { QA_BITS } from './qa-bits.ts';

/** STAC `classification:bitfields`: every QA bit that can be set, each of two classes. */
export function qaBitfields() {
  return Object.values(QA_BITS)
    .filter(({ inUse }) => inUse)
    .map(({ bit, name, description }) => ({
      offset: bit,
      length: 1 as const,
      name,
      description,
      classes: [
        { value: 0, name: 'no', description: 'Does not apply' },
        { value: 1, name: 'yes', description },
      ],
    }));
}
