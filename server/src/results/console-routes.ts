import { can } from '../access/access.ts';
import { startedQuarter, departmentsFor, regionsFor, type Console, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import { readCalendar, type Department } from '../org/org.ts';
import { closingClock } from '../work/work.ts';
import {
  chartQuarters,
  latestAgreed,
  type PlanProgressOf,
  type PlansOf,
  quartersUpTo,
  readMonths,
  readQuarters,
} from '../figures/figures.ts';
import { resultsToday } from './today.ts';
import { pathOf, type QuarterPage } from './quarter-head.ts';
import { quarterPage } from './quarter-page.ts';
import { regionPage } from './region-page.ts';
import type { MarksOf } from './run-chart.ts';

export interface ResultsConsole {
  db: Database;
  plansOf: PlansOf;
  /** What was done about figures below target, for the run charts. */
  marksOf: MarksOf;
  planProgressOf: PlanProgressOf;
}

/** How many quarters a trend covers, including the one shown: those that the months of its run chart are in. */
const trendLength = chartQuarters;
const results = { of: 'part', action: 'results' } as const;

/** The pages of a department's quarter, for its own staff. */
export function resultsConsole(frame: Console, options: ResultsConsole): void {
  const read = quarterReader(options);
  frame.navItem({
    group: 'Results',
    label: 'Results',
    href: (person, organization) => {
      const departments = departmentsFor(person, 'results', organization);
      if (departments.length === 0) return undefined;
      return departments.length === 1 ? `/console/departments/${departments[0]!.slug}` : '/console/results';
    },
  });
  frame.today((visit) => resultsToday(options, visit));

  frame.get('/console/results', { of: 'everyone' }, (visit) => {
    const departments = departmentsFor(visit.person, 'results', visit.organization);
    if (departments.length === 0) return frame.notFound(visit.c);
    return frame.page(visit, {
      title: 'Results',
      current: 'Results',
      main: html`<ul class="plain">
        ${departments.map(({ slug, name }) => html`<li><a href="/console/departments/${slug}">${name}</a></li>`)}
      </ul>`,
    });
  });

  frame.get('/console/departments/:department', results, ({ c, department, now }) =>
    c.redirect(pathOf(department, department.calendar.at(now)), 303),
  );

  frame.get('/console/departments/:department/quarters/:quarter', results, async (visit) => {
    const quarter = startedQuarter(visit, visit.department);
    if (!quarter) return frame.notFound(visit.c);
    return frame.page(visit, quarterPage(await read(visit, visit.department, quarter)));
  });

  frame.get(
    '/console/departments/:department/quarters/:quarter/regions/:region',
    { of: 'region', action: 'results' },
    async (visit) => {
      const quarter = startedQuarter(visit, visit.department);
      if (!quarter) return frame.notFound(visit.c);
      return frame.page(visit, regionPage(await read(visit, visit.department, quarter), visit.region));
    },
  );
}

/** Reads what this visitor may see of a quarter. */
function quarterReader({ db, plansOf, planProgressOf, marksOf }: ResultsConsole) {
  return async (visit: Visit, department: Department, quarter: Quarter): Promise<QuarterPage> => {
    const regions = regionsFor(visit.person, 'results', visit.organization, department);
    const quarters = quartersUpTo(department, quarter, trendLength);
    const [trend, plans, progress, days, marks] = await Promise.all([
      readQuarters(db, department, quarters),
      plansOf(department, quarter.id),
      planProgressOf(department),
      readCalendar(db, department),
      marksOf(department, quarters[0]!.start, quarter.end),
    ]);
    return {
      department,
      record: trend.at(-1)!,
      trend,
      months: await readMonths(db, department, trend, visit.now),
      marks,
      visible: regions.map(({ slug }) => slug),
      isWhole: can(visit.person, 'results', { departmentId: department.id }),
      plans,
      hasGroups: visit.organization.groups.some(({ departmentId }) => departmentId === department.id),
      agreed: latestAgreed(progress),
      now: visit.now,
      closesAt: closingClock(days, department, quarter).at,
      mayExport: can(visit.person, 'exports', { departmentId: department.id }),
      mayClose: can(visit.person, 'closing', { departmentId: department.id }),
      mayHandIn: can(visit.person, 'handing in', { departmentId: department.id }),
      mayRestate: can(visit.person, 'restating', { departmentId: department.id }),
    };
  };
}
