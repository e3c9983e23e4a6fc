import { deployedServices } from '../deployed-services.ts';
import { readEnvironment } from '../environment.ts';
import { createStatisticsHandler } from './create-statistics-handler.ts';

const environment = readEnvironment('statistics');
const { services, middlewares } = deployedServices('statistics', environment.BUCKET, environment.CONFIGURATION);

export const handler = createStatisticsHandler(services).use(middlewares);
