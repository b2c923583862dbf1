import { Events, OAuth2Server } from 'oauth2-mock-server';
import { expect } from 'vitest';
import type { Role } from '../src/access/access.ts';
import { count, type TestCollector } from './collector.ts';
import { cookiesOf } from './staff.ts';
import { answerOf, type Answer } from './wire.ts';

/** A real OpenID Connect provider on its own port, where the person in its claims is already signed in. */
export interface TestProvider extends AsyncDisposable {
  /** For the collector's environment. */
  env: Record<string, string>;
  /** The claims about the person who is signed in; tests change them. */
  claims: Record<string, unknown>;
  /** The reply of its user info endpoint. */
  userInfo: Record<string, unknown>;
  server: OAuth2Server;
  /** Changes the next address at which it sends someone back to the collector. */
  beforeReturn(change: (back: URL) => void): void;
  stop(): Promise<void>;
}

/** @param port the port to listen on; 0 picks a free one. */
export async function aProvider(claims: Record<string, unknown>, port = 0): Promise<TestProvider> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(port, '127.0.0.1');
  const provider: TestProvider = {
    env: {
      OIDC_ISSUER: server.issuer.url!,
      OIDC_CLIENT_ID: 'heart',
      OIDC_CLIENT_SECRET: 'secret',
      OIDC_NAME: 'County sign-in',
    },
    claims,
    userInfo: { sub: claims['sub'] },
    server,
    beforeReturn: (change) =>
      void server.service.once(Events.BeforeAuthorizeRedirect, ({ url }: { url: URL }) => change(url)),
    stop: () => (server.listening ? server.stop() : Promise.resolve()),
    [Symbol.asyncDispose]: () => provider.stop(),
  };
  server.service.on(Events.BeforeTokenSigning, ({ payload }) => void Object.assign(payload, provider.claims));
  server.service.on(Events.BeforeUserinfo, (answer) => void (answer.body = provider.userInfo));
  return provider;
}

/**
 * Signs in like a browser: goes from the collector to the provider and back.
 * @param given.session the cookie of someone who is already signed in with that browser.
 */
export async function throughProvider(
  collector: TestCollector,
  {
    next = '/console',
    change = () => {},
    keepsCookie = true,
    session = '',
  }: { next?: string; change?: (back: URL) => void; keepsCookie?: boolean; session?: string } = {},
): Promise<Answer> {
  const away = await open(`${collector.url}/console/sign-in/provider?next=${encodeURIComponent(next)}`);
  const there = await open(away.headers.get('location')!);
  const back = new URL(there.headers.get('location')!);
  change(back);
  const cookie = [session, keepsCookie ? cookiesOf(away) : ''].filter((one) => one !== '').join('; ');
  return open(collector.url + back.pathname + back.search, { cookie });
}

async function open(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return answerOf(await fetch(url, { headers, redirect: 'manual' }));
}

/** The claims of an Entra ID token for a single tenant: with an address, but without `email_verified`. */
export const entraClaims = {
  sub: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
  oid: '00000000-0000-0000-66f3-3332eca7ea81',
  tid: '9122040d-6c67-4c5b-b112-36a304b66dad',
  ver: '2.0',
  name: 'Somebody Else',
  preferred_username: 'invited@example.gov',
  email: 'invited@example.gov',
};

/** The claims of an AD FS token with a claim rule for the address: text instead of a boolean. */
export const adfsClaims = {
  sub: 'eD8a1Zk0V0mM6H0N9b1lZQ6o7aIfHk1kQbXo2m8xkqg=',
  upn: 'invited@example.gov',
  unique_name: 'EXAMPLE\\invited',
  email: 'invited@example.gov',
  email_verified: 'true',
};

/** The person who is invited in the provider tests. */
export const invitedEmail = 'invited@example.gov';

/** The claims of a careful provider about that person. */
export const claims = { sub: 'subject-1', email: 'Invited@Example.gov', email_verified: true, name: 'Somebody Else' };

/** Invites them; they never set a password. @param department the slug, if there are several departments. */
export async function invited(collector: TestCollector, role: Role = 'ambassador', department?: string): Promise<void> {
  const where = department === undefined ? [] : ['--department', department];
  const { err } = await collector.heart('person', 'add', '--email', invitedEmail, '--role', role, ...where);
  expect(err).toBe('');
}

/** Expects that the sign-in is refused. @returns the message on the page that follows. */
export async function refused(
  collector: TestCollector,
  given?: Parameters<typeof throughProvider>[1],
): Promise<string | undefined> {
  const sessions = await count(collector.db, 'session');
  const answer = await throughProvider(collector, given);
  expect(answer.status, answer.body).toBe(303);
  expect(cookiesOf(answer)).not.toContain('session_token');
  expect(await count(collector.db, 'session')).toBe(sessions);
  const page = await fetch(collector.url + answer.headers.get('location')!);
  return /<div class="problem".*?<\/div>/s.exec(await page.text())?.[0];
}
