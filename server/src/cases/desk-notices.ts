import { can, personById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { createOrganization, type Desk } from '../org/org.ts';
import { causeOf, idIn, type EmailKind, type Outbox } from '../outbox/outbox.ts';
import { deskPath } from './desk-paths.ts';
import { administrators, membersOf, type Member } from './desk-queries.ts';

/** The name that the outbox keeps these emails under. */
export const deskNoticeKind = 'desk-notice';

interface DeskNoticeOptions {
  db: Database;
  /** The address of the installation, without a slash at the end. */
  baseUrl: string;
}

/** A role that someone is given. */
interface Given {
  personId: string;
  deskId: number | null;
  grantedBy: string;
  grantedAt: number;
}

/**
 * The emails about someone who is added to a restricted desk, to the people of that desk and to the administrators besides the
 * one who adds them. For the commit that gives the role, right after its audit entry. For any other role there are none.
 */
export async function deskNotices(
  { db, outbox }: { db: Database; outbox: Pick<Outbox, 'queue'> },
  { personId, deskId, grantedBy, grantedAt }: Given,
): Promise<Statement[]> {
  const desk = (await createOrganization(db)()).desks.find(({ id }) => id === deskId);
  if (desk === undefined || desk.isRestricted === 0) return [];
  const members = (await membersOf(db, desk.id)).filter(({ isPending }) => isPending === 0);
  const people = new Set([...members.map((one) => one.personId), ...(await administrators(db)).map(({ id }) => id)]);
  return [...people]
    .filter((id) => id !== grantedBy && id !== personId)
    .map((id) => {
      const cause = causeOf('desk', `${desk.id}/${personId}/${id}`);
      const email = { kind: deskNoticeKind, cause, madeBy: grantedBy, departmentId: desk.department?.id ?? null };
      return outbox.queue(email, grantedAt, 'unchanged').statement;
    });
}

/** Says that someone was added to a restricted desk, and who can confirm it. */
export function deskNoticeEmail({ db, baseUrl }: DeskNoticeOptions): EmailKind<Person> {
  const organization = createOrganization(db);
  const find = async (cause: string) => {
    const [deskId, personId, to] = (idIn(cause, 'desk') ?? '').split('/');
    const desk = (await organization()).desks.find(({ id }) => String(id) === deskId);
    const recipient = to === undefined ? undefined : await personById(db, to);
    return desk && recipient && { desk, recipient, personId };
  };
  return {
    title: 'New person at a restricted desk',
    recipient: async ({ cause }) => (await find(cause))?.recipient.email,
    compose: async ({ cause }) => {
      const found = await find(cause);
      if (found === undefined || found.recipient.leftAt !== null) return undefined;
      const members = await membersOf(db, found.desk.id);
      const added = members.find(({ personId }) => personId === found.personId);
      if (added === undefined) return undefined;
      const isAdministrator = (await administrators(db)).some(({ id }) => id === found.recipient.id);
      return { email: textOf({ ...found, added, page: isAdministrator ? `${baseUrl}${deskPath(found.desk)}` : null }) };
    },
    mayRead: async (person) => can(person, 'case setup'),
  };
}

interface Notice {
  desk: Desk;
  recipient: { name: string; email: string };
  added: Member;
  /** The desk's page, for someone who can open it. */
  page: string | null;
}

function textOf({ desk, recipient, added, page }: Notice) {
  const { name, addedByName, isPending } = added;
  const waits = `${name} sees no case until a second administrator confirms it.`;
  return {
    to: [recipient.email],
    subject: `Someone was added to the ${desk.name} desk`,
    body: [
      `Hello ${recipient.name},`,
      `${addedByName ?? 'The operator'} added ${name} (${added.email}) to the ${desk.name} desk. This desk is restricted: it handles complaints that only its people may see.`,
      isPending === 1 ? waits : `${name} was confirmed and can work on its cases.`,
      ...(page === null
        ? ['If you think that this is a mistake, tell an administrator today.']
        : ['To confirm or remove them, open the desk’s page:', { link: page }]),
    ],
  };
}
