import { praiseFrom } from '@heart-survey/shared/heart';
import { items } from '@heart-survey/shared/items';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import * as v from 'valibot';
import { commentRow } from '../comments/comments.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { employee, person, recognition, recognitionRecipient, response, team, teamMember } from '../database/schema.ts';
import { isEligible } from './eligibility.ts';

const candidateRow = v.omit(commentRow, ['employee', 'excludedAt', 'mayShow']);

/** A comment that may be worth a thank-you. */
export type Candidate = v.InferOutput<typeof candidateRow>;

const openRow = v.object({ ...candidateRow.entries, isOpen: v.number() });

const ratings = items.join(', ');
const columns = `id, rowid AS position, region_id AS regionId, quarter, received_at AS receivedAt, ${ratings}, language, channel`;

/** The condition that nobody thanked for a response yet, or said that it is not a thank-you. */
const isUnanswered = "NOT EXISTS (SELECT 1 FROM recognition WHERE response_id = response.id AND stage <> 'open')";

/** Which comments a page of the list reads. */
interface Listed {
  regionIds: number[];
  quarters: string[];
  /** Reads on from that position. */
  before: number | undefined;
  limit: number;
}

/** SQLite combines at most 500 queries, and each region has one for each quarter. */
const regionsAtOnce = 100;

/**
 * The newest comments, and whether each still waits for an answer; only those have their text. Each region and quarter is read
 * from its own end of the index, and never more rows than asked for, however many were answered.
 */
export async function newestComments(db: Database, asked: Listed): Promise<(Candidate & { isOpen: boolean })[]> {
  const found = [];
  for (let first = 0; first < asked.regionIds.length; first += regionsAtOnce) {
    const regionIds = asked.regionIds.slice(first, first + regionsAtOnce);
    found.push(...(await newestIn(db, { ...asked, regionIds })));
  }
  return found
    .toSorted((one, other) => other.position - one.position)
    .slice(0, asked.limit)
    .map((row) => ({ ...row, isOpen: row.isOpen === 1 }));
}

function newestIn(db: Database, { regionIds, quarters, before, limit }: Listed) {
  const each = regionIds.flatMap((_, region) =>
    quarters.map(
      (_, quarter) => `SELECT * FROM (SELECT ${columns}, iif(${isEligible} AND ${isUnanswered}, comment, '') AS comment,
          ${isEligible} AND ${isUnanswered} AS isOpen
        FROM response INDEXED BY response_comment
        WHERE quarter = :quarter${quarter} AND region_id = :region${region} AND comment IS NOT NULL
          ${before === undefined ? '' : 'AND rowid < :before'} ORDER BY rowid DESC LIMIT :limit)`,
    ),
  );
  return readRows(db, openRow, `${each.join(' UNION ALL ')} ORDER BY position DESC LIMIT :limit`, {
    limit,
    ...(before === undefined ? {} : { before }),
    ...Object.fromEntries(regionIds.map((id, at) => [`region${at}`, id])),
    ...Object.fromEntries(quarters.map((id, at) => [`quarter${at}`, id])),
  });
}

/** Comments that someone marked as not a thank-you, newest first. There are few, so these are read by their marks. */
export async function dismissedComments(db: Database, asked: Listed): Promise<Candidate[]> {
  const { regionIds, quarters, before, limit } = asked;
  return readRows(
    db,
    candidateRow,
    `SELECT ${columns}, comment FROM response WHERE ${isEligible} ${before === undefined ? '' : 'AND rowid < :before'}
      AND id IN (SELECT response_id FROM recognition WHERE stage = 'dismissed'
        AND region_id IN (SELECT value FROM json_each(:regionIds)) AND quarter IN (SELECT value FROM json_each(:quarters)))
      ORDER BY rowid DESC LIMIT :limit`,
    {
      limit,
      ...(before === undefined ? {} : { before }),
      regionIds: JSON.stringify(regionIds),
      quarters: JSON.stringify(quarters),
    },
  );
}

