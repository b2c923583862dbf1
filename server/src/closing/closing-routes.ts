import type { Quarter } from '@heart-survey/shared/quarters';
import { auditedIfChanged } from '../audit/audit.ts';
import { startedQuarter, type Console, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Department } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { clockHold, confirmClock } from './clock-guard.ts';
import { isStillRight } from './clock-routes.ts';
import { closeQuarter, type Closed, type Closing, type ClosingOptions } from './close-quarter.ts';
import { closingPage } from './closing-page.ts';
import { closingPath } from './paths.ts';
import { firstQuarter } from './queries.ts';
import { closesAt, fingerprintOf, readClose, readPreview, type PreviewOptions } from './preview.ts';

/** What the pages for closing a quarter need. */
export type ClosingRoutes = PreviewOptions & Pick<ClosingOptions, 'alongside'>;

const path = '/console/departments/:department/quarters/:quarter/closing';
const rule = { of: 'department', action: 'closing' } as const;

type DepartmentVisit = Visit & { department: Department };
type Show = (visit: DepartmentVisit, quarter: Quarter, errors?: FieldError[]) => Promise<Response>;

/** The page where a representative closes a quarter once it has ended. */
export function closeRoutes(frame: Console, options: ClosingRoutes): void {
  const show = showClosing(frame, options);
  frame.get(path, rule, async (visit) => {
    const quarter = startedQuarter(visit, visit.department);
    return quarter ? show(visit, quarter) : frame.notFound(visit.c);
  });
  frame.post(path, rule, async (visit) => {
    const quarter = startedQuarter(visit, visit.department);
    return quarter ? close(options, show, visit, quarter) : frame.notFound(visit.c);
  });
}

/** Whether the department has a response in the quarter or before it. Without one, there is nothing to close. */
async function hasResponsesBy(db: Database, { id }: Department, quarter: Quarter): Promise<boolean> {
  const first = await firstQuarter(db, id);
  return first !== undefined && first <= quarter.id;
}

function showClosing(frame: Console, options: ClosingRoutes): Show {
  return async (visit, quarter, errors = []) => {
    const { department, now, c } = visit;
    const [closed, due, hasBegun] = await Promise.all([
      readClose(options.db, department, quarter),
      closesAt(options.db, department, quarter),
      hasResponsesBy(options.db, department, quarter),
    ]);
    const mayClose = closed === undefined && now >= quarter.end && hasBegun;
    const preview = mayClose ? await readPreview(options, department, quarter, now) : undefined;
    const notice = c.req.query('notice');
    const page = closingPage({
      department,
      quarter,
      now,
      hasBegun,
      close: closed,
      closesAt: due,
      preview,
      errors,
      notice,
    });
    return frame.page(visit, page, errors.length === 0 ? 200 : errors.some(({ at }) => at === 'clock') ? 400 : 409);
  };
}

async function close(
  { db, alongside }: ClosingRoutes,
  show: Show,
  visit: DepartmentVisit & { form: Form },
  quarter: Quarter,
): Promise<Response> {
  const { c, department, form, now, person } = visit;
  if (!(await hasResponsesBy(db, department, quarter))) return show(visit, quarter);
  if (now >= quarter.end && (await clockHold(db, now))) {
    if (!isStillRight(form.text('clock'), now)) return show(visit, quarter, [unconfirmed]);
    await confirmClock(db, now, person.id);
  }
  const isAsShown = (tallies: string) => fingerprintOf(tallies, department) === form.text('shown');
  const entry = entryFor(visit, quarter);
  const closing = { db, clock: () => now, alongside: [entry, ...alongside], isAsShown };
  const { outcome } = await closeQuarter(closing, department, quarter, person.id);
  const closed = await readClose(db, department, quarter);
  // The same form may have been sent twice.
  if (closed?.by.id === person.id) return c.redirect(`${closingPath(department, quarter)}?notice=closed`, 303);
  const message = closed ? `This quarter was already closed ${closed.by.words}.` : refusals[outcome];
  return show(visit, quarter, [{ at: '', message }]);
}

const unconfirmed: FieldError = {
  at: 'clock',
  message: 'Check the date and time. If they are right, select the checkbox.',
};

const refusals: Record<Closed['outcome'], string> = {
  changed: 'The figures changed since you opened this page. Check them again, then close the quarter.',
  'not-ended': 'The quarter has not ended yet.',
  closed: '',
  'already-closed': '',
};

/** Belongs right after the statement that closes the quarter. */
function entryFor({ person, department, now }: DepartmentVisit, quarter: Quarter) {
  const subject = `${department.slug} ${quarter.id}`;
  const entry = { personId: person.id, action: 'quarter closed', subject, departmentId: department.id };
  return (_: Closing) => [auditedIfChanged(entry, now)];
}
