// Service standards: what customers can expect, and whether each quarter met it (docs/policies/marion-county-211.md,
// section 3.1).
import type { Console } from '../console/console.ts';
import { setupRoutes } from './setup-routes.ts';
import { stateRoutes } from './state-routes.ts';
import type { StandardReaders } from './states.ts';
import { standardsToday } from './today.ts';

export { amountInWords, measureInWords, targetInWords } from './measures.ts';
export { insertStandard, insertValue, standardsOf, type NewStandard } from './queries.ts';
export { shownStandardSchema, type ShownStandard } from './shown.ts';
export { publicStandards, standardReaders, type StandardReaders, type StandardsOf } from './states.ts';

/** The pages about standards. */
export function serviceStandardRoutes(frame: Console, readers: StandardReaders): void {
  // Before the pages of one standard, whose id is the last part of the path.
  setupRoutes(frame, readers);
  stateRoutes(frame, readers);
  frame.today((visit) => standardsToday(readers.db, visit));
}
