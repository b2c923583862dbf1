import { hash, randomBytes } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Database } from '../database/database.ts';
import { problem } from '../http/problem.ts';
import { insertToken, tokenExists } from './queries.ts';

/**
 * Makes a bearer token for the figures. It is shown this once: the database keeps its hash alone.
 * @param name says whose it is, for whoever takes it back one day.
 */
export async function createToken(db: Database, clock: () => number, name: string): Promise<string> {
  const token = `heart_${randomBytes(32).toString('base64url')}`;
  await insertToken(db, { name, sha256: hash('sha256', token), createdAt: clock() });
  return token;
}

/** Lets a request pass that carries a bearer token made here. */
export function requireToken(db: Database) {
  return createMiddleware(async (c, next) => {
    const token = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (token === undefined || !(await tokenExists(db, hash('sha256', token)))) {
      c.header('WWW-Authenticate', 'Bearer');
      return problem(c, { status: 401, title: 'These figures need a bearer token.' });
    }
    c.header('Cache-Control', 'no-store');
    return next();
  });
}
