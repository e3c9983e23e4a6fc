import { MessagingUnavailableError } from '../../../../lib/cloud/messaging-unavailable.error.ts';
import type { Services } from '../../../../lib/pipeline/services.ts';

/** A mutant: takes a notification that the topic has refused for sent. */
export function announceCarelessly({ store, smReady }: Pick<Services, 'store' | 'smReady'>) {
  const careless: Services['smReady'] = {
    name: smReady.name,
    publish: async (announcement) => {
      try {
        await smReady.publish(announcement);
      } catch (error) {
        if (!(error instanceof MessagingUnavailableError)) throw error;
      }
    },
  };
  return { store, smReady: careless };
}
