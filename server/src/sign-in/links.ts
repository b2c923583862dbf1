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

// One-time links: the first administrator's, an invitation's, and that of a forgotten password. Whoever holds one sets
// a password with it, once. The database knows its hash alone.

export type LinkKind = 'first' | 'invitation' | 'reset';

const hour = 60 * 60 * 1000;
/** How long a link may wait to be used, in milliseconds. */
const lifetime: Record<LinkKind, number> = { first: 7 * 24 * hour, invitation: 7 * 24 * hour, reset: hour };

export interface LinkOptions {
  db: Database;
  clock: () => number;
  baseUrl: string;
  passwordRule: PasswordRule;
}

interface NewLink {
  /** Complete, to be sent or shown. */
  url: string;
  /** What keeps it, for the commit that it belongs to. The links of that kind and person before it end. */
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

/** The link that makes the first administrator, or undefined once there has been one. Made anew at each call. */
export async function firstAdministratorLink(options: Omit<LinkOptions, 'passwordRule'>): Promise<string | undefined> {
  if (await hasAdministrator(options.db)) return undefined;
  const { url, statements } = newLink(options, 'first', null);
  await commit(options.db, statements);
  return url;
}

export interface Invited {
  name: string;
  /** Unused so far. */
  email: string;
  role: Role;
  departmentId?: number | null | undefined;
  regionId?: number | null | undefined;
}

/**
 * Takes somebody into the directory of people, with a first role.
 * @param by who invites; null for the command line.
 * @param outbox takes the invitation, in the same commit; without it, or without a mail server, the link is shown.
 * @returns the person's id, and a link to set a password with, where it has to be shown and they may have one.
 */
export async function invite(
  options: LinkOptions,
  invited: Invited,
  by: string | null,
  outbox?: Outbox,
): Promise<{ id: string; url: string | undefined }> {
  const at = options.clock();
  const id = randomUUID();
  const isShown = outbox?.hasServer !== true && options.passwordRule.allows(invited.email);
  const link = isShown ? newLink(options, 'invitation', id) : undefined;
  const queued = outbox?.queue({ kind: 'invitation', cause: causeOf('person', id), madeBy: by }, at);
  const { name, email, role, departmentId = null, regionId = null } = invited;
  await commit(options.db, [
    alone(insertPerson({ id, name, email }, at)),
    insertGrant({ personId: id, role, departmentId, regionId, grantedAt: at, grantedBy: by }),
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
  ]);
  outbox?.wake();
  return { id, url: link?.url };
}

export interface OpenLink {
  kind: LinkKind;
  sha256: string;
  /** Whose it is; the first administrator says so when using it. */
  person: { id: string; name: string; email: string } | null;
}

/** The link behind that secret, or undefined where it was used, is too old, or never was. */
export async function openLink({ db, clock }: LinkOptions, secret: string): Promise<OpenLink | undefined> {
  const sha256 = hash('sha256', secret);
  const found = await linkOf(db, sha256);
  if (!found || found.link.usedAt !== null || found.link.expiresAt <= clock()) return undefined;
  if (found.person && found.person.leftAt !== null) return undefined;
  // An invitation is good for a week: it must not be the way to a new password of who has one.
  if (found.link.kind === 'invitation' && found.person && (await hasPassword(db, found.person.id))) return undefined;
  if (found.link.kind === 'first' && (await hasAdministrator(db))) return undefined;
  return { kind: found.link.kind, sha256, person: found.person };
}

/**
 * Sets the password, ends every session of that person, and uses the link up, all in one commit.
 * @param self who the first administrator is.
 * @returns whether the link was still unused.
 */
export async function followLink(
  { db, clock, passwords }: LinkOptions & { passwords: Passwords },
  { kind, sha256, person }: OpenLink,
  password: string,
  self?: { name: string; email: string },
): Promise<boolean> {
  const hashed = await passwords.hash(password);
  const at = clock();
  const id = person?.id ?? randomUUID();
  const email = person?.email ?? self!.email.toLowerCase();
  const link = { sha256, at };
  // The link is used up last: of two commits that bring it, the second finds it used and does none of this.
  const done = await commit(db, [
    ...(person ? [] : becomeAdministrator({ id, name: self!.name, email }, link)),
    ...setPassword({ id: randomUUID(), personId: id, hash: hashed }, link),
    auditedOfLink({ personId: id, action: entries[kind], subject: email }, link),
    useLink(sha256, at),
  ]);
  return done.at(-1)!.rowsAffected === 1;
}

const entries: Record<LinkKind, string> = {
  first: 'first administrator made',
  invitation: 'invitation followed',
  reset: 'password reset',
};
