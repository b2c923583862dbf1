import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { person, roleGrant } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import type { Department } from '../org/org.ts';
import { causeOf, type Outbox } from '../outbox/outbox.ts';
import type { Filed } from './filing-queries.ts';
import { usualDuty, type Sight } from './kinds.ts';
import type { CaseFile } from './queries.ts';

// Who is told of a new case, and of danger. The emails' texts are in notice-emails.ts.

/** What an email to staff about a case says. */
export type Notice = 'danger' | 'desk' | 'manager' | 'message';

/** The name that the outbox keeps each kind of notice under. */
export const noticeKinds: Record<Notice, string> = {
  danger: 'case-danger',
  desk: 'case-desk',
  manager: 'case-manager',
  message: 'case-wrote-back',
};

/** Someone who gets a notice: a person, or the department's contact for danger. */
export interface Recipient {
  notice: Notice;
  /** A person's id, or `contact`. */
  to: string;
}

/** The people who handle cases at a desk. @param caseId without those whom this case is about. */
export function handlersAt(db: Database, deskId: number, caseId?: number) {
  return holders(db, and(eq(roleGrant.role, 'handler'), eq(roleGrant.deskId, deskId), isNotAbout(caseId)));
}

/** The managers of a department's cases. @param caseId without those whom this case is about. */
export function managersOf(db: Database, departmentId: number, caseId?: number) {
  return holders(db, and(eq(roleGrant.role, 'manager'), eq(roleGrant.departmentId, departmentId), isNotAbout(caseId)));
}

/** Without those whom this case is about. */
export function isNotAbout(caseId: number | undefined) {
  return caseId === undefined
    ? undefined
    : sql`NOT EXISTS (SELECT 1 FROM case_about JOIN employee ON employee.id = case_about.employee_id
        WHERE case_about.case_id = ${caseId} AND (employee.person_id = person.id OR lower(employee.email) = person.email))`;
}

/** The people who have a role now. @param condition on the role, the department, the desk and the person. */
export function holders(db: Database, condition: ReturnType<typeof and>) {
  return db
    .selectDistinct({ id: person.id, name: person.name, email: person.email })
    .from(roleGrant)
    .innerJoin(person, eq(person.id, roleGrant.personId))
    .where(and(condition, isNull(roleGrant.endedAt), eq(roleGrant.isPending, 0), isNull(person.leftAt)))
    .orderBy(person.name, person.id);
}

/**
 * Who is told of a new case. The agency's desks are told at once, as the policy asks of the Clerk and the Treasury, and so are the
 * department's managers of each (docs/policies/dufferin-2-3-12.md, sections 6.3 to 6.5).
 */
export async function noticesOfNew(
  db: Database,
  {
    deskId,
    departmentId,
    sight,
    kind,
    flags,
    isOfficeKnown,
  }: Pick<Filed, 'deskId' | 'departmentId' | 'sight' | 'kind' | 'flags' | 'isOfficeKnown'>,
  department: Department,
  isDanger: boolean,
): Promise<Recipient[]> {
  const [handlers, managers] = await Promise.all([handlersAt(db, deskId), managersOf(db, departmentId)]);
  const alerted = isDanger ? alertedAmong(department, sight, managers, handlers) : [];
  // What may be spam waits on the list, except at a desk that is told at once.
  if (flags.length > 0 && usualDuty[kind] === 'department') return alerted;
  const told = (notice: Notice, people: { id: string }[]) => people.map(({ id }) => ({ notice, to: id }));
  return [
    ...alerted,
    ...(isSeenAtDesk(sight) ? told('desk', handlers) : []),
    ...(isOfficeKnown ? told('manager', managers) : []),
  ];
}

/** Who is told of danger in a case that is open already: never anyone whom it is about. */
export async function alertedOf(
  db: Database,
  department: Pick<Department, 'contactEmail'>,
  { id, departmentId, deskId, sight }: Pick<CaseFile, 'id' | 'departmentId' | 'deskId' | 'sight'>,
): Promise<Recipient[]> {
  const [managers, handlers] = await Promise.all([managersOf(db, departmentId, id), handlersAt(db, deskId, id)]);
  return alertedAmong(department, sight, managers, handlers);
}

/** Who is told that the writer wrote back: the owner; without one, the desk, or the managers of a case that it does not see. */
export async function toldOfMessage(
  db: Database,
  { id, ownerId, departmentId, deskId, sight }: Pick<CaseFile, 'id' | 'ownerId' | 'departmentId' | 'deskId' | 'sight'>,
): Promise<Recipient[]> {
  const people =
    ownerId !== null
      ? [{ id: ownerId }]
      : isSeenAtDesk(sight)
        ? await handlersAt(db, deskId, id)
        : await managersOf(db, departmentId, id);
  return people.map((one) => ({ notice: 'message', to: one.id }));
}

/**
 * The department's contact; without one, the managers; without those, the desk. Only a restricted desk can open its cases, so its
 * people are told in any event, and the managers are not.
 */
function alertedAmong(
  { contactEmail }: Pick<Department, 'contactEmail'>,
  sight: Sight,
  managers: { id: string }[],
  handlers: { id: string }[],
): Recipient[] {
  const contact = contactEmail === null ? [] : [{ id: 'contact' }];
  const open = contact.length > 0 ? contact : managers.length > 0 ? managers : handlers;
  const people = sight === 'restricted' ? [...contact, ...handlers] : open;
  return people.map(({ id }) => ({ notice: 'danger', to: id }));
}

/** Whether the people at a case's desk see it. No email tells them of one that they do not. */
export const isSeenAtDesk = (sight: Sight): boolean => sight === 'desk' || sight === 'restricted';

/** The emails, for the commit that causes them. They are queued only if the statement just before them changed something. */
export function noticeStatements(
  outbox: Pick<Outbox, 'queue'>,
  recipients: readonly Recipient[],
  {
    reference,
    departmentId,
    at,
    by = null,
  }: { reference: string; departmentId: number; at: number; by?: string | null },
): Statement[] {
  return recipients.map(({ notice, to }) => {
    const cause = causeOf('case', `${reference}/${to}`);
    return outbox.queue({ kind: noticeKinds[notice], cause, madeBy: by, departmentId }, at, 'unchanged').statement;
  });
}
