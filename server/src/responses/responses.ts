// What other rooms may use of responses: the endpoints, and how responses are stored.
export { gathering, isFast, plainText, type FlagKind } from './flags.ts';
export { formRoutes } from './form-routes.ts';
export { createPaperRow, createPaperStore, type PaperForm } from './paper-store.ts';
export { createInterviewStore, type Saved } from './interview-store.ts';
export {
  eraseFromBatch,
  eraseInterview,
  eraseResponse,
  holdsResponses,
  insertLateResponses,
  type ResponseRow,
} from './queries.ts';
export { removeReasons, tablesWithReasons, withoutReason } from './reasons.ts';
export { createRehearsal } from './rehearsal.ts';
export { directIntake, headersWhenStored } from './direct.ts';
export { intakePath, intakeRoutes, rehearsalRoutes } from './routes.ts';
export { createResponseStore, type ResponseStoreOptions } from './store.ts';
export { storeRows } from './stored-rows.ts';
