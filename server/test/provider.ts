import { Events, OAuth2Server } from 'oauth2-mock-server';
import type { TestCollector } from './collector.ts';
import { cookiesOf } from './staff.ts';
import { answerOf, type Answer } from './wire.ts';

/** A real OpenID Connect provider on a port of its own, at which whoever it says is signed in already. */
export interface TestProvider extends AsyncDisposable {
  /** For the collector's environment. */
  env: Record<string, string>;
  /** What it says of who is signed in; a test changes it. */
  claims: Record<string, unknown>;
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
    server,
    stop: () => (server.listening ? server.stop() : Promise.resolve()),
    [Symbol.asyncDispose]: () => provider.stop(),
  };
  server.service.on(Events.BeforeTokenSigning, ({ payload }) => void Object.assign(payload, provider.claims));
  return provider;
}

/** What a browser does that signs in there: goes away from the collector, and comes back with what it was given. */
export async function throughProvider(
  collector: TestCollector,
  {
    next = '/console',
    change = () => {},
    keepsCookie = true,
  }: { next?: string; change?: (back: URL) => void; keepsCookie?: boolean } = {},
): Promise<Answer> {
  const away = await open(`${collector.url}/console/sign-in/provider?next=${encodeURIComponent(next)}`);
  const there = await open(away.headers.get('location')!);
  const back = new URL(there.headers.get('location')!);
  change(back);
  const cookie = keepsCookie ? cookiesOf(away) : '';
  return open(collector.url + back.pathname + back.search, { cookie });
}

async function open(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return answerOf(await fetch(url, { headers, redirect: 'manual' }));
}
