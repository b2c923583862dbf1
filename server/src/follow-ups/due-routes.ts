import { isoDay } from '@heart-survey/shared/dates';
import { canSomewhere } from '../access/access.ts';
import { seerOf, workers } from '../cases/cases.ts';
import type { Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { dueLabel, duePage, duePath } from './due-page.ts';
import { dueFor } from './due-queries.ts';

const maxShown = 200;

/** The page of everything that is open. */
export function duePageRoutes(frame: Console, db: Database): void {
  frame.navItem({
    group: 'Work',
    label: dueLabel,
    href: (person) => (canSomewhere(person, 'cases') ? duePath : undefined),
  });
  frame.get(duePath, workers, async (visit) => {
    const { departments } = visit.organization;
    const seer = seerOf(visit.person, visit.organization);
    const until = new Map(departments.map(({ id }) => [id, '9999-12-31']));
    const due = await dueFor(db, seer, { until, limit: maxShown + 1 });
    const today = new Map(departments.map(({ id, zone }) => [id, isoDay(visit.now, zone)]));
    return frame.page(visit, duePage({ due: due.slice(0, maxShown), today, isCut: due.length > maxShown }));
  });
}
