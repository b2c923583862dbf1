import { isoDay } from '@heart-survey/shared/dates';
import { can } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { inboxPage, type InboxRow } from './inbox-page.ts';
import { inboxPath, receiptPath } from './paths.ts';
import { receiptPage } from './receipt-page.ts';
import { seenIn } from './seen.ts';
import { sendSubmission, sendSubmissionOf, shownSubmission } from './shown-submission.ts';
import { readStates, type SubmissionState } from './state.ts';
import { takeStep } from './take-step.ts';
import { recent } from './today.ts';
import { closedQuarterIn, type DepartmentVisit, type SubmissionRoutes } from './visit.ts';

const receipt = `${inboxPath}/:department/:quarter`;
const inboxRule = { of: 'installation', action: 'receiving' } as const;
const receiptRule = { of: 'department', action: 'receiving' } as const;

/** What the executive office receives from the departments. */
export function inboxRoutes(frame: Console, options: SubmissionRoutes): void {
  const { db } = options;
  frame.navItem({
    group: 'Results',
    label: 'All submissions',
    href: (person) => (can(person, 'receiving') ? inboxPath : undefined),
  });
  frame.get(inboxPath, inboxRule, async (visit) => {
    const { departments } = visit.organization;
    const states = await Promise.all(departments.map((department) => readStates(db, department)));
    const rows = states.flatMap((own) => recent(own).map((state) => rowOf(visit, state)));
    const without = departments.filter((_, index) => states[index]!.length === 0);
    return frame.page(visit, inboxPage({ rows, without }));
  });
  frame.get(receipt, receiptRule, async (visit) => {
    const state = await closedQuarterIn(db, visit);
    return (state && (await showReceipt(frame, options, visit, state))) ?? frame.notFound(visit.c);
  });
  frame.get(`${receipt}/submission.json`, receiptRule, async (visit) => {
    const state = await closedQuarterIn(db, visit);
    const submission = state && (await shownSubmission(db, state));
    return state && submission ? sendSubmission(visit.c, state, submission.file) : frame.notFound(visit.c);
  });
  frame.get(`${receipt}/submitted/:file`, receiptRule, async (visit) => {
    const state = await closedQuarterIn(db, visit);
    const sent = state && (await sendSubmissionOf(visit.c, db, state, visit.c.req.param('file') ?? ''));
    return sent ?? frame.notFound(visit.c);
  });
  frame.post(receipt, receiptRule, async (visit) => {
    const state = await closedQuarterIn(db, visit);
    return (state && (await receive(frame, options, visit, state))) ?? frame.notFound(visit.c);
  });
}

const rowOf = ({ now }: Visit, state: SubmissionState): InboxRow => ({
  state,
  today: isoDay(now, state.department.zone),
});

async function showReceipt(
  frame: Console,
  { db }: SubmissionRoutes,
  visit: DepartmentVisit,
  state: SubmissionState,
  errors: FieldError[] = [],
) {
  const submission = await shownSubmission(db, state);
  if (submission === undefined) return undefined;
  const { today } = rowOf(visit, state);
  const notice = visit.c.req.query('notice');
  return frame.page(visit, receiptPage({ state, submission, today, errors, notice }), errors.length > 0 ? 409 : 200);
}

const notConfirmed: FieldError = {
  at: '',
  message: 'Something changed since you opened this page. Review the page before you continue.',
};

async function receive(
  frame: Console,
  options: SubmissionRoutes,
  visit: DepartmentVisit & { form: Form },
  state: SubmissionState,
) {
  const seen = { ...seenIn(visit.form), snapshotId: state.latest.id };
  const current = await takeStep(options, visit, state, { kind: 'received', text: null }, seen);
  if (current) return showReceipt(frame, options, visit, current, [notConfirmed]);
  return visit.c.redirect(`${receiptPath(state.department, state.quarter)}?notice=received`, 303);
}
