import type { CaseRoutes } from '../cases/cases.ts';
import type { Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { actionRoutes } from './action-routes.ts';
import { actionSection } from './action-section.ts';
import { duePageRoutes } from './due-routes.ts';
import { linkRoutes } from './link-routes.ts';
import { linkSection } from './link-section.ts';
import { referralRoutes } from './referral-routes.ts';
import { referralSection } from './referral-section.ts';
import { privacyRoutes } from './privacy-routes.ts';
import { noticesLeft, privacySection } from './privacy-section.ts';
import { noticeRoutes } from './notice-routes.ts';
import { dueToday } from './today.ts';

/** What a case's page shows of what follows from it, and what it says before it is closed. */
export function followUps(db: Database): Pick<CaseRoutes, 'beside' | 'closingChecks'> {
  return {
    beside: [privacySection(db), actionSection(db), referralSection(db), linkSection(db)],
    closingChecks: [(page) => noticesLeft(db, page)],
  };
}

/** What staff do because of a case. */
export function followUpConsole(frame: Console, options: CaseRoutes): void {
  duePageRoutes(frame, options.db);
  privacyRoutes(frame, options);
  noticeRoutes(frame, options);
  actionRoutes(frame, options);
  referralRoutes(frame, options);
  linkRoutes(frame, options);
  frame.today((visit) => dueToday(options.db, visit));
}
