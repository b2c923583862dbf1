import { Events, OAuth2Server } from 'oauth2-mock-server';
import { expect } from 'vitest';
import { count, type TestCollector } from './collector.ts';
import { cookiesOf } from './staff.ts';
import { answerOf, type Answer } from './wire.ts';

/** A real OpenID Connect provider on a port of its own, at which whoever it says is signed in already. */
export interface TestProvider extends AsyncDisposable {
  /** For the collector's environment. */
  env: Record<string, string>;
  /** What it says of who is signed in; a test changes it. */
  claims: Record<string, unknown>;
  /** What its user info endpoint says. */
  userInfo: Record<string, unknown>;
  server: OAuth2Server;
  stop(): Promise<void>;
}

/** @param port where it listens; 0 for any. */
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
    stop: () => (server.listening ? server.stop() : Promise.resolve()),
    [Symbol.asyncDispose]: () => provider.stop(),
  };
  server.service.on(Events.BeforeTokenSigning, ({ payload }) => void Object.assign(payload, provider.claims));
  server.service.on(Events.BeforeUserinfo, (answer) => void (answer.body = provider.userInfo));
  return provider;
}

/**
 * What a browser does that signs in there: goes away from the collector, and comes back with what it was given.
 * @param given.session the cookie of somebody who is signed in with that browser already.
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

/** The claims of an ID token as Entra ID issues it for a tenant of its own: with an address, and without a word about it. */
export const entraClaims = {
  sub: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
  oid: '00000000-0000-0000-66f3-3332eca7ea81',
  tid: '9122040d-6c67-4c5b-b112-36a304b66dad',
  ver: '2.0',
  name: 'Somebody Else',
  preferred_username: 'invited@example.gov',
  email: 'invited@example.gov',
};

/** The claims of an ID token as AD FS issues it with a rule for the address: text in place of a boolean. */
export const adfsClaims = {
  sub: 'eD8a1Zk0V0mM6H0N9b1lZQ6o7aIfHk1kQbXo2m8xkqg=',
  upn: 'invited@example.gov',
  unique_name: 'EXAMPLE\\invited',
  email: 'invited@example.gov',
  email_verified: 'true',
};

/** Who is invited in the tests of the provider. */
export const invitedEmail = 'invited@example.gov';

/** What a careful provider says of them. */
export const claims = { sub: 'subject-1', email: 'Invited@Example.gov', email_verified: true, name: 'Somebody Else' };

/** Invites them; they never set a password. */
export async function invited(collector: TestCollector): Promise<void> {
  const { err } = await collector.heart('person', 'add', '--email', invitedEmail, '--role', 'ambassador');
  expect(err).toBe('');
}

/** Expects that somebody is not let in; what the page says that they land on. */
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
