// Customer groups: the pages where a department lists its groups and decides whether the survey asks for them.
export { customerGroupRoutes } from './routes.ts';
