import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Role } from '../src/access/access.ts';
import { answerOf, type Answer } from './wire.ts';

/** Someone who is signed in to the console, like a browser without JavaScript. */
export interface Staff {
  email: string;
  password: string;
  /** The Cookie header that the browser sends. */
  cookie: string;
  /** Opens a page. */
  get(path: string): Promise<Answer>;
  /** Opens anything, binary files too; the body is not read. */
  open(path: string): Promise<Response>;
  /** Sends a form from a console page; a list is several values of one field. */
  post(path: string, fields?: Record<string, string | string[]>): Promise<Answer>;
}

/** The part of a collector that signing in needs: its address, and its command line for invitations. */
export interface Workplace {
  url: string;
  heart(...args: string[]): Promise<{ code: number | null; out: string; err: string }>;
}

/** The headers of a browser on a console page. */
export const fromConsole = { 'Sec-Fetch-Site': 'same-origin' };

const password = 'correct horse battery staple';

/** Where people in tests work by default: the department and region that every database has. */
const usualPlace: Record<Role, string | undefined> = {
  administrator: undefined,
  ambassador: 'cws',
  junior: 'central',
  representative: 'cws',
  executive: undefined,
  manager: 'cws',
  handler: 'cws-desk',
};

/** The command's option for that place, where it is not a department. */
const option: Partial<Record<Role, string>> = { junior: '--region', handler: '--desk' };

/**
 * Invites someone on the command line, follows the link, and signs in.
 * @param where the slug of the department, or of the region of a junior ambassador, or of the desk of a case handler.
 */
export async function aPerson(collector: Workplace, role: Role, where = usualPlace[role]): Promise<Staff> {
  const email = `${role}.${randomUUID().slice(0, 8)}@example.gov`;
  const scope = where === undefined ? [] : [option[role] ?? '--department', where];
  const { code, out, err } = await collector.heart('person', 'add', '--email', email, '--role', role, ...scope);
  expect(err).toBe('');
  expect(code).toBe(0);
  const link = new URL(out.trim()).pathname;
  const set = await sendForm(collector, link, { password, again: password });
  expect(set.status, set.body).toBe(303);
  return signIn(collector, email);
}

export async function signIn(collector: Workplace, email: string, given = password): Promise<Staff> {
  const answer = await sendForm(collector, '/console/sign-in', { email, password: given });
  expect(answer.status, answer.body).toBe(303);
  return staffOf(collector, { email, password: given, cookie: cookiesOf(answer) });
}

/** Someone with that cookie. */
export function staffOf(
  collector: Workplace,
  { email, password, cookie }: Pick<Staff, 'email' | 'password' | 'cookie'>,
): Staff {
  const open = (path: string) => fetch(collector.url + path, { headers: { cookie }, redirect: 'manual' });
  return {
    email,
    password,
    cookie,
    get: async (path) => answerOf(await open(path)),
    open,
    post: (path, fields) => sendForm(collector, path, fields, { cookie }),
  };
}

export function cookiesOf({ headers }: Answer): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ');
}

/** Posts a form like a browser on a console page. */
export async function sendForm(
  collector: { url: string },
  path: string,
  fields: Record<string, string | string[]> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const body = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
  );
  return answerOf(
    await fetch(collector.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...fromConsole, ...headers },
      body: body.toString(),
      redirect: 'manual',
    }),
  );
}
