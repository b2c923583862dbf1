import { isoDay } from '@heart-survey/shared/dates';
import { can } from '../access/access.ts';
import { departmentsFor, regionsFor, type Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readCalendar } from '../org/org.ts';
import { notesAbout } from '../work/work.ts';
import { planDeadline } from './due.ts';
import { noteRoutes } from './note-routes.ts';
import { ownerRoutes } from './owner-routes.ts';
import { plansPath } from './paths.ts';
import { planPage } from './plan-page.ts';
import { aboutPlan, onePlan, rule, type ActionPlanOptions, type PlanRoutes } from './plan-visit.ts';
import { plansPage } from './plans-page.ts';
import { plansToday } from './today.ts';
import { planById, plansOfRegions, possibleOwners } from './queries.ts';

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
    const departments = departmentsFor(person, 'action plans', organization);
    return frame.page(
      visit,
      plansPage({ department, departments, regions, plans, today: isoDay(now, department.zone) }),
    );
  });

  const routes: PlanRoutes = { ...options, find: findPlan(db), show: showPlan(frame, db) };
  frame.get(onePlan, rule, async (visit) => {
    const found = await routes.find(visit);
    return found ? routes.show(found) : frame.notFound(visit.c);
  });
  ownerRoutes(frame, routes);
  noteRoutes(frame, routes);
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

function showPlan(frame: Console, db: Database): PlanRoutes['show'] {
  return async ({ visit, plan, region }, refused = {}, status = 200) => {
    const { department } = region;
    const [owners, notes, calendar] = await Promise.all([
      possibleOwners(db, { departmentId: department.id, regionId: region.id }),
      notesAbout(db, aboutPlan(plan)),
      readCalendar(db, department),
    ]);
    const shown = planPage({
      plan,
      region,
      owners,
      notes,
      deadline: plan.dueOn === null ? undefined : planDeadline(calendar, plan.decidedAt!),
      today: isoDay(visit.now, department.zone),
      readerId: visit.person.id,
      mayEraseAll: can(visit.person, 'exclusions', { departmentId: department.id }),
      notice: refused.errors ? undefined : visit.c.req.query('notice'),
      ...refused,
    });
    return frame.page(visit, shown, status);
  };
}
