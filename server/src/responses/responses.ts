// What other rooms may use of responses: the endpoints, and how responses are stored.
export type { FlagKind } from './flags.ts';
export { formRoutes } from './form-routes.ts';
export { createPaperStore, type PaperForm } from './paper-store.ts';
export { eraseFromBatch, eraseResponse, holdsResponses } from './queries.ts';
export { createRehearsal } from './rehearsal.ts';
export { intakeRoutes, rehearsalRoutes } from './routes.ts';
export { createResponseStore, type ResponseStoreOptions } from './store.ts';
export { storeRows } from './stored-rows.ts';
