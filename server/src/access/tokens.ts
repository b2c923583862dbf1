import { hash, randomBytes } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { isPulledIn } from '../http/own-pages.ts';
import { problem } from '../http/problem.ts';
import { commitChange, type AuditEntry } from '../audit/audit.ts';
import { challenge, tokenIn } from './credentials.ts';
import { findToken, grantsOf, insertToken } from './queries.ts';
import { can, rolesFor, type Grant } from './roles.ts';
import type { WhoIs } from './who.ts';

/** What a token is for: the averages, or the responses too. */
export type TokenScope = 'averages' | 'responses';

/** How long a token opens anything, in milliseconds: a year, and a day for a job that runs on a date. */
const tokenLife = 366 * 24 * 60 * 60 * 1000;

/** Who reads by the API. */
export interface Reader {
  /** Null for a token of the command line, which opens all. */
  person: { id: string; grants: Grant[] } | null;
  scope: TokenScope;
  /** The one department that a token is for; null for all that its person may see. */
  departmentId: number | null;
  /** By which token; null for who is signed in. */
  token: { id: number; name: string } | null;
}

export interface NewToken {
  /** Says what it is for, for whoever takes it back one day. */
  name: string;
  personId?: string | null;
  scope?: TokenScope;
  departmentId?: number | null;
}

const opening = { everywhere: rolesFor('closed results'), inDepartment: rolesFor('exports') };

/**
 * A bearer token for the figures, shown this once: the database keeps its hash alone. The change takes no effect where
 * its person has no role any more that opens them.
 */
export function newToken(
  given: NewToken,
  at: number,
): { token: string; change: Statement; entry: AuditEntry & { at: number } } {
  const token = `heart_${randomBytes(32).toString('base64url')}`;
  const { name, personId = null, scope = 'responses', departmentId = null } = given;
  return {
    token,
    change: insertToken({ name, personId, scope, departmentId, sha256: hash('sha256', token), createdAt: at }, opening),
    entry: {
      at,
      personId,
      action: 'token made',
      subject: name,
      departmentId: departmentId ?? undefined,
      detail: { scope },
    },
  };
}

/** Makes one that opens all, for the command line. */
export async function createToken(db: Database, clock: () => number, name: string): Promise<string> {
  const { token, change, entry } = newToken({ name }, clock());
  await commitChange(db, change, entry);
  return token;
}

/** What a reader may see of a department's quarter. */
export type Sight = 'all' | 'published' | 'nothing';

/** A department's people see its figures; the executive office sees closed ones, small groups withheld. */
export function sightOf({ person, departmentId }: Reader, department: { id: number }): Sight {
  if (departmentId !== null && departmentId !== department.id) return 'nothing';
  if (person === null || can(person, 'results', { departmentId: department.id })) return 'all';
  return can(person, 'closed results') ? 'published' : 'nothing';
}

/** Whether a token of whoever has that role opens anything by it. */
export function opensFigures(grant: Grant): boolean {
  const holder = { grants: [grant] };
  const departmentId = grant.departmentId ?? undefined;
  return can(holder, 'closed results') || can(holder, 'results', { departmentId });
}

/** Whether the reader may have the responses themselves. */
export function mayReadResponses(reader: Reader, department: { id: number }): boolean {
  if (reader.scope !== 'responses' || sightOf(reader, department) !== 'all') return false;
  return reader.person === null || can(reader.person, 'exports', { departmentId: department.id });
}

declare module 'hono' {
  interface ContextVariableMap {
    reader: Reader;
  }
}

/**
 * Lets a request pass that carries a good token, or the cookie of somebody who is signed in. Where there is an
 * Authorization header it alone decides: a client that sends a bad token hears of it, whatever cookie it also has.
 */
export function requireReader(db: Database, whoIs: WhoIs, clock: () => number) {
  return createMiddleware(async (c, next) => {
    const given = c.req.header('authorization');
    // A browser sends its cookie along for any page: what one reads in passing would be an export in its owner's name.
    if (given === undefined && isPulledIn(c)) {
      return problem(c, {
        status: 403,
        title: 'A page of another site asked for this, or a browser ahead of a click.',
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

/** Read afresh each time: a token opens no more than its person may see at that moment. */
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
