import { and, asc, eq, isNull, ne } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { caseRoute, desk, person, roleGrant } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Desk } from '../org/org.ts';

const adder = alias(person, 'adder');

/** Whoever has the role at a desk, or at each desk, by name: also those who wait for a second administrator. */
export function membersOf(db: Database, deskId?: number) {
  return db
    .select({
      grantId: roleGrant.id,
      deskId: roleGrant.deskId,
      personId: person.id,
      name: person.name,
      email: person.email,
      isPending: roleGrant.isPending,
      grantedAt: roleGrant.grantedAt,
      /** Null for the command line. */
      addedBy: roleGrant.grantedBy,
      addedByName: adder.name,
    })
    .from(roleGrant)
    .innerJoin(person, eq(person.id, roleGrant.personId))
    .leftJoin(adder, eq(adder.id, roleGrant.grantedBy))
    .where(
      and(
        eq(roleGrant.role, 'handler'),
        deskId === undefined ? undefined : eq(roleGrant.deskId, deskId),
        isNull(roleGrant.endedAt),
        isNull(person.leftAt),
      ),
    )
    .orderBy(asc(person.name), asc(roleGrant.id));
}

/** Someone who handles the cases of a desk, or waits for it. */
export type Member = Awaited<ReturnType<typeof membersOf>>[number];

/** Whoever has not left, by name, except for one person. */
export function peopleBesides(db: Database, personId: string) {
  return db
    .select({ id: person.id, name: person.name, email: person.email })
    .from(person)
    .where(and(isNull(person.leftAt), ne(person.id, personId)))
    .orderBy(asc(person.name), asc(person.email));
}

/** Which departments' cases go to which desks, by decision. */
export function allRoutes(db: Database) {
  return db.select().from(caseRoute).orderBy(asc(caseRoute.departmentId), asc(caseRoute.kind));
}

/** Adds a desk. Fails on a constraint if its slug is taken. */
export function insertDesk(row: Omit<typeof desk.$inferInsert, 'id' | 'duty'>): Statement {
  return build.insert(desk).values(row);
}

/** A desk's name and whether a second administrator confirms its members. */
export type DeskContent = Pick<Desk, 'name' | 'isRestricted'>;

/**
 * Changes a desk that is as the form showed it. A desk that privacy depends on stays restricted: the Clerk's, one that gets
 * complaints about privacy, and one that has had any case that only the desk may see.
 */
export function changeDesk(id: number, seen: DeskContent, wanted: DeskContent): Statement {
  return statement(
    `UPDATE desk SET name = :name, is_restricted = :isRestricted
      WHERE id = :id AND ended_at IS NULL AND name = :was AND is_restricted = :wasRestricted
        AND (:isRestricted = 1 OR is_restricted = 0 OR NOT ${isNeededRestricted})`,
    { id, ...wanted, was: seen.name, wasRestricted: seen.isRestricted },
  );
}

const isNeededRestricted = `(coalesce(desk.duty, '') = 'clerk'
  OR EXISTS (SELECT 1 FROM case_route WHERE desk_id = desk.id AND kind = 'privacy')
  OR EXISTS (SELECT 1 FROM case_file WHERE desk_id = desk.id AND sight = 'restricted'))`;

/**
 * Lets a second administrator confirm everyone at a desk that has just become restricted, except for those whom the operator
 * added. It goes after the audit entry of the change.
 */
export function askToConfirmAll(deskId: number): Statement {
  return statement(
    `UPDATE role_grant SET is_pending = 1, confirmed_at = NULL, confirmed_by = NULL
      WHERE desk_id = :deskId AND ended_at IS NULL AND granted_by IS NOT NULL AND changes() > 0`,
    { deskId },
  );
}

/** Ends a desk that nothing goes to: not one that is always needed, or that has routes or open cases. */
export function endDesk(id: number, at: number): Statement {
  return statement(
    `UPDATE desk SET ended_at = :at WHERE id = :id AND ended_at IS NULL AND duty IS NULL
      AND NOT EXISTS (SELECT 1 FROM case_route WHERE desk_id = desk.id)
      AND NOT EXISTS (SELECT 1 FROM case_file WHERE desk_id = desk.id AND closed_at IS NULL)`,
    { id, at },
  );
}

/** Confirms a new member, once. Neither the person themselves nor the one who added them can. */
export function confirmMember(grantId: number, { by, at }: { by: string; at: number }): Statement {
  const { id, isPending, endedAt, grantedBy, personId } = roleGrant;
  return build
    .update(roleGrant)
    .set({ isPending: 0, confirmedAt: at, confirmedBy: by })
    .where(and(eq(id, grantId), eq(isPending, 1), isNull(endedAt), ne(grantedBy, by), ne(personId, by)));
}

/** Decides where kinds of a department's cases go, if nobody else decided in the meantime. @param seen as the form showed it. */
export function decideRoutes(
  departmentId: number,
  seen: ReadonlyMap<string, number>,
  changed: ReadonlyMap<string, number>,
): Statement {
  return statement(
    `INSERT INTO case_route (department_id, kind, desk_id) SELECT :departmentId, key, value FROM json_each(:changed)
      WHERE (SELECT json_group_object(kind, desk_id) FROM
          (SELECT kind, desk_id FROM case_route WHERE department_id = :departmentId ORDER BY kind)) = :seen
        AND NOT EXISTS (SELECT 1 FROM json_each(:changed) AS wanted LEFT JOIN desk ON desk.id = wanted.value
          WHERE desk.id IS NULL OR desk.ended_at IS NOT NULL OR (wanted.key = 'privacy' AND desk.is_restricted = 0))
      ON CONFLICT (department_id, kind) DO UPDATE SET desk_id = excluded.desk_id`,
    { departmentId, seen: routesAsJson(seen), changed: routesAsJson(changed) },
  );
}

/** Routes as a form carries them, in the order of the kinds' names. */
export function routesAsJson(routes: ReadonlyMap<string, number>): string {
  return JSON.stringify(Object.fromEntries([...routes].toSorted(([one], [other]) => (one < other ? -1 : 1))));
}

/** The administrators who have not left. */
export function administrators(db: Database) {
  return db
    .selectDistinct({ id: person.id })
    .from(roleGrant)
    .innerJoin(person, eq(person.id, roleGrant.personId))
    .where(and(eq(roleGrant.role, 'administrator'), isNull(roleGrant.endedAt), isNull(person.leftAt)));
}
