import type { Services } from '../../../../lib/pipeline/services.ts';

/** A mutant: its notifications go nowhere. */
export function announceNever({ store, smReady }: Pick<Services, 'store' | 'smReady'>) {
  return { store, smReady: { name: smReady.name, publish: async () => {} } };
}
