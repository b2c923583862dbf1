import type { Console } from '../console/console.ts';
import { deskRoutes, type DeskOptions } from './desk-setup.ts';
import { desksToday } from './desk-today.ts';
import { routingRoutes } from './routing-routes.ts';

/** The pages where administrators set up desks and routing. They open no case. */
export function caseSetupRoutes(frame: Console, options: DeskOptions): void {
  deskRoutes(frame, options);
  routingRoutes(frame, options);
  frame.today((visit) => desksToday(options.db, visit));
}
