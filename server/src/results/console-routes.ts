import { can, canInPart, type Person } from '../access/access.ts';
import { regionsFor, type Console, type Need, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { dayInWords, daysLeft } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import type { Department, Directory } from '../survey/survey.ts';
import { closingInstant } from './business-days.ts';
import type { PlansOf } from './figures.ts';
import { quartersUpTo, readQuarters } from './history.ts';
import { pathOf, type QuarterPage } from './quarter-head.ts';
import { quarterPage } from './quarter-page.ts';
import { regionPage } from './region-page.ts';
import { people } from './scores-shown.ts';

export interface ResultsConsole {
  db: Database;
  plansOf: PlansOf;
}

/** How many quarters a trend goes over, the shown one included. */
const trendLength = 9;
/** How long before its closing a quarter is worth a word, in milliseconds. */
const soon = 14 * 24 * 60 * 60 * 1000;
const results = { of: 'part', action: 'results' } as const;

/** The pages of a department's quarter, for those who work there. */
export function resultsConsole(frame: Console, { db, plansOf }: ResultsConsole): void {
  frame.entry({
    label: 'Results',
    href: (person, directory) => {
      const departments = departmentsOf(person, directory);
      if (departments.length === 0) return undefined;
      return departments.length === 1 ? `/console/departments/${departments[0]!.slug}` : '/console/results';
    },
  });
  frame.needs((visit) => needs(db, visit));

  frame.get('/console/results', { of: 'everyone' }, (visit) => {
    const departments = departmentsOf(visit.person, visit.directory);
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

  const pageOf = async (visit: Visit, department: Department, quarter: Quarter): Promise<QuarterPage> => {
    const regions = regionsFor(visit.person, 'results', visit.directory, department);
    const [trend, plans] = await Promise.all([
      readQuarters(db, department, quartersUpTo(department, quarter, trendLength)),
      plansOf(department, quarter.id),
    ]);
    return {
      department,
      record: trend.at(-1)!,
      trend,
      visible: regions.map(({ slug }) => slug),
      isWhole: can(visit.person, 'results', { departmentId: department.id }),
      plans,
      now: visit.now,
      closesAt: closingInstant(department, quarter),
      mayExport: can(visit.person, 'exports', { departmentId: department.id }),
    };
  };

  frame.get('/console/departments/:department/quarters/:quarter', results, async (visit) => {
    const quarter = begun(visit, visit.department);
    if (!quarter) return frame.notFound(visit.c);
    return frame.page(visit, quarterPage(await pageOf(visit, visit.department, quarter)));
  });

  frame.get(
    '/console/departments/:department/quarters/:quarter/regions/:region',
    { of: 'region', action: 'results' },
    async (visit) => {
      const quarter = begun(visit, visit.department);
      if (!quarter) return frame.notFound(visit.c);
      const page = await pageOf(visit, visit.department, quarter);
      return frame.page(visit, regionPage(page, visit.region));
    },
  );
}

/** The quarter that the path names, if it is one of the department's and has begun. */
export function begun({ c, now }: Pick<Visit, 'c' | 'now'>, { calendar }: Department): Quarter | undefined {
  const quarter = calendar.byId(c.req.param('quarter') ?? '');
  return quarter && quarter.start <= now ? quarter : undefined;
}

function departmentsOf(person: Person, { departments }: Directory): Department[] {
  return departments.filter(({ id }) => canInPart(person, 'results', id));
}

/** What the results say of today: who is below the target, and what closes soon. */
async function needs(db: Database, { person, directory, now }: Visit): Promise<Need[]> {
  const all = departmentsOf(person, directory).map(async (department): Promise<Need[]> => {
    const quarter = department.calendar.at(now);
    const visible = new Set(regionsFor(person, 'results', directory, department).map(({ slug }) => slug));
    const past = department.calendar.previous(quarter);
    const [before, record] = await readQuarters(db, department, [past, quarter]);
    const below = record!.regions.filter(({ region, status }) => visible.has(region) && status === 'below');
    const left = daysLeft(quarter, now, department.zone);
    return [
      ...below.map(({ region, name, average, responses }) => ({
        says: html`<b>${name} is at ${average}, below the target.</b> ${people(responses)} so far; ${left} days of the
          quarter are left.`,
        href: pathOf(department, quarter, region),
        link: `Look at ${name}`,
        isUrgent: true,
      })),
      ...(before!.isClosed || before!.total.responses === 0 ? [] : closingNeed(department, past, now)),
    ];
  });
  return (await Promise.all(all)).flat();
}

function closingNeed(department: Department, quarter: Quarter, now: number): Need[] {
  const at = closingInstant(department, quarter);
  if (at - now > soon) return [];
  return [
    {
      says: html`<b>The quarter ${quarter.label} closes on ${dayInWords(at, department.zone)}.</b> After that its
        figures do not change any more; paper forms of it have to be typed in before.`,
      href: pathOf(department, quarter),
      link: 'Look at that quarter',
    },
  ];
}
