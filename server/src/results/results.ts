// What the rest of the house may use of the results: their pages, their files, and the API.
export { averagesCsv, responsesCsv } from './csv.ts';
export { exportDeed } from './export-deed.ts';
export { agencyRoutes } from './agency-routes.ts';
export { resultsConsole } from './console-routes.ts';
export { exportRoutes } from './export-routes.ts';
export { resultsRoutes } from './routes.ts';
