import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import type { ShownScores } from '@heart-survey/shared/outside';
import type { Quarter } from '@heart-survey/shared/quarters';
import { standingOf, type StandingShown } from '@heart-survey/shared/standing';
import { Temporal } from 'temporal-polyfill';
import { plansUnderWay } from '../action-plans/action-plans.ts';
import type { Database } from '../database/database.ts';
import { closedInBrief, keyOf, type ClosedInBrief } from '../figures/figures.ts';
import { readDivisions, type Department, type Division } from '../org/org.ts';
import { inPlace, lastPublished } from '../publishing/publishing.ts';
import { dueIn, type Due } from './due.ts';
import { currentPlans, type SurveyPlan } from './queries.ts';

// What the executive office sees of every department: its plan, and closed figures as they leave it (docs/design.md §3.10).

/** A department's latest closed quarter in which anyone responded. */
export interface LatestQuarter {
  quarter: Quarter;
  /** In hundredths, at close. */
  target: number;
  /** Undefined if the figures are withheld. */
  shown: { total: ShownScores; standing: StandingShown } | undefined;
}

/** A department on the board. */
export interface CoverageRow {
  department: Department;
  plan: SurveyPlan | undefined;
  /** What is due within 30 days or overdue. */
  due: Due[];
  /** Among the quarters that ended within the last year; undefined if nobody responded in any of them. */
  latest: LatestQuarter | undefined;
  /** The latest quarter that the public sees. */
  published: Quarter | undefined;
  /** How many action plans are needed and not completed, in regions whose figures are shown. */
  underWay: number;
}

/** The departments of a division, in the agency's own order. */
export interface CoverageGroup {
  /** Undefined for departments without a division. */
  division: Division | undefined;
  rows: CoverageRow[];
}

/** Every department, by division. Never ranked. */
export async function readCoverage(
  db: Database,
  departments: readonly Department[],
  now: number,
): Promise<CoverageGroup[]> {
  const [divisions, plans, published, underWay] = await Promise.all([
    readDivisions(db),
    currentPlans(db),
    lastPublished(db),
    plansUnderWay(db),
  ]);
  const yearOf = remembered(
    (department: Department) => department.calendar,
    (one) => quartersOfYear(one, now),
  );
  const todayIn = remembered(
    ({ zone }: Department) => zone,
    ({ zone }) => isoDay(now, zone),
  );
  const asked = departments.flatMap((department) =>
    yearOf(department).map(({ id }) => ({ departmentId: department.id, quarter: id })),
  );
  const all = new Map([...asked, ...underWay].map((one) => [keyOf(one), one]));
  const closed = await closedInBrief(db, [...all.values()]);
  // What is withheld of a region says nothing about its plan.
  const shownPlans = underWay.filter((plan) => closed.get(keyOf(plan))?.below.has(plan.region) === true);
  const rowOf = (department: Department): CoverageRow => {
    const plan = plans.get(department.id);
    return {
      department,
      plan,
      due: plan === undefined ? [] : dueIn(plan, todayIn(department)),
      latest: latestOf(department, yearOf(department), closed),
      published: department.calendar.byId(published.get(department.id) ?? ''),
      underWay: shownPlans.filter(({ departmentId }) => departmentId === department.id).length,
    };
  };
  const ordered = inPlace(departments);
  const groups = [...divisions, undefined].map((division) => ({
    division,
    rows: ordered.filter(({ divisionId }) => divisionId === (division?.id ?? null)).map(rowOf),
  }));
  return groups.filter(({ rows }) => rows.length > 0);
}

/** Calendar arithmetic is slow, and most departments share a calendar. */
function remembered<Value>(keyOf: (one: Department) => unknown, make: (one: Department) => Value) {
  const known = new Map<unknown, Value>();
  return (one: Department): Value => {
    const key = keyOf(one);
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(one);
    known.set(key, made);
    return made;
  };
}

/** The quarters that ended within the last 12 months, the latest first. */
function quartersOfYear({ calendar, zone }: Department, now: number): Quarter[] {
  const yearAgo = Temporal.PlainDate.from(isoDay(now, zone)).subtract({ years: 1 }).toString();
  const from = dayFrom(yearAgo)!.startIn(zone);
  const quarters: Quarter[] = [];
  for (let one = calendar.previous(calendar.at(now)); one.end > from; one = calendar.previous(one)) quarters.push(one);
  return quarters;
}

function latestOf(
  { id }: Department,
  quarters: readonly Quarter[],
  closed: ReadonlyMap<string, ClosedInBrief>,
): LatestQuarter | undefined {
  for (const quarter of quarters) {
    const found = closed.get(keyOf({ departmentId: id, quarter: quarter.id }));
    if (found === undefined) continue;
    const { target, total } = found;
    if (total.status === 'suppressed') return { quarter, target, shown: undefined };
    const standing = standingOf(total, target);
    if (standing !== undefined) return { quarter, target, shown: { total, standing } };
  }
  return undefined;
}
