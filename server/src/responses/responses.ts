// What the rest of the house may use of responses: how they come in, and what is stored of them.
export type { FlagKind } from './flags.ts';
export { formRoutes } from './form-routes.ts';
export { createPaperStore, type PaperForm } from './paper-store.ts';
export { eraseFromBatch, eraseResponse, holdsResponses } from './queries.ts';
export { createRehearsal } from './rehearsal.ts';
export { intakeRoutes, rehearsalRoutes } from './routes.ts';
export { createResponseStore, type ResponseStoreOptions } from './store.ts';
export { storeRows } from './stored-rows.ts';
