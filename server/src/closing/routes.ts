import { html } from 'hono/html';
import { departmentsFor, type Console, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { clockRoutes } from './clock-routes.ts';
import { closesInWords } from './closing-page.ts';
import { closeRoutes, type ClosingRoutes } from './closing-routes.ts';
import { closingPath } from './paths.ts';
import { closesAt, openQuarters } from './preview.ts';

/** The page where a representative closes a quarter, and the one where people confirm the time. */
export function closingRoutes(frame: Console, options: ClosingRoutes): void {
  const { db } = options;
  clockRoutes(frame, { db });
  closeRoutes(frame, options);
  frame.today(async (visit) => {
    const departments = departmentsFor(visit.person, 'closing', visit.organization);
    return (await Promise.all(departments.map((department) => toClose(db, visit, department)))).flat();
  });
}

/** The department's quarters that have ended and are still open. */
async function toClose(db: Database, { now }: Visit, department: Department): Promise<TodayItem[]> {
  const open = await openQuarters(db, department, now);
  return Promise.all(
    open.map(async (quarter): Promise<TodayItem> => {
      const closes = closesInWords(await closesAt(db, department, quarter), now, department.zone);
      return {
        message: html`<b>${department.name}: ${quarter.label} has ended.</b> ${closes} Enter any remaining paper forms
          before you close it.`,
        href: closingPath(department, quarter),
        link: 'Review and close it now',
      };
    }),
  );
}
