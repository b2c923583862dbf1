import { hash, randomBytes } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { isPassiveLoad } from '../http/own-pages.ts';
import { problem } from '../http/problem.ts';
import { commitChange, type AuditEntry } from '../audit/audit.ts';
import { challenge, tokenIn } from './credentials.ts';
import { findToken, grantsOf, insertToken } from './queries.ts';
import { can, rolesFor, type Grant } from './roles.ts';
import type { WhoIs } from './who.ts';

/** What a token may read: only the averages, or the responses too. */
export type TokenScope = 'averages' | 'responses';

/** How long a token works, in milliseconds: a year, and a day more for a job that runs once a year. */
const tokenLife = 366 * 24 * 60 * 60 * 1000;

/** The person or program that uses the API. */
export interface Reader {
  /** Null for a token created at the command line, which may read everything. */
  person: { id: string; grants: Grant[] } | null;
  scope: TokenScope;
  /** The only department that the token may read; null for all that its person may see. */
  departmentId: number | null;
  /** Null for people who are signed in. */
  token: { id: number; name: string } | null;
}

export interface NewToken {
  /** What it is for, so that people know which one to revoke. */
  name: string;
  personId?: string | null;
  scope?: TokenScope;
  departmentId?: number | null;
}

const rolesWithFigures = { everywhere: rolesFor('closed results'), inDepartment: rolesFor('exports') };

/**
 * A new bearer token for the figures. It is shown only once, because the database stores only its hash. The change has no
 * effect if the person no longer has a role that gives access to figures.
 */
export function newToken(
  given: NewToken,
  at: number,
): { token: string; change: Statement; entry: AuditEntry & { at: number } } {
  const token = `heart_${randomBytes(32).toString('base64url')}`;
  const { name, personId = null, scope = 'responses', departmentId = null } = given;
  return {
    token,
    change: insertToken(
      { name, personId, scope, departmentId, sha256: hash('sha256', token), createdAt: at },
      rolesWithFigures,
    ),
    entry: {
      at,
      personId,
      action: 'token created',
      subject: name,
      departmentId: departmentId ?? undefined,
      detail: { scope },
    },
  };
}

/** Creates a token that may read everything, for the command line. */
export async function createToken(db: Database, clock: () => number, name: string): Promise<string> {
  const { token, change, entry } = newToken({ name }, clock());
  await commitChange(db, change, entry);
  return token;
}

/** What a reader may see of a department's quarter. */
export type Visibility = 'all' | 'published' | 'nothing';

/** A department's people see its figures; the executive office sees closed ones, small groups withheld. */
export function visibilityOf({ person, departmentId }: Reader, department: { id: number }): Visibility {
  if (departmentId !== null && departmentId !== department.id) return 'nothing';
  if (person === null || can(person, 'results', { departmentId: department.id })) return 'all';
  return can(person, 'closed results') ? 'published' : 'nothing';
}

/** Whether the role gives access to any figures. */
export function givesFigures(grant: Grant): boolean {
  const holder = { grants: [grant] };
  const departmentId = grant.departmentId ?? undefined;
  return can(holder, 'closed results') || can(holder, 'results', { departmentId });
}

/** Whether the reader may read individual responses. */
export function mayReadResponses(reader: Reader, department: { id: number }): boolean {
  if (reader.scope !== 'responses' || visibilityOf(reader, department) !== 'all') return false;
  return reader.person === null || can(reader.person, 'exports', { departmentId: department.id });
}

declare module 'hono' {
  interface ContextVariableMap {
    reader: Reader;
  }
}

/**
 * Requires a valid token, or the cookie of a person who is signed in. If there is an Authorization header, only it
 * counts: a client with a bad token gets a 401, whatever cookie it also sends.
 */
export function requireReader(db: Database, whoIs: WhoIs, clock: () => number) {
  return createMiddleware(async (c, next) => {
    const given = c.req.header('authorization');
    // Browsers send the cookie for requests from any page, which would then count as an export by its owner.
    if (given === undefined && isPassiveLoad(c)) {
      return problem(c, {
        status: 403,
        title: 'This was requested by another site, or loaded ahead of time by the browser.',
      });
    }
    const reader =
      given === undefined
        ? await readerSignedIn(whoIs, c.req.raw.headers)
        : await readerOf(db, tokenIn(given), clock());
    if (reader === undefined) {
      c.header('WWW-Authenticate', challenge(c, given !== undefined));
      return problem(c, { status: 401, title: 'These figures need a token.' });
    }
    c.header('Cache-Control', 'no-store');
    c.set('reader', reader);
    return next();
  });
}

/** Looks up the person each time, because a token may read only what its person may see at that moment. */
async function readerOf(db: Database, token: string | undefined, now: number): Promise<Reader | undefined> {
  if (token === undefined) return undefined;
  const found = await findToken(db, hash('sha256', token));
  if (!found || found.token.revokedAt !== null || (found.person && found.person.leftAt !== null)) return undefined;
  if (found.token.createdAt + tokenLife <= now) return undefined;
  const { scope, departmentId, id: tokenId, name } = found.token;
  const reader = { scope, departmentId, token: { id: tokenId, name } };
  if (found.person === null) return { ...reader, person: null };
  const { id } = found.person;
  return { ...reader, person: { id, grants: await grantsOf(db, id) } };
}

async function readerSignedIn(whoIs: WhoIs, headers: Headers): Promise<Reader | undefined> {
  const visitor = await whoIs(headers);
  return visitor && { person: visitor.person, scope: 'responses', departmentId: null, token: null };
}
