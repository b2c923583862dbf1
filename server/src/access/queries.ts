import { and, eq, exists, inArray, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import { build, insertIf } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { prepared } from '../database/read.ts';
import { rowInsert } from '../database/row-statements.ts';
import { person, roleGrant, token } from '../database/schema.ts';
import type { RowStatement, Statement } from '../database/statement.ts';
import type { Person, Role } from './roles.ts';

/** A new token: its person and department are null if it has none. */
type NewToken = typeof token.$inferInsert & { personId: string | null; departmentId: number | null };

/**
 * Stores a token. A person's is stored only while they have a role that opens figures there: the role may end at the same
 * moment, and a token that was stored after that would work again with their next role.
 * @param opening the roles that open figures everywhere, and those that do so in their department.
 */
export function insertToken(row: NewToken, opening: { everywhere: Role[]; inDepartment: Role[] }): Statement {
  const { personId, departmentId } = row;
  if (personId === null) return build.insert(token).values(row);
  const isThere = departmentId === null ? undefined : eq(roleGrant.departmentId, departmentId);
  const opens = or(
    inArray(roleGrant.role, opening.everywhere),
    and(inArray(roleGrant.role, opening.inDepartment), isThere),
  );
  const mayHave = build
    .select({ id: roleGrant.id })
    .from(roleGrant)
    .innerJoin(person, eq(roleGrant.personId, person.id))
    .where(and(eq(roleGrant.personId, personId), isNull(roleGrant.endedAt), isNull(person.leftAt), opens));
  return insertIf(token, row, exists(mayHave));
}

const tokens = prepared((db) =>
  db
    .select({ token, person })
    .from(token)
    .leftJoin(person, eq(token.personId, person.id))
    .where(eq(token.sha256, sql.placeholder('sha256')))
    .prepare(),
);

/** The token with that hash, and its person if it has one. */
export async function findToken(db: Database, sha256: string) {
  const [found] = await tokens(db).all({ sha256 });
  return found;
}

/** Revokes every token of a person. @param condition only if this is true as well. */
export function revokeTokensOf(personId: string, at: number, condition?: SQL): Statement {
  return build
    .update(token)
    .set({ revokedAt: at })
    .where(and(eq(token.personId, personId), isNull(token.revokedAt), condition));
}

/** Revokes the person's tokens that a role opened, if it has ended: those for its department, or all of them. */
export function revokeTokensBehind(grant: { id: number; personId: string }, at: number): Statement {
  const { departmentId } = roleGrant;
  const reaches = or(isNull(departmentId), isNull(token.departmentId), eq(token.departmentId, departmentId));
  const ended = build
    .select({ id: roleGrant.id })
    .from(roleGrant)
    .where(and(eq(roleGrant.id, grant.id), isNotNull(roleGrant.endedAt), reaches));
  return revokeTokensOf(grant.personId, at, exists(ended));
}

const departures = prepared((db) =>
  db
    .select({ leftAt: person.leftAt })
    .from(person)
    .where(eq(person.id, sql.placeholder('id')))
    .prepare(),
);

/** Whether the person has left, or is unknown. */
export async function hasLeft(db: Database, personId: string): Promise<boolean> {
  const [found] = await departures(db).all({ id: personId });
  return found === undefined || found.leftAt !== null;
}

const currentGrants = prepared((db) => {
  const { role, departmentId, regionId, deskId } = roleGrant;
  return db
    .select({ role, departmentId, regionId, deskId })
    .from(roleGrant)
    .where(
      and(eq(roleGrant.personId, sql.placeholder('personId')), isNull(roleGrant.endedAt), eq(roleGrant.isPending, 0)),
    )
    .prepare();
});

/** The person's current roles. */
export function grantsOf(db: Database, personId: string) {
  return currentGrants(db).all({ personId });
}

/** Whether there was ever an administrator. */
export async function hasAdministrator(db: Database): Promise<boolean> {
  const found = await db
    .select({ id: roleGrant.id })
    .from(roleGrant)
    .where(eq(roleGrant.role, 'administrator'))
    .limit(1);
  return found.length > 0;
}

/** The person with that email address, ignoring case. */
export async function personByEmail(db: Database, email: string) {
  const [found] = await db.select().from(person).where(eq(person.email, email.toLowerCase()));
  return found;
}

/** Adds a person who can sign in, as a row. */
export function insertPerson(
  { id, name, email }: { id: string; name: string; email: string },
  at: number,
): RowStatement {
  const now = new Date(at);
  return rowInsert(person, {
    id,
    name,
    email: email.toLowerCase(),
    emailVerified: false,
    createdAt: now,
    updatedAt: now,
  });
}

/** Gives a role to a new person. */
export function insertGrant(grant: typeof roleGrant.$inferInsert): Statement {
  return build.insert(roleGrant).values(grant);
}

/** The person with this id. */
export async function personById(db: Database, id: string) {
  const [found] = await db.select().from(person).where(eq(person.id, id));
  return found;
}

/** The people among these who have not left, with their current roles, by id. */
export async function readersById(db: Database, ids: readonly string[]): Promise<Map<string, Person>> {
  const { role, departmentId, regionId, deskId } = roleGrant;
  const rows = await db
    .select({
      ...{ id: person.id, name: person.name, email: person.email },
      grant: { role, departmentId, regionId, deskId },
    })
    .from(person)
    .leftJoin(roleGrant, and(eq(roleGrant.personId, person.id), isNull(roleGrant.endedAt), eq(roleGrant.isPending, 0)))
    .where(and(sql`${person.id} in (select value from json_each(${JSON.stringify(ids)}))`, isNull(person.leftAt)));
  const readers = new Map<string, Person>();
  for (const { grant, ...one } of rows) {
    const reader = readers.get(one.id) ?? { ...one, hasSecondFactor: false, grants: [] };
    if (grant !== null) reader.grants.push(grant);
    readers.set(one.id, reader);
  }
  return readers;
}

/** The person with their current roles, as {@link readersById}; undefined if they left. */
export async function readerById(db: Database, id: string): Promise<Person | undefined> {
  return (await readersById(db, [id])).get(id);
}

/** Whether the person is an administrator now. */
export async function isAdministrator(db: Database, personId: string): Promise<boolean> {
  return (await grantsOf(db, personId)).some(({ role }) => role === 'administrator');
}
