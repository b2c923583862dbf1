import { and, eq, exists, inArray, isNotNull, isNull, ne, or, sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import {
  department,
  employee,
  person,
  recognition,
  recognitionRecipient,
  region,
  response,
  team,
} from '../database/schema.ts';
import { prepared } from '../database/read.ts';
import type { Statement } from '../database/statement.ts';
import { goneBefore } from './age.ts';
import { isCurrent, isSentAfter } from './choice-queries.ts';
import { mayBeQuoted } from './eligibility.ts';

/** A condition: the thank-you has a recipient like that. */
function hasRecipient(like: SQL | undefined): SQL {
  return exists(
    build
      .select({ id: recognitionRecipient.id })
      .from(recognitionRecipient)
      .innerJoin(employee, eq(employee.id, recognitionRecipient.employeeId))
      .where(and(eq(recognitionRecipient.recognitionId, recognition.id), like)),
  );
}

/** A condition: nobody who was thanked hides the quote. */
const isShown = () => sql`not ${hasRecipient(eq(recognitionRecipient.shownAs, 'hidden'))}`;

/**
 * A condition: the department asks writers, and the writer and the employees agree that the public sees the quote. In a team,
 * one member is enough, since only the team is named; otherwise everyone who was thanked must have chosen to be shown. Those
 * who left do not count as agreeing.
 */
function mayBePublic(): SQL | undefined {
  const didNotChoose = hasRecipient(or(isNull(recognitionRecipient.shownAs), isNotNull(employee.leftAt)));
  const chose = hasRecipient(
    and(inArray(recognitionRecipient.shownAs, ['first name', 'team']), isNull(employee.leftAt)),
  );
  const asks = build
    .select({ id: department.id })
    .from(department)
    .innerJoin(region, eq(region.departmentId, department.id))
    .where(and(eq(region.id, recognition.regionId), eq(department.asksToShow, 1)));
  return and(
    eq(response.mayShow, 1),
    exists(asks),
    isShown(),
    or(and(isNotNull(recognition.teamId), chose), sql`not ${didNotChoose}`),
  );
}

/** The ids of a department's thank-yous that its wall shows now. */
export async function shownIds(db: Database, departmentId: number, now: number) {
  return db
    .select({ id: recognition.id, responseId: recognition.responseId })
    .from(recognition)
    .innerJoin(region, and(eq(region.id, recognition.regionId), eq(region.departmentId, departmentId)))
    .innerJoin(response, eq(response.id, recognition.responseId))
    .where(and(isCurrent(now), mayBeQuoted(), isShown()));
}

/** These thank-yous, with what the wall says of them. */
export function wallRows(db: Database, ids: number[]) {
  const { id, letters, cuts, decidedBy, publicDecision } = recognition;
  return db
    .select({
      id,
      letters,
      cuts,
      decidedBy,
      publicDecision,
      region: region.name,
      slug: region.slug,
      team: team.name,
      comment: sql<string>`${response.comment}`,
      language: response.language,
      isForPublic: sql<number>`${mayBePublic()}`,
    })
    .from(recognition)
    .innerJoin(region, eq(region.id, recognition.regionId))
    .innerJoin(response, eq(response.id, recognition.responseId))
    .leftJoin(team, eq(team.id, recognition.teamId))
    .where(and(inArray(id, ids), mayBeQuoted()));
}

/** The recipients of these thank-yous. */
export function recipientsOf(db: Database, ids: number[]) {
  const { id, recognitionId } = recognitionRecipient;
  const { name, leftAt, email, personId } = employee;
  return db
    .select({ id, recognitionId, shownAs: shownAsOnWall, name, leftAt, email, personId })
    .from(recognitionRecipient)
    .innerJoin(employee, eq(employee.id, recognitionRecipient.employeeId))
    .where(inArray(recognitionId, ids));
}

/** All that every public page needs of a quote, as one text: the driver builds rows one value at a time. */
const ofEveryDepartment = prepared((db) => {
  const thanked = sql`(SELECT json_group_array(json_object('name', ${employee.name}, 'leftAt', ${employee.leftAt},
      'shownAs', ${shownAsOnWall}))
    FROM ${recognitionRecipient} JOIN ${employee} ON ${employee.id} = ${recognitionRecipient.employeeId}
    WHERE ${recognitionRecipient.recognitionId} = ${recognition.id})`;
  const row = sql`json_object('responseId', ${recognition.responseId}, 'departmentId', ${region.departmentId},
    'quarter', ${response.quarter}, 'comment', ${response.comment}, 'language', ${response.language},
    'letters', ${recognition.letters}, 'cuts', ${recognition.cuts}, 'region', ${region.name}, 'slug', ${region.slug},
    'team', ${team.name}, 'thanked', ${thanked})`;
  return db
    .select({ rows: sql<string>`json_group_array(${row})` })
    .from(recognition)
    .innerJoin(region, eq(region.id, recognition.regionId))
    .innerJoin(response, eq(response.id, recognition.responseId))
    .leftJoin(team, eq(team.id, recognition.teamId))
    .where(
      and(
        isSentAfter(sql.placeholder('sentAfter')),
        mayBeQuoted(),
        isShown(),
        eq(recognition.publicDecision, 'approved'),
        mayBePublic(),
      ),
    )
    .prepare();
});

const name = v.nullable(v.string());
const publicRow = v.object({
  responseId: v.string(),
  departmentId: v.number(),
  quarter: v.string(),
  comment: v.string(),
  language: name,
  letters: name,
  cuts: name,
  region: v.string(),
  slug: v.string(),
  team: name,
  thanked: v.array(
    v.object({
      name: v.string(),
      leftAt: v.nullable(v.number()),
      shownAs: v.nullable(v.picklist(recognitionRecipient.shownAs.enumValues)),
    }),
  ),
});
const publicRowsSchema = v.pipe(v.string(), v.parseJson(), v.array(publicRow));

/** The thank-yous of all departments that the public may see now, if their quarters are published; see `publicRowsIn`. */
export async function readPublicRows(db: Database, now: number): Promise<string> {
  const [found] = await ofEveryDepartment(db).all({ sentAfter: goneBefore(now) });
  return found!.rows;
}

export const publicRowsIn = (rows: string) => v.parse(publicRowsSchema, rows);

/** How a recipient is shown. Only an employee's latest quote has the first name: several would be a count. */
const shownAsOnWall = sql<'first name' | 'team' | 'hidden' | null>`iif(${recognitionRecipient.shownAs} = 'first name'
  AND EXISTS (SELECT 1 FROM recognition_recipient AS later WHERE later.employee_id = ${recognitionRecipient.employeeId}
    AND later.shown_as = 'first name' AND later.recognition_id > ${recognitionRecipient.recognitionId}),
  'team', ${recognitionRecipient.shownAs})`;

/** A decision of a second person about showing a quote to the public. */
export interface PublicDecision {
  recognitionId: number;
  departmentId: number;
  /** The decision that they saw. */
  before: 'approved' | 'declined' | null;
  decision: 'approved' | 'declined';
  by: string;
  at: number;
}

/**
 * Stores the decision, unless the sender or someone who was thanked makes it, someone else was first, or the quote may not be
 * public anymore.
 */
export function decidePublic({ recognitionId, departmentId, before, decision, by, at }: PublicDecision): Statement {
  const regions = build.select({ id: region.id }).from(region).where(eq(region.departmentId, departmentId));
  const stillPublic = build
    .select({ id: response.id })
    .from(response)
    .where(and(eq(response.id, recognition.responseId), mayBeQuoted(), mayBePublic()));
  return build
    .update(recognition)
    .set({ publicDecision: decision, publicBy: by, publicAt: at })
    .where(
      and(
        eq(recognition.id, recognitionId),
        inArray(recognition.regionId, regions),
        isCurrent(at),
        ne(recognition.decidedBy, by),
        sql`not ${hasRecipient(isPerson(by))}`,
        before === null ? isNull(recognition.publicDecision) : eq(recognition.publicDecision, before),
        exists(stillPublic),
      ),
    );
}

/** A condition: the employee is that person. */
function isPerson(id: string): SQL | undefined {
  const own = build.select({ email: person.email }).from(person).where(eq(person.id, id));
  return or(eq(employee.personId, id), eq(sql`lower(${employee.email})`, own));
}
