// Customer groups: a department's list, whether its survey asks for them, and what they rated: inside the department by
// quarter and fiscal year, outside by fiscal year only (docs/design.md §3.10).
export { groupFiguresRoutes } from './figures-routes.ts';
export { customerGroupRoutes } from './routes.ts';
