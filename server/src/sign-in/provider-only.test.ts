import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { aProvider, claims, invitedEmail, throughProvider, type TestProvider } from '../../test/provider.ts';
import { aPerson, cookiesOf, sendForm, signIn, staffOf, type Staff } from '../../test/staff.ts';

// With OIDC_ONLY, only one named administrator has a password.

const breakGlass = 'emergency@example.gov';
const password = 'correct horse battery staple';

const only = { OIDC_ONLY: 'true', OIDC_BREAK_GLASS: breakGlass };

interface Agency extends AsyncDisposable {
  provider: TestProvider;
  /** Before, when everyone could have a password. */
  before: TestCollector;
  /** On the same database, with only the provider. */
  collector: TestCollector;
  /** Signed in at `collector` with the only remaining password. */
  administrator: Staff;
}

/** An agency that used passwords and has turned them off. */
async function anAgency(
  settings: Record<string, string> = {},
  log?: Parameters<typeof aCollector>[1],
): Promise<Agency> {
  const provider = await aProvider(claims);
  const before = await aCollector(provider.env);
  await withPassword(before, breakGlass, 'administrator');
  const DATABASE_URL = before.env['DATABASE_URL']!;
  const collector = await aCollector({ ...provider.env, ...only, DATABASE_URL, ...settings }, log);
  return {
    provider,
    before,
    collector,
    administrator: await signIn(collector, breakGlass),
    async [Symbol.asyncDispose]() {
      await collector[Symbol.asyncDispose]();
      await before[Symbol.asyncDispose]();
      await provider.stop();
    },
  };
}

async function withPassword(collector: TestCollector, email: string, role: string) {
  const { out } = await collector.heart('person', 'add', '--email', email, '--role', role);
  const set = await sendForm(collector, new URL(out).pathname, { password, again: password });
  expect(set.status).toBe(303);
}

const titleOf = (html: string) => /<h1>(.*?)<\/h1>/s.exec(html)?.[1];

test('only the named administrator can sign in with a password, and everyone gets the same answer', async () => {
  const noted: unknown[] = [];
  const log = { info: (_: object, message: string) => void noted.push(message), error: () => {} };
  await using agency = await anAgency({}, { log });
  const { before, collector } = agency;
  expect(noted.filter((message) => message === 'break-glass sign-in')).toHaveLength(1);
  const other = await aPerson(before, 'administrator');
  const tries = [other.email, 'nobody@example.gov', breakGlass].map((email, scope) =>
    sendForm(collector, '/console/sign-in', { email, password: scope === 2 ? 'not the password' : password }),
  );
  const bodies = (await Promise.all(tries)).map(({ status, body, headers }) => ({
    status,
    cookies: headers.getSetCookie(),
    body: body.replaceAll(/value="[^"]*@example.gov"/g, ''),
  }));
  expect(bodies[0]).toMatchObject({ status: 401, cookies: [] });
  expect(bodies[0]!.body).toContain(
    'Sign in with County sign-in instead. Only one administrator can use a password here.',
  );
  expect(bodies.slice(1)).toEqual([bodies[0], bodies[0]]);
});

test('turning passwords off signs out everyone who signed in with one', async () => {
  await using agency = await anAgency();
  const { before, collector } = agency;
  const other = await aPerson(before, 'ambassador');
  expect((await other.get('/console')).status).toBe(200);
  expect((await staffOf(collector, other).get('/console')).status).toBe(303);
  expect(await count(collector.db, 'session')).toBe(1);
});

test('rejects the named address if its owner is not an administrator', async () => {
  await using provider = await aProvider(claims);
  await using before = await aCollector(provider.env);
  await withPassword(before, breakGlass, 'ambassador');
  const DATABASE_URL = before.env['DATABASE_URL']!;
  await using collector = await aCollector({ ...provider.env, ...only, DATABASE_URL });
  const refused = await sendForm(collector, '/console/sign-in', { email: breakGlass, password });
  expect(refused.status).toBe(401);
});

