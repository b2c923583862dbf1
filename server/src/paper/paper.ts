// Paper forms: the pages where staff enter them.
export { paperRoutes } from './routes.ts';