/** Whether a comment rated 4 or 5 overall waits for an answer, among the newest of each of these regions. */
export async function isPraiseWaiting(
  db: Database,
  { regionIds, quarter, newest }: { regionIds: number[]; quarter: string; newest: number },
): Promise<boolean> {
  for (const regionId of regionIds) {
    const [counted] = await readRows(
      db,
      v.object({ n: v.number() }),
      `SELECT count(*) AS n FROM (SELECT overall >= :praiseFrom AND ${isEligible} AND ${isUnanswered} AS waits
        FROM response INDEXED BY response_comment WHERE quarter = :quarter AND region_id = :regionId
          AND comment IS NOT NULL ORDER BY rowid DESC LIMIT :newest) WHERE waits`,
      { quarter, regionId, newest, praiseFrom },
    );
    if (counted!.n > 0) return true;
  }
  return false;
}

/** What was done about these comments, with the names of who has it in hand and who decided. */
export async function recognitionsOf(db: Database, responseIds: string[]) {
  const rows = await db.select().from(recognition).where(inArray(recognition.responseId, responseIds));
  const ids = rows.flatMap(({ ownerId, decidedBy }) => [ownerId, decidedBy]).filter((id) => id !== null);
  const people = await db.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, ids));
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return new Map(
    rows.map((row) => {
      const owner = names.get(row.ownerId ?? '');
      return [row.responseId, { ...row, owner, decider: names.get(row.decidedBy ?? '') }] as const;
    }),
  );
}

/** What was done about one comment. */
export type Recognition = typeof recognitionsOf extends (...given: never[]) => Promise<Map<string, infer One>>
  ? One
  : never;

/** The employees who were thanked, each with the id that their email is about; empty after 12 months. */
export function thankedFor(
  db: Database,
  recognitionId: number,
): Promise<{ id: string; employeeId: number; name: string }[]> {
  return db
    .select({ id: recognitionRecipient.id, employeeId: employee.id, name: employee.name })
    .from(recognitionRecipient)
    .innerJoin(employee, eq(recognitionRecipient.employeeId, employee.id))
    .where(eq(recognitionRecipient.recognitionId, recognitionId))
    .orderBy(asc(employee.name));
}

/** The employees of these regions who have not left, by name. */
export async function employeesIn(db: Database, regionIds: number[]) {
  const { id, name, email, regionId, supervisorEmail, personId, leftAt } = employee;
  return db
    .select({ id, name, email, regionId, supervisorEmail, personId })
    .from(employee)
    .where(and(inArray(regionId, regionIds), isNull(leftAt)))
    .orderBy(asc(name), asc(id));
}

/** An employee who may be thanked. */
export type Employee = Awaited<ReturnType<typeof employeesIn>>[number];

/** The teams of these regions, by name, with the ids of their members who still work in the team's region. */
export async function teamsIn(db: Database, regionIds: number[]) {
  const rows = await db
    .select({ id: team.id, name: team.name, regionId: team.regionId, member: employee.id })
    .from(team)
    .leftJoin(teamMember, eq(teamMember.teamId, team.id))
    .leftJoin(
      employee,
      and(eq(employee.id, teamMember.employeeId), eq(employee.regionId, team.regionId), isNull(employee.leftAt)),
    )
    .where(and(inArray(team.regionId, regionIds), isNull(team.endedAt)))
    .orderBy(asc(team.name), asc(team.id));
  const teams = new Map(rows.map(({ id, name, regionId }) => [id, { id, name, regionId, memberIds: [] as number[] }]));
  for (const { id, member } of rows) if (member !== null) teams.get(id)!.memberIds.push(member);
  return [...teams.values()];
}

/** A team that may be thanked as one. */
export type Team = Awaited<ReturnType<typeof teamsIn>>[number];

/** The employee whose link was opened, and when the customer answered. */
export async function originOf(db: Database, responseId: string) {
  const { id, employeeId, receivedAt, paperDate } = response;
  const [found] = await db.select({ employeeId, receivedAt, paperDate }).from(response).where(eq(id, responseId));
  return found;
}
