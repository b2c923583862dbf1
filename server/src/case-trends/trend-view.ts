import type { Quarter } from '@heart-survey/shared/quarters';
import type { Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { publishedFigures, type OutsideFigures, type PlansOf } from '../figures/figures.ts';
import type { Department, Organization } from '../org/org.ts';
import type { CohortCase, ReadCohort } from './cohorts.ts';
import { figuresOf, type TrendFigures } from './figures.ts';
import { improvementsOf, type Improvement } from './improvement-queries.ts';
import { frozenTrends, settlingTime, type FrozenTrends } from './frozen.ts';
import { nothing, outsideFigures } from './outside.ts';
import { keptOutside, keptPromises, type KeptPromises } from './promises.ts';

/** What reading trends needs. */
export interface TrendReaders {
  db: Database;
  plansOf: PlansOf;
  readCohort: ReadCohort;
}

/** The figures of a quarter, and of the quarter before. */
interface TwoQuarters {
  now: TrendFigures;
  before: TrendFigures;
}

/** A quarter's trends as one reader sees them. */
export interface TrendView extends TwoQuarters {
  /** Null for the whole agency. */
  department: Department | null;
  quarter: Quarter;
  /** Whether small groups are withheld. */
  isOutside: boolean;
  /** Until when everything is counted, in milliseconds since the epoch. Later changes are not in a quarter as shown outside. */
  asOf: number;
  isEnded: boolean;
  organization: Organization;
  /** The survey's figures of the closed quarter, as they leave the department; undefined before that. */
  survey: OutsideFigures | undefined;
  /** What was improved. Empty outside the department. */
  improvements: Improvement[];
  /** Each department's, for the whole agency. */
  departments: (TwoQuarters & { department: Department })[];
}

/** A department's quarter in full, for its manager. */
export async function insideView(
  { db, plansOf, readCohort }: TrendReaders,
  { person, organization, now }: Pick<Visit, 'person' | 'organization' | 'now'>,
  department: Department,
  quarter: Quarter,
): Promise<TrendView> {
  const cohort = await readCohort(department, quarter, now);
  const before = await readCohort(department, department.calendar.previous(quarter), now);
  return {
    department,
    quarter,
    isOutside: false,
    asOf: now,
    isEnded: quarter.end <= now,
    organization,
    now: figuresOf(cohort),
    before: figuresOf(before),
    survey: await publishedFigures(db, plansOf, department, quarter),
    improvements: await improvementsOf(db, { person, organization }, department.id, quarter),
    departments: [],
  };
}

/**
 * The departments with a quarter of that name, if it has settled in all of them; otherwise none. Departments with another fiscal
 * year have none.
 */
export function departmentsWith(organization: Organization, quarterId: string, now: number): Department[] {
  const having = organization.departments.filter(({ calendar }) => calendar.byId(quarterId) !== undefined);
  return having.every(({ calendar }) => calendar.byId(quarterId)!.end + settlingTime <= now) ? having : [];
}

/** A quarter of the whole agency; undefined if there is none, or if it has not settled everywhere. */
export async function agencyView(
  readers: TrendReaders,
  { organization, now }: Pick<Visit, 'organization' | 'now'>,
  quarterId: string,
): Promise<TrendView | undefined> {
  const having = departmentsWith(organization, quarterId, now);
  const [first] = having;
  const quarter = first?.calendar.byId(quarterId);
  if (first === undefined || quarter === undefined) return undefined;
  const shown = await outsideTrends(readers, having, quarterId, now);
  const before = await outsideTrends(readers, having, first.calendar.previous(quarter).id, now);
  return {
    department: null,
    quarter,
    isOutside: true,
    asOf: shown.at,
    isEnded: true,
    organization,
    now: shown.agency,
    before: before.agency,
    survey: undefined,
    improvements: [],
    // A department that was added later has no figures.
    departments: having.flatMap((department) => {
      const own = shown.departments[department.id];
      return own === undefined ? [] : [{ department, now: own, before: before.departments[department.id] ?? nothing }];
    }),
  };
}

/** A department's quarter for readers outside; undefined as in {@link agencyView}. */
export async function outsideView(
  readers: TrendReaders,
  visit: Pick<Visit, 'organization' | 'now'>,
  department: Department,
  quarterId: string,
): Promise<TrendView | undefined> {
  const agency = await agencyView(readers, visit, quarterId);
  const own = agency?.departments.find((one) => one.department.id === department.id);
  if (!agency || !own) return undefined;
  const quarter = department.calendar.byId(quarterId)!;
  const survey = await publishedFigures(readers.db, readers.plansOf, department, quarter);
  return { ...agency, ...own, quarter, survey, departments: [] };
}

function outsideTrends(
  { db, readCohort }: PromiseReaders,
  departments: Department[],
  quarterId: string,
  now: number,
): Promise<FrozenTrends> {
  return frozenTrends(db, quarterId, departments, now, async () => {
    const cohorts: CohortCase[][] = [];
    for (const department of departments) {
      const quarter = department.calendar.byId(quarterId);
      cohorts.push(quarter === undefined ? [] : await readCohort(department, quarter, now));
    }
    const shown = outsideFigures(cohorts);
    return { ...shown, promises: cohorts.map((cohort, index) => keptOutside(cohort, shown.departments[index])) };
  });
}

type PromiseReaders = Pick<TrendReaders, 'db' | 'readCohort'>;

/** The promises of a department's quarter in full, for its manager. */
export async function promisesInside(
  { readCohort }: PromiseReaders,
  department: Department,
  quarter: Quarter,
  now: number,
): Promise<KeptPromises> {
  return keptPromises(await readCohort(department, quarter, now));
}

/**
 * The promises of a department's quarter for everyone else, as they were when it settled; undefined if it has not settled, or if
 * it was stored without them.
 */
export async function promisesOutside(
  readers: PromiseReaders,
  { organization, now }: Pick<Visit, 'organization' | 'now'>,
  department: Department,
  quarterId: string,
): Promise<KeptPromises | undefined> {
  const having = departmentsWith(organization, quarterId, now);
  if (having.length === 0) return undefined;
  return (await outsideTrends(readers, having, quarterId, now)).promises[department.id];
}
