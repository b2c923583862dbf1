import { dayInWords, daysLeft } from '@heart-survey/shared/dates';
import { inHundredths, lowVolume } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import { departmentsFor, regionsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readCalendar, type Department } from '../org/org.ts';
import { closingClock } from '../work/work.ts';
import { readQuarters, type QuarterRecord } from '../figures/figures.ts';
import { pathOf } from './quarter-head.ts';
import { responsesInWords } from './scores-shown.ts';

/** How long before it closes a quarter is shown, in milliseconds. */
const soon = 14 * 24 * 60 * 60 * 1000;

/** The results on today's list: regions below target, and quarters that close soon. */
export async function resultsToday(db: Database, { person, directory, now }: Visit): Promise<TodayItem[]> {
  const all = departmentsFor(person, 'results', directory).map(async (department): Promise<TodayItem[]> => {
    const quarter = department.calendar.at(now);
    const visible = new Set(regionsFor(person, 'results', directory, department).map(({ slug }) => slug));
    const past = department.calendar.previous(quarter);
    const [before, record] = (await readQuarters(db, department, [past, quarter])) as [QuarterRecord, QuarterRecord];
    const left = daysLeft(quarter, now, department.zone);
    const days = left === 1 ? 'this is the last day of the quarter' : `${left} days of the quarter are left`;
    const closesAt = closingClock(await readCalendar(db, department), department, past).at;
    return [
      ...(before.isClosed
        ? []
        : [...owedSoon(department, before, visible, closesAt), ...closingSoon(department, before, closesAt, now)]),
      ...belowTarget(department, record, visible, { verb: 'is', soFar: ' so far', next: `; ${days}.` }),
    ];
  });
  return (await Promise.all(all)).flat();
}

/** Who ended a quarter below the target that is not closed yet: it then needs an action plan. */
function owedSoon(
  department: Department,
  record: QuarterRecord,
  visible: ReadonlySet<string>,
  closesAt: number,
): TodayItem[] {
  const closes = dayInWords(closesAt, department.zone);
  return belowTarget(department, record, visible, {
    ...{ verb: `ended ${record.quarter.label}`, soFar: '' },
    next: `. If it is still below target when the quarter closes on ${closes}, it needs an action plan.`,
  });
}

/** From 11 responses on it is urgent; fewer may be chance, and notify nobody (docs/design.md §3.8). */
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

function closingSoon(department: Department, { quarter, total }: QuarterRecord, at: number, now: number): TodayItem[] {
  if (total.responses === 0 || at - now > soon) return [];
  return [
    {
      message: html`<b>The quarter ${quarter.label} closes on ${dayInWords(at, department.zone)}.</b> After that its
        figures no longer change. Enter its paper forms before then.`,
      href: pathOf(department, quarter),
      link: 'View the quarter',
    },
  ];
}
