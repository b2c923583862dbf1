import { dayInWords, daysLeft } from '@heart-survey/shared/dates';
import { inHundredths, lowVolume } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import { can } from '../access/access.ts';
import { departmentsFor, regionsFor, type Today, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readCalendar, type Department } from '../org/org.ts';
import { closingClock } from '../work/work.ts';
import { departmentEmails } from '../outbox/outbox.ts';
import { readQuarters, type PlansOf, type QuarterRecord } from '../figures/figures.ts';
import { glanceSections, type Glance } from './glance.ts';
import { pathOf } from './quarter-head.ts';
import { responsesInWords } from './scores-shown.ts';

/** How long before it closes a quarter is shown, in milliseconds. */
const soon = 14 * 24 * 60 * 60 * 1000;

interface TodayOptions {
  db: Database;
  plansOf: PlansOf;
}

/** The results on the home page: regions below target, quarters that close soon, and each department at a glance. */
export async function resultsToday(options: TodayOptions, visit: Visit): Promise<Today> {
  const departments = departmentsFor(visit.person, 'results', visit.organization);
  const glances = await Promise.all(departments.map((department) => glanceOf(options, visit, department)));
  return { items: glances.flatMap(itemsOf), figures: glances.flatMap(glanceSections) };
}

type Read = Glance & {
  /** When the quarter before closes automatically. */
  beforeClosesAt: number;
  /** Whether the reader may close it earlier. */
  mayClose: boolean;
};

/** Reads the current quarter and the one before it, once for the items and the figures. */
async function glanceOf(
  { db, plansOf }: TodayOptions,
  { person, organization, now }: Visit,
  department: Department,
): Promise<Read> {
  const quarter = department.calendar.at(now);
  const past = department.calendar.previous(quarter);
  const [records, plansBefore, plans, days, emails] = await Promise.all([
    readQuarters(db, department, [past, quarter]),
    plansOf(department, past.id),
    plansOf(department, quarter.id),
    readCalendar(db, department),
    departmentEmails(db, department.id),
  ]);
  const [before, record] = records as [QuarterRecord, QuarterRecord];
  return {
    department,
    record,
    before,
    plans: { record: plans, before: plansBefore },
    closesAt: closingClock(days, department, quarter).at,
    beforeClosesAt: closingClock(days, department, past).at,
    visible: new Set(regionsFor(person, 'results', organization, department).map(({ slug }) => slug)),
    isWhole: can(person, 'results', { departmentId: department.id }),
    mayClose: can(person, 'closing', { departmentId: department.id }),
    emails,
    now,
  };
}

type ClosingSoon = Pick<Read, 'department' | 'before' | 'beforeClosesAt' | 'mayClose' | 'now'>;

function itemsOf({ department, record, before, beforeClosesAt, visible, mayClose, now }: Read): TodayItem[] {
  const left = daysLeft(record.quarter, now, department.zone);
  const days = left === 1 ? 'this is the last day of the quarter' : `${left} days are left in the quarter`;
  return [
    ...(before.isClosed
      ? []
      : [
          ...neededSoon(department, before, visible, beforeClosesAt),
          ...closingSoon({ department, before, beforeClosesAt, mayClose, now }),
        ]),
    ...belowTarget(department, record, visible, { verb: 'is', soFar: ' so far', next: `; ${days}.` }),
  ];
}

/** Regions that ended a quarter below target that has not closed yet. If they stay there, they need an action plan. */
function neededSoon(
  department: Department,
  record: QuarterRecord,
  visible: ReadonlySet<string>,
  closesAt: number,
): TodayItem[] {
  const closes = dayInWords(closesAt, department.zone);
  return belowTarget(department, record, visible, {
    verb: `ended ${record.quarter.label}`,
    soFar: '',
    next: `. If it is still below target when the quarter closes on ${closes}, it needs an action plan.`,
  });
}

/** From 11 responses on it is urgent; fewer may be chance, and notify no one (docs/design.md §3.8). */
function belowTarget(
  department: Department,
  { quarter, regions, target }: QuarterRecord,
  visible: ReadonlySet<string>,
  { verb, soFar, next }: Record<'verb' | 'soFar' | 'next', string>,
): TodayItem[] {
  return regions
    .filter(({ region, status }) => visible.has(region) && status === 'below')
    .map(({ region, name, average, responses }) => {
      const isLow = responses < lowVolume;
      return {
        message: html`<b>${name} ${verb} at ${average}, below ${inHundredths(target)}.</b>
          ${responsesInWords(responses)}${soFar}${isLow ? ', low volume' : ''}${next}`,
        href: pathOf(department, quarter, region),
        link: `View ${name}`,
        isUrgent: !isLow,
      };
    });
}

/** Not for people who may close it: they have an item of their own, with a link to do so. */
function closingSoon({ department, before, beforeClosesAt: at, mayClose, now }: ClosingSoon): TodayItem[] {
  const { quarter, total } = before;
  if (total.responses === 0 || at - now > soon || mayClose) return [];
  return [
    {
      message: html`<b>${quarter.label} closes on ${dayInWords(at, department.zone)}.</b> After that its figures no
        longer change. Enter its paper forms before then.`,
      href: pathOf(department, quarter),
      link: 'View the quarter',
    },
  ];
}
