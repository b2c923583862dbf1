import type { SurveyFormat } from '@heart-survey/shared/feedback/feedback';
import { isChannel, type Channel } from '@heart-survey/shared/response';
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { rolesFor } from '../access/access.ts';
import { insertIf } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { person, roleGrant, surveyPlan, surveyPlanReminder } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import { isFormat, type Frequency } from './choices.ts';

/** What a plan says. */
export interface PlanText {
  /** Who is surveyed. */
  who: string;
  /** The methods and procedures. */
  how: string;
  /** How results are evaluated and used. */
  use: string;
  modes: Channel[];
  formats: SurveyFormat[];
  /** The tags of the languages. */
  languages: string[];
  frequency: Frequency;
  /** The day of the next survey, and of the next review of the plan: `2027-03-01`. */
  nextOn: string;
  reviewOn: string;
}

/** A version of a department's plan. */
export interface SurveyPlan extends PlanText {
  departmentId: number;
  /** 1 and up. */
  version: number;
  /** When it was saved, in milliseconds since the epoch, and by whom. */
  at: number;
  by: string;
}

const list = v.pipe(v.string(), v.parseJson(), v.array(v.string()));
const columns = {
  departmentId: surveyPlan.departmentId,
  version: surveyPlan.version,
  who: surveyPlan.who,
  how: surveyPlan.how,
  use: surveyPlan.use,
  modes: surveyPlan.modes,
  formats: surveyPlan.formats,
  languages: surveyPlan.languages,
  frequency: surveyPlan.frequency,
  nextOn: surveyPlan.nextOn,
  reviewOn: surveyPlan.reviewOn,
  at: surveyPlan.at,
  by: person.name,
};
type Row = { [Name in keyof typeof columns]: (typeof columns)[Name]['_']['data'] };

function planOf(row: Row): SurveyPlan {
  return {
    ...row,
    modes: v.parse(list, row.modes).filter(isChannel),
    formats: v.parse(list, row.formats).filter(isFormat),
    languages: v.parse(list, row.languages),
  };
}

const selectPlans = (db: Database) =>
  db.select(columns).from(surveyPlan).innerJoin(person, eq(person.id, surveyPlan.personId));

/** Every version of a department's plan, oldest first. The last one counts. */
export async function planVersions(db: Database, departmentId: number): Promise<SurveyPlan[]> {
  const rows = await selectPlans(db).where(eq(surveyPlan.departmentId, departmentId)).orderBy(asc(surveyPlan.version));
  return rows.map(planOf);
}

/** No version of the same department comes after it. */
const isLatest = sql`not exists (select 1 from survey_plan as later
  where later.department_id = ${surveyPlan.departmentId} and later.version > ${surveyPlan.version})`;

/** Every department's plan, by the department's id; a department without one is not in it. */
export async function currentPlans(db: Database): Promise<Map<number, SurveyPlan>> {
  const rows = await selectPlans(db).where(isLatest);
  return new Map(rows.map((row) => [row.departmentId, planOf(row)]));
}

/** A department's plan; undefined if it has none. */
export async function currentPlan(db: Database, departmentId: number): Promise<SurveyPlan | undefined> {
  const [row] = await selectPlans(db).where(and(eq(surveyPlan.departmentId, departmentId), isLatest));
  return row && planOf(row);
}

/** Which formats each department's plan offers, by the department's id. */
export async function formatsOffered(db: Database): Promise<Map<number, SurveyFormat[]>> {
  const { departmentId, formats } = surveyPlan;
  const rows = await db.select({ departmentId, formats }).from(surveyPlan).where(isLatest);
  return new Map(rows.map((row) => [row.departmentId, v.parse(list, row.formats).filter(isFormat)]));
}

/** Adds a version; nothing if the department's plan has another version by now. @param seen its version; 0 without one. */
export function insertVersion(
  departmentId: number,
  { modes, formats, languages, ...text }: PlanText,
  { seen, at, by }: { seen: number; at: number; by: string },
): Statement {
  const lists = {
    modes: JSON.stringify(modes),
    formats: JSON.stringify(formats),
    languages: JSON.stringify(languages),
  };
  const row = { ...text, ...lists, departmentId, version: seen + 1, at, personId: by };
  const isSame = sql`${seen} = (select coalesce(max(version), 0) from survey_plan where department_id = ${departmentId})`;
  return insertIf(surveyPlan, row, isSame);
}

/** How many responses came through each channel, or in each language; the empty text stands for unknown ones. */
export interface Origins {
  channels: Map<string, number>;
  languages: Map<string, number>;
  responses: number;
}

const originRow = v.object({ channel: v.string(), language: v.string(), responses: v.number() });

/** Where a department's responses came from. @param quarter the first quarter to look at. @param month the first month. */
export async function originsSince(
  db: Database,
  departmentId: number,
  { quarter, month }: { quarter: string; month: string },
): Promise<Origins> {
  const rows = await readRows(
    db,
    originRow,
    `SELECT channel, language, sum(responses) AS responses
      FROM region CROSS JOIN origin_tally ON origin_tally.region_id = region.id
      WHERE department_id = :departmentId AND quarter >= :quarter AND month >= :month
      GROUP BY channel, language HAVING sum(responses) > 0`,
    { departmentId, quarter, month },
  );
  const sums = (name: 'channel' | 'language') => {
    const sum = new Map<string, number>();
    for (const row of rows) sum.set(row[name], (sum.get(row[name]) ?? 0) + row.responses);
    return sum;
  };
  const responses = rows.reduce((all, row) => all + row.responses, 0);
  return { channels: sums('channel'), languages: sums('language'), responses };
}

/** Someone who takes care of a department's plan. */
export interface Keeper {
  id: string;
  name: string;
  email: string;
}

/** Who writes the department's plan: no one who left or lost the role. */
export async function planKeepers(db: Database, departmentId: number): Promise<Keeper[]> {
  return db
    .selectDistinct({ id: person.id, name: person.name, email: person.email })
    .from(roleGrant)
    .innerJoin(person, eq(roleGrant.personId, person.id))
    .where(
      and(
        inArray(roleGrant.role, rolesFor('survey plans')),
        eq(roleGrant.departmentId, departmentId),
        isNull(roleGrant.endedAt),
        isNull(person.leftAt),
      ),
    )
    .orderBy(person.name, person.id);
}

/** The reminders that were queued for a department, as `kind/due day`. */
export async function queuedReminders(db: Database, departmentId: number): Promise<Set<string>> {
  const { kind, dueOn } = surveyPlanReminder;
  const rows = await db
    .select({ kind, dueOn })
    .from(surveyPlanReminder)
    .where(eq(surveyPlanReminder.departmentId, departmentId));
  return new Set(rows.map((row) => `${row.kind}/${row.dueOn}`));
}
