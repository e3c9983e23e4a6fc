import { deployedServices } from '../deployed-services.ts';
import { readEnvironment } from '../environment.ts';
import { createStatisticsHandler } from './create-statistics-handler.ts';

const environment = readEnvironment('statistics');

export const handler = createStatisticsHandler(
  deployedServices('statistics', environment.BUCKET, environment.CONFIGURATION),
);
