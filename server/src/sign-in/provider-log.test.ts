import { Events } from 'oauth2-mock-server';
import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { aProvider, claims, invited, refused, throughProvider } from '../../test/provider.ts';

// What the page and the log say if signing in with the provider fails.

/** Tries to sign in with an unusable provider. @returns the page's message and the log lines. */
async function notUsable(env: Record<string, string>) {
  const lines: { entry: object; message: string }[] = [];
  const note = (entry: object, message: string) => void lines.push({ entry, message });
  await using collector = await aCollector(env, { log: { info: () => {}, error: note } });
  await invited(collector);
  const away = await fetch(`${collector.url}/console/sign-in/provider`, { redirect: 'manual' });
  const page = await (await fetch(collector.url + away.headers.get('location')!)).text();
  const problem = /<div class="problem".*?<\/div>/s.exec(page)![0];
  expect(problem).not.toMatch(/minutes|later|just now/);
  expect(JSON.stringify(lines)).not.toContain(env['OIDC_CLIENT_SECRET']);
  return { problem, lines, location: away.headers.get('location') };
}

test('logs both names of a provider with a different issuer name, and does not suggest trying again', async () => {
  await using provider = await aProvider(claims);
  const { service } = provider.server;
  const issuer = 'https://login.example.gov/realms/county';
  service.on(Events.BeforeWellKnownOpenIdConfiguration, ({ body }) => void Object.assign(body as object, { issuer }));
  const { problem, lines } = await notUsable(provider.env);
  expect(problem).toContain('is not set up correctly. Trying again will not help.');
  const configured = { issuer: provider.env['OIDC_ISSUER'] };
  expect(lines).toEqual([
    {
      message: 'identity provider not usable',
      entry: {
        configured,
        problem: expect.stringContaining('different issuer name'),
        received: { url: expect.any(String), issuer },
      },
    },
  ]);
});

test('logs which required fields are missing from a provider’s description', async () => {
  for (const lacks of ['jwks_uri', 'token_endpoint', 'issuer']) {
    await using provider = await aProvider(claims);
    const { service } = provider.server;
    const change = { [lacks]: undefined };
    service.on(Events.BeforeWellKnownOpenIdConfiguration, ({ body }) => void Object.assign(body as object, change));
    const { location, lines } = await notUsable(provider.env);
    expect(location).toBe('/console/sign-in?notice=misconfigured');
    expect(lines).toMatchObject([{ entry: { received: { status: 200, missing: [lacks] } } }]);
  }
});

test('logs one line for a web server that is not a provider, and one for a port where nothing listens', async () => {
  await using provider = await aProvider(claims);
  const nowhere = { ...provider.env, OIDC_ISSUER: `${provider.env['OIDC_ISSUER']}/realms/mistyped` };
  const mistyped = await notUsable(nowhere);
  expect(mistyped.problem).toContain('is not set up correctly');
  expect(mistyped.lines).toMatchObject([
    { entry: { configured: { issuer: nowhere.OIDC_ISSUER }, received: { status: 404 } } },
  ]);
  await provider.stop();
  const gone = await notUsable(provider.env);
  expect(gone.problem).toContain('We cannot reach County sign-in.');
  expect(gone.lines).toMatchObject([
    { entry: { problem: 'Nothing is listening at this address.', received: { code: 'ECONNREFUSED' } } },
  ]);
});

test('ignores a slash at the end of the issuer', async () => {
  await using provider = await aProvider(claims);
  const { service } = provider.server;
  const named = provider.env['OIDC_ISSUER']!;
  await using collector = await aCollector({ ...provider.env, OIDC_ISSUER: `${named}/` });
  await invited(collector);
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
  const issuer = `${named}/`;
  service.on(Events.BeforeWellKnownOpenIdConfiguration, ({ body }) => void Object.assign(body as object, { issuer }));
  provider.claims = { ...claims, iss: issuer };
  await using other = await aCollector(provider.env);
  await invited(other);
  expect((await throughProvider(other)).headers.get('location')).toBe('/console');
});

test('logs each refusal once, with the settings and what was received, but nothing about the person', async () => {
  await using provider = await aProvider(claims);
  const lines: { entry: Record<string, unknown>; message: string }[] = [];
  const note = (entry: object, message: string) => void lines.push({ entry: { ...entry }, message });
  await using collector = await aCollector(provider.env, { log: { info: note, error: note } });
  await invited(collector);
  const expected: [why: string, received: object, claims: object][] = [
    ['no-address', { email: 'absent', email_verified: 'true' }, { email: undefined }],
    ['no-address', { email: 'not an email address' }, { email: 'invited' }],
    ['unverified', { email_verified: 'false' }, { email_verified: false }],
    [
      'unconfirmed',
      { email_verified: 'absent', claims: expect.arrayContaining(['email', 'sub']) },
      { email_verified: null },
    ],
    ['unknown', { link: 'none' }, { email: 'stranger@example.gov' }],
    ['denied', { aud: 'another' }, { aud: 'another' }],
    ['denied', { iss: 'https://evil.example' }, { iss: 'https://evil.example' }],
  ];
  for (const [why, received, change] of expected) {
    lines.length = 0;
    provider.claims = { ...claims, ...change };
    await throughProvider(collector);
    const { OIDC_ISSUER: issuer } = provider.env;
    const configured = { issuer, clientId: 'heart', emailClaim: 'email', trustEmail: false };
    expect(lines, why).toMatchObject([{ message: 'sign-in refused', entry: { why, configured, received } }]);
    expect(JSON.stringify(lines)).not.toMatch(/@example|subject-1|"secret"/);
  }
});

test('logs the codes of a provider’s error, without the person it names', async () => {
  await using provider = await aProvider(claims);
  const lines: object[] = [];
  const note = (entry: object) => void lines.push(entry);
  await using collector = await aCollector(provider.env, { log: { info: note, error: note } });
  await invited(collector);
  const notAssigned = (back: URL) => {
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set(
      'error_description',
      "AADSTS50105: The user 'invited@example.gov' is not assigned to a role.",
    );
  };
  expect(await refused(collector, { change: notAssigned })).toContain('did not sign you in');
  expect(lines).toMatchObject([{ why: 'denied', received: { error: 'access_denied', code: 'AADSTS50105' } }]);
  const wrongSecret = { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret.' };
  provider.server.service.once(Events.BeforeResponse, (answer) =>
    Object.assign(answer, { statusCode: 401, body: wrongSecret }),
  );
  expect(await refused(collector)).toContain('is not set up correctly');
  expect(lines[1]).toMatchObject({
    why: 'misconfigured',
    received: { status: 401, error: 'invalid_client', code: 'AADSTS7000215' },
  });
  provider.server.service.once(Events.BeforeResponse, ({ body }) => {
    delete (body as Record<string, unknown>)['id_token'];
  });
  expect(await refused(collector)).toContain('is not set up correctly');
  expect(lines[2]).toMatchObject({ received: { id_token: 'absent' } });
  expect(JSON.stringify(lines)).not.toMatch(/@example/);
});

test('refuses the sign-in, without an error, if the provider is down at the callback', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const gone = await throughProvider(collector, { change: () => void provider.stop() });
  expect(gone.headers.get('location')).toBe('/console/sign-in?notice=unreachable');
});
