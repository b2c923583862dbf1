import type { Console } from '../console/console.ts';
import { deskRoutes, type DeskOptions } from './desk-setup.ts';
import { desksToday } from './desk-today.ts';
import { rulesRoutes } from './rules-routes.ts';
import { routingRoutes } from './routing-routes.ts';

/** The pages where administrators set up desks, routing and promised dates. They open no case. */
export function caseSetupRoutes(frame: Console, options: DeskOptions): void {
  deskRoutes(frame, options);
  routingRoutes(frame, options);
  rulesRoutes(frame, options);
  frame.today((visit) => desksToday(options.db, visit));
}
