// Restating a closed quarter: a new version of its figures with a class, a reason and a person (docs/design.md §3.9).
export { erasureOf } from './erasure-routes.ts';
export { restate, type RestateOptions } from './restate.ts';
export type { Change } from './change.ts';
export { restatingRoutes } from './routes.ts';
export { unfinishedRestatement } from './unfinished.ts';
