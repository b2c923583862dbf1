import { auditedIfChanged, audited } from '../audit/audit.ts';
import { can, type Person } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import { commit, type Database } from '../database/database.ts';
import {
  causeOf,
  emailById,
  latestEmails,
  requeue,
  type EmailKind,
  type EmailKinds,
  type Outbox,
  type Queued,
} from '../outbox/outbox.ts';
import { emailPage, emailPath, emailsPage, type Listed } from './pages.ts';

export interface EmailRoutes {
  db: Database;
  outbox: Outbox;
  /** Each kind decides who can read its emails. */
  kinds: EmailKinds<Person>;
}

const settings = { of: 'installation', action: 'settings' } as const;
const everyone = { of: 'everyone' } as const;
const path = '/console/email';
/** The maximum number of emails in the list. */
const listSize = 100;

/** The outbox for administrators, and each email for people who can read its cause. */
export function emailRoutes(frame: Console, options: EmailRoutes): void {
  frame.navItem({ group: 'Setup', label: 'Email', href: (person) => (can(person, 'settings') ? path : undefined) });
  listRoutes(frame, options);
  oneEmail(frame, options);
}

function listRoutes(frame: Console, { db, outbox, kinds }: EmailRoutes): void {
  frame.get(path, settings, async (visit) => {
    const found = await latestEmails(db, listSize + 1);
    const emails = await Promise.all(found.slice(0, listSize).map((queued) => listed(kinds, queued, visit.person)));
    const { hasServer } = outbox;
    const shown = { emails, isCut: found.length > listSize, hasServer, zone: zoneOf(visit) };
    return frame.page(visit, emailsPage({ ...shown, notice: visit.c.req.query('notice') }));
  });

  frame.post(`${path}/test`, settings, async ({ c, person, now }) => {
    const { id, statement } = outbox.queue(
      { kind: 'test', cause: causeOf('person', person.id), madeBy: person.id },
      now,
    );
    await commit(db, [
      statement,
      audited({ personId: person.id, action: 'test email requested', subject: reference(id) }, now),
    ]);
    outbox.wake();
    return c.redirect(`${path}?notice=test`, 303);
  });

  frame.post(`${path}/:email/retry`, settings, async ({ c, person, now }) => {
    const id = c.req.param('email') ?? '';
    const [queued] = await commit(db, [
      requeue(id, now),
      auditedIfChanged({ personId: person.id, action: 'email retried', subject: reference(id) }, now),
    ]);
    if (queued.rowsAffected === 0) return frame.notFound(c);
    outbox.wake();
    return c.redirect(`${path}?notice=retried`, 303);
  });
}

function oneEmail(frame: Console, { db, outbox, kinds }: EmailRoutes): void {
  /** The email in the path, if the visitor can read it. */
  const readable = async ({ c, person }: Visit) => {
    const queued = await emailById(db, c.req.param('email') ?? '');
    const kind = queued && kindOf(kinds, queued);
    return queued && kind && (await mayRead(kind, queued, person)) ? { queued, kind } : undefined;
  };

  frame.get(`${path}/:email`, everyone, async (visit) => {
    const found = await readable(visit);
    if (!found) return frame.notFound(visit.c);
    const { queued, kind } = found;
    const email = await outbox.preview(queued);
    const shown = { queued, title: kind.title, email, hasServer: outbox.hasServer, zone: zoneOf(visit) };
    return frame.page(visit, emailPage(shown));
  });

  frame.post(`${path}/:email/draft`, everyone, async (visit) => {
    const { c, person, now } = visit;
    const found = await readable(visit);
    if (!found) return frame.notFound(c);
    const { id, departmentId } = found.queued;
    const opened = { personId: person.id, action: 'email draft downloaded', subject: reference(id) };
    const entry = audited({ ...opened, departmentId: departmentId ?? undefined }, now);
    const draft = await outbox.draft(found.queued, [entry]);
    if (draft === undefined) return c.redirect(emailPath(found.queued), 303);
    const headers = { 'Content-Type': 'message/rfc822', 'Content-Disposition': 'attachment; filename="draft.eml"' };
    return c.body(new Uint8Array(draft), 200, headers);
  });
}

/** How the audit log names an email: by the start of its id, since the log replaces whole ids by those of responses. */
const reference = (id: string): string => `email ${id.slice(0, 8)}`;

async function listed(kinds: EmailKinds<Person>, queued: Queued, person: Person): Promise<Listed> {
  const kind = kindOf(kinds, queued);
  const { cause, madeBy } = queued;
  const recipient = kind && cause !== null ? await shownRecipient(kind, { cause, madeBy }) : undefined;
  return {
    queued,
    title: kind?.title ?? queued.kind,
    recipient,
    mayRead: kind !== undefined && (await mayRead(kind, queued, person)),
  };
}

function kindOf(kinds: EmailKinds<Person>, { kind }: Queued): EmailKind<Person> | undefined {
  return Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
}

async function mayRead(kind: EmailKind<Person>, { cause, madeBy }: Queued, person: Person): Promise<boolean> {
  return cause !== null && kind.mayRead(person, { cause, madeBy });
}

async function shownRecipient(kind: EmailKind<Person>, cause: { cause: string; madeBy: string | null }) {
  if (kind.hidesRecipient) return kind.hidesRecipient === true ? 'An employee' : kind.hidesRecipient;
  const recipient = await kind.recipient(cause);
  return recipient && masked(recipient);
}

/** Such as `j…@example.gov`, which shows that the organization is right. */
function masked(address: string): string {
  return address.replace(/^(.).*@/, '$1…@');
}

function zoneOf({ organization }: Visit): string {
  return organization.departments[0]?.zone ?? 'UTC';
}
