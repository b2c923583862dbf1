// Paper forms: the pages where staff enter them.
export { unfinishedBatches } from './before-closing.ts';
export { paperRoutes } from './routes.ts';
export { entryFrom, ratingsFrom, typedFrom, untyped, type Typed } from './entry.ts';
export { groupOptions, paperFields, ratingFields } from './fields.ts';
