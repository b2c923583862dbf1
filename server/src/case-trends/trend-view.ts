import type { Quarter } from '@heart-survey/shared/quarters';
import type { Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { publishedFigures, type OutsideFigures, type PlansOf } from '../figures/figures.ts';
import type { Department, Organization } from '../org/org.ts';
import type { CohortCase, ReadCohort } from './cohorts.ts';
import { figuresOf, type TrendFigures } from './figures.ts';
import { improvementsOf, type Improvement } from './improvement-queries.ts';
import { outsideFigures, type OutsideTrends } from './outside.ts';

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
 * The departments with a quarter of that name, if it has ended in all of them; otherwise none. Departments with another fiscal
 * year have none.
 */
export function departmentsWith(organization: Organization, quarterId: string, now: number): Department[] {
  const having = organization.departments.filter(({ calendar }) => calendar.byId(quarterId) !== undefined);
  return having.every(({ calendar }) => calendar.byId(quarterId)!.end <= now) ? having : [];
}

/** A quarter of the whole agency; undefined if there is none, or if it has not ended everywhere. */
export async function agencyView(
  readers: TrendReaders,
  { organization, now }: Pick<Visit, 'organization' | 'now'>,
  quarterId: string,
): Promise<TrendView | undefined> {
  const having = departmentsWith(organization, quarterId, now);
  const quarter = having[0]?.calendar.byId(quarterId);
  if (quarter === undefined) return undefined;
  const [shown, before] = await bothOutside(readers, having, quarterId, now);
  return {
    department: null,
    quarter,
    isOutside: true,
    isEnded: true,
    organization,
    now: shown.agency,
    before: before.agency,
    survey: undefined,
    improvements: [],
    departments: having.map((department, index) => ({
      department,
      now: shown.departments[index]!,
      before: before.departments[index]!,
    })),
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

async function bothOutside(
  { readCohort }: TrendReaders,
  departments: Department[],
  quarterId: string,
  now: number,
): Promise<[OutsideTrends, OutsideTrends]> {
  const read = async (quarterOf: (department: Department) => Quarter) => {
    const cohorts: CohortCase[][] = [];
    for (const department of departments) cohorts.push(await readCohort(department, quarterOf(department), now));
    return outsideFigures(cohorts);
  };
  const named = ({ calendar }: Department) => calendar.byId(quarterId)!;
  return [await read(named), await read((department) => department.calendar.previous(named(department)))];
}