test('sends no reset emails, and links that were already sent no longer work', async () => {
  await using mail = await aMailServer();
  await using agency = await anAgency({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const { before, collector } = agency;
  const other = await aPerson(before, 'ambassador');
  for (const email of [other.email, breakGlass]) {
    const asked = await sendForm(collector, '/console/forgotten', { email });
    expect(asked.headers.get('location')).toBe('/console/sign-in?notice=asked');
  }
  await expect.poll(() => mail.emails.map(({ to }) => to)).toEqual([[breakGlass]]);
  expect(await count(collector.db, "one_time_link WHERE kind = 'reset'")).toBe(1);

  const { out } = await before.heart('person', 'add', '--email', 'x@example.gov', '--role', 'executive');
  const link = new URL(out).pathname;
  const opened = await fetch(collector.url + link);
  expect([opened.status, titleOf(await opened.text())]).toEqual([403, 'Sign in with County sign-in']);
  expect((await sendForm(collector, link, { password, again: password })).status).toBe(403);
  expect(
    await count(collector.db, "account AS a JOIN person AS p ON p.id = a.user_id WHERE p.email = 'x@example.gov'"),
  ).toBe(0);
});

test('an invitation says to sign in with the provider and has no link', async () => {
  await using mail = await aMailServer();
  await using agency = await anAgency({
    SMTP_URL: mail.url,
    MAIL_FROM: 'survey@example.gov',
    BASE_URL: 'http://survey.example.gov',
  });
  const { collector, administrator } = agency;
  const invitation = { name: 'Rosa Diaz', email: invitedEmail, role: 'ambassador', scope: 'department/cws' };
  const sent = await administrator.post('/console/people/invite', invitation);
  const page = await administrator.get(sent.headers.get('location')!);
  expect(page.body).toContain('The invitation is on its way. It says to sign in with County sign-in.');
  const again = await administrator.post(`${sent.headers.get('location')!.split('?')[0]}/invitation`);
  expect(again.headers.get('location')).toContain('notice=invited-provider');
  await expect.poll(() => mail.emails).toHaveLength(2);
  for (const { to, text } of mail.emails) {
    expect(to).toEqual([invitedEmail]);
    expect(text).toContain('Sign in with County sign-in here');
    expect(text).toContain('http://survey.example.gov/console\r\n');
    expect(text).not.toMatch(/console\/link|set your password/i);
  }
  expect(
    await count(
      collector.db,
      `one_time_link AS l JOIN person AS p ON p.id = l.person_id WHERE p.email = '${invitedEmail}'`,
    ),
  ).toBe(0);
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
});

test('without a mail server, the page says what to tell the invited person, and shows no link', async () => {
  await using agency = await anAgency();
  const invitation = { name: 'Rosa Diaz', email: invitedEmail, role: 'ambassador', scope: 'department/cws' };
  const kept = await agency.administrator.post('/console/people/invite', invitation);
  const page = await agency.administrator.get(kept.headers.get('location')!);
  expect(page.body).toContain('Tell them yourself: they sign in with County sign-in at http://localhost:0/console.');
  const { out } = await agency.collector.heart('person', 'add', '--email', 'y@example.gov', '--role', 'executive');
  expect(out).toBe('y@example.gov can now sign in with County sign-in at http://localhost:0/console.');
});

test('only the named administrator can set or change a password on the account page', async () => {
  await using agency = await anAgency();
  const { before, collector, administrator } = agency;
  const other = await aPerson(before, 'ambassador');
  agency.provider.claims = { ...claims, email: other.email };
  const cookie = cookiesOf(await throughProvider(collector));
  const staff = staffOf(collector, { email: other.email, password, cookie });
  const account = await staff.get('/console/account');
  expect(account.body).toContain('You sign in with County sign-in');
  expect(account.body).not.toContain('type="password"');
  const next = 'a wholly different sentence';
  for (const path of ['password', 'second-factor']) {
    const fields = { current: password, start: password, password: next, again: next };
    const refused = await staff.post(`/console/account/${path}`, fields);
    expect([refused.status, refused.body.includes('Passwords are turned off here.')], path).toEqual([400, true]);
  }
  expect((await administrator.get('/console/account')).body).toContain('type="password"');
});

test('without passwords, only the named address can become the first administrator', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector({ ...provider.env, ...only });
  const { firstAdministratorLink } = await import('./sign-in.ts');
  const options = { db: collector.db, clock: () => collector.clock.now, baseUrl: collector.url };
  const link = new URL((await firstAdministratorLink(options))!).pathname;
  const fields = { name: 'First', email: 'first@example.gov', password, again: password };
  const refused = await sendForm(collector, link, fields);
  expect(refused.status).toBe(400);
  expect(refused.body).toContain('the one in the OIDC_BREAK_GLASS setting');
  expect((await sendForm(collector, link, { ...fields, email: breakGlass })).status).toBe(303);
  expect((await (await signIn(collector, breakGlass)).get('/console')).status).toBe(200);
});

test('the sign-in page offers the provider first, and the password for emergencies', async () => {
  await using agency = await anAgency();
  const page = await (await fetch(`${agency.collector.url}/console/sign-in`)).text();
  expect(page.indexOf('Sign in with County sign-in')).toBeLessThan(page.indexOf('<details>'));
  expect(page).toMatch(/<details>\s*<summary>Emergency sign-in for the administrator<\/summary>/);
});
