import type { CaseRoutes, CaseSection } from '../cases/cases.ts';
import type { Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { actionRoutes } from './action-routes.ts';
import { actionSection } from './action-section.ts';
import { duePageRoutes } from './due-routes.ts';
import { linkRoutes } from './link-routes.ts';
import { linkSection } from './link-section.ts';
import { referralRoutes } from './referral-routes.ts';
import { referralSection } from './referral-section.ts';
import { dueToday } from './today.ts';

/** What a case's page shows of what follows from it. */
export function followUpSections(db: Database): CaseSection[] {
  return [actionSection(db), referralSection(db), linkSection(db)];
}

/** What staff do because of a case. */
export function followUpConsole(frame: Console, options: CaseRoutes): void {
  duePageRoutes(frame, options.db);
  actionRoutes(frame, options);
  referralRoutes(frame, options);
  linkRoutes(frame, options);
  frame.today((visit) => dueToday(options.db, visit));
}
