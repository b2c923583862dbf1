import type { Quarter } from '@heart-survey/shared/quarters';
import { departmentsFor, type Console, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { quartersOfYear } from '../figures/figures.ts';
import type { Form } from '../http/form.ts';
import type { Department } from '../org/org.ts';
import { reasonErrors } from '../pages/reason.ts';
import { publishQuarter, withdrawQuarter } from './act.ts';
import type { ShownWith } from './events.ts';
import { listPage } from './list-page.ts';
import {
  actionKey,
  chosenOf,
  readOffered,
  standardKey,
  type Chosen,
  type Offered,
  type OfferReaders,
} from './offered.ts';
import { publishedPath, publishingPath } from './paths.ts';
import { readAsIfPublished, readAsOf } from './published.ts';
import { quarterPage, type QuarterPage } from './quarter-page.ts';
import { publishedIn, readPublishing, readPublishingOf, type PublishingState } from './state.ts';
import { publishingToday } from './today.ts';

export type PublishingRoutes = OfferReaders;

const rule = { of: 'department', action: 'publishing' } as const;
const listRoute = publishedPath({ slug: ':department' });
const quarterRoute = publishingPath({ slug: ':department' }, { id: ':quarter' });

type DepartmentVisit = Visit & { department: Department };

/** Publishing a submitted quarter, and withdrawing it. */
export function publishingRoutes(frame: Console, options: PublishingRoutes): void {
  const { db } = options;
  frame.navItem({
    group: 'Results',
    label: 'Published results',
    href: (person, organization) => {
      const [first] = departmentsFor(person, 'publishing', organization);
      return first && publishedPath(first);
    },
  });
  frame.today((visit) => publishingToday(db, visit));
  frame.get(listRoute, rule, async (visit) => {
    const { department, person, organization } = visit;
    const departments = departmentsFor(person, 'publishing', organization);
    return frame.page(visit, listPage({ department, departments, states: await readPublishing(db, department) }));
  });
  frame.get(quarterRoute, rule, async (visit) => {
    const state = await stateIn(db, visit);
    return state ? show(frame, options, visit, state) : frame.notFound(visit.c);
  });
  frame.post(`${quarterRoute}/publish`, rule, async (visit) => {
    const state = await stateIn(db, visit);
    return state ? publish(frame, options, visit, state) : frame.notFound(visit.c);
  });
  frame.post(`${quarterRoute}/withdraw`, rule, async (visit) => {
    const state = await stateIn(db, visit);
    return state ? withdraw(frame, options, visit, state) : frame.notFound(visit.c);
  });
}

/** The submitted quarter that the path names; undefined if there is none. */
async function stateIn(db: Database, { c, department }: DepartmentVisit): Promise<PublishingState | undefined> {
  const quarter: Quarter | undefined = department.calendar.byId(c.req.param('quarter') ?? '');
  return quarter && readPublishingOf(db, department, quarter);
}

async function show(
  frame: Console,
  options: PublishingRoutes,
  visit: Visit,
  state: PublishingState,
  rejected: Partial<Pick<QuarterPage, 'errors' | 'reason' | 'chosen'>> = {},
  status?: 400 | 409,
): Promise<Response> {
  const nothing = { done: [], standards: [] };
  const [{ figures }, offered, { groupYears }] = await Promise.all([
    readAsOf(options.db, state.department, state.quarter, state),
    readOffered(options, visit, state),
    readAsIfPublished(options.db, state, nothing, visit.now),
  ]);
  const year = quartersOfYear(state.department, state.quarter)[0]!.id;
  const groupYear = groupYears.find((one) => one.figures.year === year);
  const chosen = chosenIn(offered, publishedIn(state));
  const notice = visit.c.req.query('notice');
  return frame.page(visit, quarterPage({ state, figures, groupYear, offered, chosen, notice, ...rejected }), status);
}

/** What the public sees now, as far as it is still offered. */
function chosenIn({ actions, standards }: Offered, published: ShownWith | undefined): Chosen {
  const done = new Set(
    published?.done.flatMap(({ quarter, region, actions }) => actions.map((text) => `${quarter}/${region}/${text}`)),
  );
  const shown = new Set(published?.standards.map(standardKey));
  return {
    actions: new Set(
      actions.flatMap((group) =>
        group.actions.flatMap((text, index) =>
          done.has(`${group.quarter}/${group.region}/${text}`) ? [actionKey(group, index)] : [],
        ),
      ),
    ),
    standards: new Set(standards.map(standardKey).filter((key) => shown.has(key))),
  };
}

type FormVisit = Visit & { form: Form };

async function publish(frame: Console, options: PublishingRoutes, visit: FormVisit, state: PublishingState) {
  const { form } = visit;
  const chosen = { actions: new Set(form.all('action')), standards: new Set(form.all('standard')) };
  const offered = await readOffered(options, visit, state);
  const isSame = form.text('offered') === offered.seen;
  const isDone = isSame && (await publishQuarter(options.db, { ...actOf(visit, state), ...chosenOf(offered, chosen) }));
  if (isDone) return visit.c.redirect(`${publishingPath(state.department, state.quarter)}?notice=published`, 303);
  return conflict(frame, options, visit, state, isSame ? { chosen } : {});
}

async function withdraw(frame: Console, options: PublishingRoutes, visit: FormVisit, state: PublishingState) {
  const reason = visit.form.text('reason');
  // The public may see an older submission than the last one.
  const published = publishedIn(state);
  const errors = reasonErrors('reason', reason);
  if (published && errors.length > 0) return show(frame, options, visit, state, { errors, reason }, 400);
  const { submission } = published ?? state;
  const isDone = await withdrawQuarter(options.db, { ...actOf(visit, state), submission, reason });
  if (isDone) return visit.c.redirect(`${publishingPath(state.department, state.quarter)}?notice=withdrawn`, 303);
  return conflict(frame, options, visit, state, { reason });
}

/** What the form says, and who sends it. What was not seen never matches. */
function actOf({ form, person, now }: FormVisit, { department, quarter }: PublishingState) {
  const events = form.text('events');
  return {
    department,
    quarter,
    submission: form.text('submission'),
    by: person.id,
    at: now,
    position: /^\d{1,6}$/.test(events) ? Number(events) : -1,
  };
}

async function conflict(
  frame: Console,
  options: PublishingRoutes,
  visit: FormVisit,
  { department, quarter }: PublishingState,
  typed: Partial<Pick<QuarterPage, 'reason' | 'chosen'>>,
) {
  const current = await readPublishingOf(options.db, department, quarter);
  const message = 'Something changed after you opened this page. Nothing was saved. Check the page, and try again.';
  return current
    ? show(frame, options, visit, current, { ...typed, errors: [{ at: '', message }] }, 409)
    : frame.notFound(visit.c);
}
