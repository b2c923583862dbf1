import { isoDay } from '@heart-survey/shared/dates';
import { departmentsFor, type Console } from '../console/console.ts';
import { inboxRoutes } from './inbox-routes.ts';
import { listPage } from './list-page.ts';
import { submissionsPath } from './paths.ts';
import { readStates } from './state.ts';
import { sendSubmission, sendSubmissionOf, shownSubmission } from './shown-submission.ts';
import { stepRoutes } from './step-routes.ts';
import { submitRoutes } from './submit-routes.ts';
import { submissionsToday } from './today.ts';
import { closedQuarterIn, quarterRoute, rule, showQuarter, type SubmissionRoutes } from './visit.ts';

/** A quarter's way to the executive office: handing in, returning, submitting and receiving. */
export function submissionRoutes(frame: Console, options: SubmissionRoutes): void {
  const { db } = options;
  const show = showQuarter(frame, options);
  frame.navItem({
    group: 'Results',
    label: 'Submissions',
    href: (person, organization) => {
      const [first] = departmentsFor(person, 'handing in', organization);
      return first && submissionsPath(first);
    },
  });
  frame.today((visit) => submissionsToday(db, visit));
  frame.get('/console/departments/:department/submissions', rule, async (visit) => {
    const { department, person, organization, now } = visit;
    const departments = departmentsFor(person, 'handing in', organization);
    const states = await readStates(db, department);
    const today = isoDay(now, department.zone);
    return frame.page(visit, listPage({ department, departments, states, today }));
  });
  frame.get(quarterRoute, rule, async (visit) => {
    const state = await closedQuarterIn(db, visit);
    return state ? show(visit, state) : frame.notFound(visit.c);
  });
  frame.get(`${quarterRoute}/submission.json`, rule, async (visit) => {
    const state = await closedQuarterIn(db, visit);
    const submission = state && (await shownSubmission(db, state));
    return state && submission ? sendSubmission(visit.c, state, submission.file) : frame.notFound(visit.c);
  });
  frame.get(`${quarterRoute}/submitted/:file`, rule, async (visit) => {
    const state = await closedQuarterIn(db, visit);
    const sent = state && (await sendSubmissionOf(visit.c, db, state, visit.c.req.param('file') ?? ''));
    return sent ?? frame.notFound(visit.c);
  });
  stepRoutes(frame, options);
  submitRoutes(frame, options);
  inboxRoutes(frame, options);
}
