import { hash, randomBytes, randomUUID } from 'node:crypto';
import { commit, type Database } from '../database/database.ts';
import { alone, type Statement } from '../database/statement.ts';
import { audited } from '../audit/audit.ts';
import type { PasswordRule } from './password-rule.ts';
import type { Passwords } from './passwords.ts';
import {
  auditedOfLink,
  becomeAdministrator,
  endLinks,
  insertLink,
  linkOf,
  setPassword,
  useLink,
} from './link-queries.ts';
import { hasAdministrator, insertGrant, insertPerson, type Role } from '../access/access.ts';
import { causeOf, type Outbox } from '../outbox/outbox.ts';
import { hasPassword } from './queries.ts';

// One-time links: for the first administrator, for invitations, and for forgotten passwords. Anyone who has the link can
// set the password with it, once. The database stores only its hash.

export type LinkKind = 'first' | 'invitation' | 'reset';

const hour = 60 * 60 * 1000;
/** How long a link works, in milliseconds. */
const lifetime: Record<LinkKind, number> = { first: 7 * 24 * hour, invitation: 7 * 24 * hour, reset: hour };

export interface LinkOptions {
  db: Database;
  clock: () => number;
  baseUrl: string;
  passwordRule: PasswordRule;
}

interface NewLink {
  /** The complete link, to send or show. */
  url: string;
  /** They store the link and end the person's earlier links of that kind. Run them in the commit that needs the link. */
  statements: Statement[];
}

export function newLink(
  { clock, baseUrl }: Pick<LinkOptions, 'clock' | 'baseUrl'>,
  kind: LinkKind,
  personId: string | null,
): NewLink {
  const secret = randomBytes(32).toString('base64url');
  const createdAt = clock();
  const expiresAt = createdAt + lifetime[kind];
  return {
    url: `${baseUrl}/console/link/${secret}`,
    statements: [
      endLinks(kind, personId, createdAt),
      insertLink({ sha256: hash('sha256', secret), kind, personId, createdAt, expiresAt }),
    ],
  };
}

/** A new link for creating the first administrator; undefined once there has been one. */
export async function firstAdministratorLink(options: Omit<LinkOptions, 'passwordRule'>): Promise<string | undefined> {
  if (await hasAdministrator(options.db)) return undefined;
  const { url, statements } = newLink(options, 'first', null);
  await commit(options.db, statements);
  return url;
}

export interface Invitation {
  name: string;
  /** No other person has it. */
  email: string;
  role: Role;
  departmentId?: number | null | undefined;
  regionId?: number | null | undefined;
  deskId?: number | null | undefined;
  /** Who appointed them, in the agency's words, and when: `2026-07-01`. */
  appointedBy?: string | null | undefined;
  appointedOn?: string | null | undefined;
}

/**
 * Adds a person with a first role.
 * @param by the person who invites them; null for the command line.
 * @param outbox sends the invitation. Without it, or without a mail server, the link is returned instead.
 * @param also more for the commit, right after its audit entry.
 * @returns the person's id, and the link to show, if they may have a password and no email was sent.
 */
export async function invite(
  options: LinkOptions,
  invited: Invitation,
  by: string | null,
  outbox?: Outbox,
  also: (personId: string, at: number) => Promise<Statement[]> = async () => [],
): Promise<{ id: string; url: string | undefined }> {
  const at = options.clock();
  const id = randomUUID();
  const showsLink = outbox?.hasServer !== true && options.passwordRule.allows(invited.email);
  const link = showsLink ? newLink(options, 'invitation', id) : undefined;
  const queued = outbox?.queue({ kind: 'invitation', cause: causeOf('person', id), madeBy: by }, at);
  const { name, email, role, departmentId = null, regionId = null, deskId = null } = invited;
  const { appointedBy = null, appointedOn = null } = invited;
  const grant = { role, departmentId, regionId, deskId, appointedBy, appointedOn };
  await commit(options.db, [
    alone(insertPerson({ id, name, email }, at)),
    insertGrant({ personId: id, ...grant, grantedAt: at, grantedBy: by }),
    ...(link?.statements ?? []),
    ...(queued ? [queued.statement] : []),
    audited(
      {
        personId: by,
        action: 'person invited',
        subject: email.toLowerCase(),
        departmentId: departmentId ?? undefined,
        detail: { role },
      },
      at,
    ),
    ...(await also(id, at)),
  ]);
  outbox?.wake();
  return { id, url: link?.url };
}

export interface OpenLink {
  kind: LinkKind;
  sha256: string;
  /** Its owner. Null for the first administrator, who enters their name when using it. */
  person: { id: string; name: string; email: string } | null;
}

/** The link with that secret; undefined if it was used, has expired, or never existed. */
export async function findLink({ db, clock }: LinkOptions, secret: string): Promise<OpenLink | undefined> {
  const sha256 = hash('sha256', secret);
  const found = await linkOf(db, sha256);
  if (!found || found.link.usedAt !== null || found.link.expiresAt <= clock()) return undefined;
  if (found.person && found.person.leftAt !== null) return undefined;
  // An invitation works for a week, so it must not reset the password of a person who already has one.
  if (found.link.kind === 'invitation' && found.person && (await hasPassword(db, found.person.id))) return undefined;
  if (found.link.kind === 'first' && (await hasAdministrator(db))) return undefined;
  return { kind: found.link.kind, sha256, person: found.person };
}

/**
 * Sets the password, ends every session of that person, and uses up the link, all in one commit.
 * @param administrator the first administrator's name and address.
 * @returns whether the link was still unused.
 */
export async function redeemLink(
  { db, clock, passwords }: LinkOptions & { passwords: Passwords },
  { kind, sha256, person }: OpenLink,
  password: string,
  administrator?: { name: string; email: string },
): Promise<boolean> {
  const hashed = await passwords.hash(password);
  const at = clock();
  const id = person?.id ?? randomUUID();
  const email = person?.email ?? administrator!.email.toLowerCase();
  const link = { sha256, at };
  // The link is used up last. If two commits use the same link, the second finds it used and changes nothing.
  const done = await commit(db, [
    ...(person ? [] : becomeAdministrator({ id, name: administrator!.name, email }, link)),
    ...setPassword({ id: randomUUID(), personId: id, hash: hashed }, link),
    auditedOfLink({ personId: id, action: auditActions[kind], subject: email }, link),
    useLink(sha256, at),
  ]);
  return done.at(-1)!.rowsAffected === 1;
}

const auditActions: Record<LinkKind, string> = {
  first: 'first administrator created',
  invitation: 'invitation accepted',
  reset: 'password reset',
};
