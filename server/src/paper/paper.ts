// Paper forms: the pages where staff enter them.
export { unfinishedBatches } from './before-closing.ts';
export { paperRoutes } from './routes.ts';
