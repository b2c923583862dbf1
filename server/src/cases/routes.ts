import type { Console } from '../console/console.ts';
import { aboutRoutes } from './about-routes.ts';
import type { CaseRoutes } from './case-visit.ts';
import { countedRoutes } from './counted-routes.ts';
import { handlingRoutes } from './handling-routes.ts';
import { letterRoutes } from './letter-routes.ts';
import { listRoutes } from './list-routes.ts';
import { stepRoutes } from './step-routes.ts';
import { casesToday } from './today.ts';

/** The pages where staff work on cases. */
export function caseConsole(frame: Console, options: CaseRoutes): void {
  listRoutes(frame, options);
  stepRoutes(frame, options);
  handlingRoutes(frame, options);
  aboutRoutes(frame, options);
  letterRoutes(frame, options);
  countedRoutes(frame, options);
  frame.today((visit) => casesToday(options.db, visit));
}
