import type { Console } from '../console/console.ts';
import { entryRoutes, type EntryRoutes } from './entry-routes.ts';
import { fromCommentRoutes } from './from-comment-routes.ts';

/** The pages where staff open a case: for what came to them, and from a survey comment. Mount them before those of cases. */
export function caseEntryRoutes(frame: Console, options: EntryRoutes): void {
  entryRoutes(frame, options);
  fromCommentRoutes(frame, options);
}
