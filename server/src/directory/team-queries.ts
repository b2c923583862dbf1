import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { employee, team, teamMember } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';

/** A team as stored. */
export type Team = typeof team.$inferSelect;

/** Everyone who works in the team's region; someone who left or moved away is no member, even while a row says so. */
const isMember = and(eq(employee.regionId, team.regionId), isNull(employee.leftAt));

/** A region's teams by name, those that ended last, with the number of members. */
export function teamsOf(db: Database, regionId: number) {
  return db
    .select({ id: team.id, name: team.name, endedAt: team.endedAt, members: sql<number>`count(${employee.id})` })
    .from(team)
    .leftJoin(teamMember, eq(teamMember.teamId, team.id))
    .leftJoin(employee, and(eq(employee.id, teamMember.employeeId), isMember))
    .where(eq(team.regionId, regionId))
    .groupBy(team.id)
    .orderBy(isNotNull(team.endedAt), asc(team.name));
}

/** A team in the list of its region. */
export type ListedTeam = Awaited<ReturnType<typeof teamsOf>>[number];

/** The team with that id; undefined if there is none. */
export async function findTeam(db: Database, id: number): Promise<Team | undefined> {
  const [found] = await db.select().from(team).where(eq(team.id, id));
  return found;
}

/** The stored ids of a team's members, in order, those of people who left or moved away among them. */
export async function memberIds(db: Database, teamId: number): Promise<number[]> {
  const rows = await db
    .select({ id: teamMember.employeeId })
    .from(teamMember)
    .where(eq(teamMember.teamId, teamId))
    .orderBy(asc(teamMember.employeeId));
  return rows.map(({ id }) => id);
}

/** The employees of a region who may be in a team, by name. */
export function employeesToChoose(db: Database, regionId: number) {
  return db
    .select({ id: employee.id, name: employee.name, email: employee.email })
    .from(employee)
    .where(and(eq(employee.regionId, regionId), isNull(employee.leftAt)))
    .orderBy(asc(employee.name), asc(employee.id));
}

/** An employee as the form for a team's members shows them. */
export type Choosable = Awaited<ReturnType<typeof employeesToChoose>>[number];

/** The email addresses of employees, or their names without one, by id: of those who left too. */
export async function contactsOf(db: Database, ids: number[]): Promise<Map<number, string>> {
  const { id, name, email } = employee;
  const rows = await db.select({ id, name, email }).from(employee).where(inArray(id, ids));
  return new Map(rows.map(({ id, name, email }) => [id, email ?? name]));
}

/** Adds a team. Fails on a constraint if the region has a team with that name. */
export function insertTeam(regionId: number, name: string, at: number): Statement {
  return build.insert(team).values({ regionId, name, createdAt: at });
}

/** A team as a form showed it, or as it should be. */
export interface TeamContent {
  name: string;
  /** In order. */
  members: number[];
}

const storedMembers = `(SELECT json_group_array(employee_id) FROM
  (SELECT employee_id FROM team_member WHERE team_id = :id ORDER BY employee_id))`;

/**
 * Changes a team that is as the form showed it and has not ended: its name, and then its members, each step only if the
 * one before changed something.
 * @returns the compare-and-set, and what follows its audit entry.
 */
export function changeTeam(id: number, seen: TeamContent, wanted: TeamContent): [Statement, ...Statement[]] {
  const added = wanted.members.filter((member) => !seen.members.includes(member));
  const removed = seen.members.filter((member) => !wanted.members.includes(member));
  const change = statement(
    `UPDATE team SET name = :name
      WHERE id = :id AND ended_at IS NULL AND name = :was AND ${storedMembers} = :members`,
    { id, name: wanted.name, was: seen.name, members: JSON.stringify(seen.members) },
  );
  const adding = statement(
    `INSERT INTO team_member (team_id, employee_id) SELECT :id, value FROM json_each(:added) WHERE changes() > 0`,
    { id, added: JSON.stringify(added) },
  );
  const removing = statement(
    `DELETE FROM team_member WHERE team_id = :id AND changes() > 0
      AND employee_id IN (SELECT value FROM json_each(:removed))`,
    { id, removed: JSON.stringify(removed) },
  );
  return [change, ...(added.length > 0 ? [adding] : []), ...(removed.length > 0 ? [removing] : [])];
}

/** Ends a team, so that no one thanks it any more; changes nothing if it has ended. */
export function endTeam(id: number, at: number): Statement {
  return build
    .update(team)
    .set({ endedAt: at })
    .where(and(eq(team.id, id), isNull(team.endedAt)));
}

/** Restores a team that ended; changes nothing if it has not. */
export function restoreTeam(id: number): Statement {
  return build
    .update(team)
    .set({ endedAt: null })
    .where(and(eq(team.id, id), isNotNull(team.endedAt)));
}
