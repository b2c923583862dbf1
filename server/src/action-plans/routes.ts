import { isoDay } from '@heart-survey/shared/dates';
import { can } from '../access/access.ts';
import { readComment } from '../comments/comments.ts';
import { departmentsFor, regionsFor, type Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readCalendar } from '../org/org.ts';
import { verdictSection } from '../results/results.ts';
import { notesAbout } from '../work/work.ts';
import { actionRoutes } from './action-routes.ts';
import { approvalRoutes } from './approval-routes.ts';
import { copyRoute } from './copy-route.ts';
import { planDeadline } from './due.ts';
import { noteRoutes } from './note-routes.ts';
import { ownerRoutes } from './owner-routes.ts';
import { plansPath } from './paths.ts';
import { planPage } from './plan-page.ts';
import {
  aboutPlan,
  onePlan,
  rule,
  versionField,
  type ActionPlanOptions,
  type PlanRoutes,
  type PlanVisit,
} from './plan-visit.ts';
import { isFinal, measureNotes, verdictsOf } from './plan-verdict.ts';
import { plansPage } from './plans-page.ts';
import { planPeople } from './recipients.ts';
import {
  actionsOf,
  checkInsOf,
  eventsOf,
  namesOf,
  planById,
  plansOfRegions,
  quotedResponses,
  restatementBehind,
} from './queries.ts';
import { planProgressReader } from './progress.ts';
import { quoteRoutes } from './quote-routes.ts';
import { reportRoute } from './report-route.ts';
import { textRoutes } from './text-routes.ts';
import { plansToday } from './today.ts';

/** The list of a department's action plans, and a page for each. */
export function actionPlanRoutes(frame: Console, options: ActionPlanOptions): void {
  const { db } = options;
  frame.navItem({
    group: 'Work',
    label: 'Action plans',
    href: (person, organization) => {
      const [first] = departmentsFor(person, 'action plans', organization);
      return first && plansPath(first);
    },
  });

  frame.get('/console/departments/:department/action-plans', rule, async (visit) => {
    const { person, organization, department, now } = visit;
    const regions = regionsFor(person, 'action plans', organization, department);
    const plans = await plansOfRegions(
      db,
      regions.map(({ id }) => id),
    );
    const actions = await actionsOf(
      db,
      plans.map(({ id }) => id),
    );
    const progress = await planProgressReader(db)(department);
    const verdicts = new Map(
      progress.flatMap(({ id, verdicts }) => verdicts.slice(-1).map((verdict) => [id, verdict] as const)),
    );
    const departments = departmentsFor(person, 'action plans', organization);
    return frame.page(
      visit,
      plansPage({ department, departments, regions, plans, actions, verdicts, today: isoDay(now, department.zone) }),
    );
  });

  const verdictOf: PlanRoutes['verdictOf'] = async (found) => {
    const verdicts = await verdictsOf(db, found);
    const current = verdicts.at(-1);
    return {
      isFinal: isFinal(current),
      json: current === undefined ? null : JSON.stringify(current),
      section: verdictSection(verdicts, found.region.department.zone),
      ...(await measureNotes(db, found, current)),
    };
  };
  const find = findPlan(db);
  const routes: PlanRoutes = { ...options, find, verdictOf, show: showPlan(frame, { db, verdictOf }) };
  frame.get(onePlan, rule, async (visit) => {
    const found = await find(visit);
    return found ? routes.show(found) : frame.notFound(visit.c);
  });
  textRoutes(frame, routes);
  actionRoutes(frame, routes);
  quoteRoutes(frame, routes);
  ownerRoutes(frame, routes);
  noteRoutes(frame, routes);
  copyRoute(frame, routes);
  approvalRoutes(frame, routes);
  reportRoute(frame, routes, options.typesetter);
  frame.today((visit) => plansToday(db, visit));
}

function findPlan(db: Database): PlanRoutes['find'] {
  return async (visit) => {
    const { c, person, organization, department } = visit;
    const id = /^[1-9]\d{0,14}$/.test(c.req.param('plan') ?? '') ? Number(c.req.param('plan')) : 0;
    const regions = regionsFor(person, 'action plans', organization, department);
    const plan = await planById(
      db,
      id,
      regions.map((region) => region.id),
    );
    const region = regions.find((one) => one.id === plan?.regionId);
    return plan && region && { visit, plan, region };
  };
}

function showPlan(frame: Console, { db, verdictOf }: Pick<PlanRoutes, 'db' | 'verdictOf'>): PlanRoutes['show'] {
  return async (found, refused = {}, status = 200) => {
    const { visit, plan, region } = found;
    const { department } = region;
    const [content, verdict, owners, calendar, restated] = await Promise.all([
      contentOf(db, found),
      verdictOf(found),
      planPeople(db, region),
      readCalendar(db, department),
      restatementBehind(db, department.id, plan),
    ]);
    const shown = planPage({
      plan,
      region,
      owners,
      ...content,
      needed: verdict.needed,
      reached: verdict.reached,
      hasVerdict: verdict.isFinal,
      restated,
      verdict: verdict.section,
      deadline: plan.dueOn === null ? undefined : planDeadline(calendar, department, plan.decidedAt!),
      today: isoDay(visit.now, department.zone),
      readerId: visit.person.id,
      mayEraseAll: can(visit.person, 'exclusions', { departmentId: department.id }),
      mayApprove: can(visit.person, 'plan approval', { departmentId: department.id }),
      version: versionField(plan),
      notice: refused.errors ? undefined : visit.c.req.query('notice'),
      ...refused,
    });
    return frame.page(visit, shown, status);
  };
}

/** Everything written in a plan and about it. */
async function contentOf(db: Database, { plan, region }: PlanVisit) {
  const [actions, events, notes, quoted, earlier, names] = await Promise.all([
    actionsOf(db, [plan.id]),
    eventsOf(db, plan.id),
    notesAbout(db, aboutPlan(plan)),
    quotedResponses(db, plan.id),
    plan.continues === null ? undefined : planById(db, plan.continues, [region.id]),
    namesOf(
      db,
      [plan.monitorId, plan.sentBy].filter((id) => id !== null),
    ),
  ]);
  const quotes = await Promise.all(quoted.map((id) => readComment(db, id, [region])));
  const checkIns = await checkInsOf(
    db,
    notes.map(({ id }) => id),
  );
  return { actions, events, notes, checkIns, earlier, names, quotes: quotes.filter((one) => one !== undefined) };
}
