import { expect, test } from 'vitest';
import { createPasswords } from './passwords.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { aPerson, cookiesOf, sendForm } from '../../test/staff.ts';
import type { Answer } from '../../test/wire.ts';

const wrong = 'not the password at all';
const next = 'a wholly different sentence';

function expectWait({ status, headers, body }: Answer) {
  expect(status).toBe(429);
  const seconds = Number(headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(3600);
  expect(body).toMatch(/You can try again in (one minute|\d+ minutes)\./);
}

function expectBusy({ status, headers, body }: Answer) {
  expect(status).toBe(503);
  expect(headers.get('retry-after')).toBe('5');
  expect(body).toContain('Try again in a few seconds.');
}

/** Makes `length` attempts, few enough at once that none is rejected as busy. @returns their statuses. */
async function inTurns(length: number, attempt: (index: number) => Promise<Answer>): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (let done = 0; done < length; done += 20) {
    const some = Array.from({ length: Math.min(20, length - done) }, (_, index) => attempt(done + index));
    for (const { status } of await Promise.all(some)) statuses.add(status);
  }
  return statuses;
}

function tries({ url }: TestCollector, from: string, cookie = '') {
  return (email: string, password: string) =>
    sendForm({ url }, '/console/sign-in', { email, password }, { 'x-forwarded-for': from, cookie });
}

test('after ten wrong passwords, a network has to wait for that account, whether it exists or not', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' });
  const { email, password } = await aPerson(collector, 'ambassador', 'cws');
  const from = tries(collector, '203.0.113.1');
  for (const account of [email, 'nobody@example.gov']) {
    for (let attempt = 0; attempt < 10; attempt++) expect((await from(account, wrong)).status).toBe(401);
    expectWait(await from(account.toUpperCase(), wrong));
  }
  // The correct password is rejected too. But the owner can sign in elsewhere, and others can from this network.
  expectWait(await from(email, password));
  expect((await tries(collector, '203.0.113.2')(email, password)).status).toBe(303);
  const other = await aPerson(collector, 'junior', 'central');
  expect((await from(other.email, other.password)).status).toBe(303);
});

test('counts simultaneous attempts', async () => {
  await using collector = await aCollector();
  const { email } = await aPerson(collector, 'ambassador', 'cws');
  const from = tries(collector, '203.0.113.1');
  const statuses = await Promise.all(Array.from({ length: 15 }, async () => (await from(email, wrong)).status));
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
});

test('allows fifty failed attempts per account from anywhere, and a hundred per network', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' });
  const { email } = await aPerson(collector, 'ambassador', 'cws');
  const everywhere = await inTurns(50, (index) => tries(collector, `203.0.113.${index}`)(email, wrong));
  expect(everywhere).toEqual(new Set([401]));
  expectWait(await tries(collector, '203.0.113.99')(email, wrong));

  const from = tries(collector, '198.51.100.1');
  const anybody = await inTurns(100, (index) => from(`person.${index}@example.gov`, wrong));
  expect(anybody).toEqual(new Set([401]));
  expectWait(await from('one.more@example.gov', wrong));
});

test('a network that continues after it was limited locks out only itself', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' });
  const { email, password } = await aPerson(collector, 'ambassador', 'cws');
  const from = tries(collector, '203.0.113.1');
  const statuses = await Promise.all(Array.from({ length: 90 }, async () => (await from(email, wrong)).status));
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  expect((await tries(collector, '203.0.113.2')(email, password)).status).toBe(303);
});

test('limited attempts at one account do not use up the network’s attempts at others', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' });
  const from = tries(collector, '203.0.113.1');
  const refused = await inTurns(120, () => from('one@example.gov', wrong));
  expect(refused).toEqual(new Set([401, 429]));
  const others = await inTurns(90, (index) => from(`person.${index}@example.gov`, wrong));
  expect(others).toEqual(new Set([401]));
  expectWait(await from('one.more@example.gov', wrong));
});

test('a browser in which a person signed in before keeps its own attempts, for that person only', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' });
  const { email, password } = await aPerson(collector, 'ambassador', 'cws');
  const other = await aPerson(collector, 'junior');
  const first = await tries(collector, '198.51.100.1')(email, password);
  const given = first.headers.getSetCookie().find((cookie) => cookie.startsWith('heart.device='))!;
  expect(given).toMatch(/; HttpOnly; SameSite=Lax$/);
  expect(given).not.toMatch(new RegExp(email.split('@')[0]!));
  const device = cookiesOf({ ...first, headers: new Headers({ 'set-cookie': given }) });

  await inTurns(50, (index) => tries(collector, `203.0.113.${index % 5}`)(email, wrong));
  for (const cookie of ['', `${device}x`, device.replace('=', '=x'), 'heart.device=', 'heart.device=a.b'])
    expectWait(await tries(collector, '203.0.113.200', cookie)(email, password));
  const known = tries(collector, '203.0.113.200', device);
  expect((await known(email, password)).status).toBe(303);
  // It gets ten attempts at that account, and none at others.
  for (let attempt = 0; attempt < 10; attempt++) expect((await known(email, wrong)).status).toBe(401);
  expectWait(await known(email, password));
  const elsewhere = tries(collector, '203.0.113.201', device);
  for (let attempt = 0; attempt < 10; attempt++) expect((await elsewhere(other.email, wrong)).status).toBe(401);
  expectWait(await elsewhere(other.email, other.password));
  collector.clock.now += 15 * 60 * 1000;
  expect((await elsewhere(other.email, other.password)).status).toBe(303);
});

test('explains to a flood of passwords that sign-in is busy, and does not count what was not checked', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' }, { passwords: createPasswords() });
  const from = tries(collector, '203.0.113.1');
  const guess = (index: number) => from(`person.${index}@example.gov`, wrong);
  const flood = Array.from({ length: 100 }, (_, index) => guess(index));
  expect((await fetch(`${collector.url}/s/central`)).status, 'the survey').toBe(200);
  const answers = await Promise.all(flood);
  const away = answers.filter(({ status }) => status === 503);
  expect(away.length).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(100 - away.length);
  for (const answer of away) expectBusy(answer);
  // If all hundred had counted, this network would have to wait.
  expect((await guess(100)).status).toBe(401);
});

test('while sign-in is busy, every form with a password says so', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' }, { passwords: createPasswords() });
  const staff = await aPerson(collector, 'ambassador', 'cws');
  let invited = 0;
  const link = async () => {
    invited += 1;
    const { out } = await collector.heart(...`person add --email x${invited}@example.gov --role executive`.split(' '));
    return new URL(out).pathname;
  };
  const change = { current: staff.password, password: next, again: next };
  const forms = {
    link: async () => sendForm(collector, await link(), { password: next, again: next }),
    password: () => staff.post('/console/account/password', { ...change, current: wrong }),
    'second factor': () => staff.post('/console/account/second-factor', { start: wrong }),
  };
  const state = { isBusy: false, isOver: false };
  // Many more than may wait, each trying again at once: a place that becomes free is taken before a form gets it.
  const flood = Array.from({ length: 64 }, async (_, index) => {
    for (let time = 0; !state.isOver; time += 1) {
      const { status } = await tries(collector, `203.0.${index}.${time % 200}`)(`person.${index}@example.gov`, wrong);
      state.isBusy ||= status === 503;
    }
  });
  try {
    await expect.poll(() => state.isBusy, { timeout: 20_000 }).toBe(true);
    for (const [form, send] of Object.entries(forms)) {
      // Now and then, a form gets a place that became free.
      let answer = await send();
      for (let time = 0; time < 20 && answer.status !== 503; time += 1) answer = await send();
      expect(answer.status, form).toBe(503);
      expectBusy(answer);
    }
  } finally {
    state.isOver = true;
    await Promise.all(flood);
  }
  expect((await staff.post('/console/account/password', change)).status).toBe(303);
});

test('does not limit successful sign-ins', async () => {
  await using collector = await aCollector();
  const { email, password } = await aPerson(collector, 'ambassador', 'cws');
  const from = tries(collector, '203.0.113.1');
  for (let attempt = 0; attempt < 12; attempt++) expect((await from(email, password)).status).toBe(303);
});

test('limits reset emails, the most recent one works, and the answer does not reveal the limit', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ TRUST_PROXY: '1', SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const { email } = await aPerson(collector, 'ambassador', 'cws');
  const ask = (account: string, from: string) =>
    sendForm(collector, '/console/forgotten', { email: account }, { 'x-forwarded-for': from });
  for (const account of [email, 'nobody@example.gov']) {
    for (const from of [1, 1, 1, 2, 3, 4]) {
      const { status, headers } = await ask(account, `203.0.113.${from}`);
      expect([status, headers.get('location')]).toEqual([303, '/console/sign-in?notice=asked']);
    }
  }
  await expect.poll(() => mail.emails).toHaveLength(3);
  expect(await count(collector.db, "one_time_link WHERE kind = 'reset'")).toBe(3);
  const links = mail.emails.map(({ text }) => /\/console\/link\/[\w-]{43}/.exec(text)![0]);
  const set = await Promise.all(links.map((link) => sendForm(collector, link, { password: next, again: next })));
  expect(set.filter(({ status }) => status === 303)).toHaveLength(1);
});

test('one network cannot use up an account’s reset emails', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ TRUST_PROXY: '1', SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const { email } = await aPerson(collector, 'ambassador', 'cws');
  const ask = (from: string) => sendForm(collector, '/console/forgotten', { email }, { 'x-forwarded-for': from });
  for (let time = 0; time < 10; time++) expect((await ask('203.0.113.1')).status).toBe(303);
  await expect.poll(() => mail.emails).toHaveLength(2);
  expect((await ask('198.51.100.1')).status).toBe(303);
  await expect.poll(() => mail.emails).toHaveLength(3);
  // A network that asks for many accounts is told to wait. None of these accounts exist.
  const many = (index: number) =>
    sendForm(
      collector,
      '/console/forgotten',
      { email: `person.${index}@example.gov` },
      { 'x-forwarded-for': '192.0.2.1' },
    );
  expect(await inTurns(20, many)).toEqual(new Set([303]));
  expectWait(await many(20));
});

test('a locked account’s owner can get in with a reset email', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ TRUST_PROXY: '1', SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const { email, password } = await aPerson(collector, 'administrator');
  await inTurns(50, (index) => tries(collector, `203.0.113.${index % 5}`)(email, wrong));
  const owner = { 'x-forwarded-for': '198.51.100.1' };
  expectWait(await tries(collector, '198.51.100.1')(email, password));
  expect((await sendForm(collector, '/console/forgotten', { email }, owner)).status).toBe(303);
  await expect.poll(() => mail.emails).toHaveLength(1);
  const link = /\/console\/link\/[\w-]{43}/.exec(mail.emails[0]!.text)![0];
  const set = await sendForm(collector, link, { password: next, again: next }, owner);
  expect(set.status).toBe(303);
  expect((await tries(collector, '198.51.100.1', cookiesOf(set))(email, next)).status).toBe(303);
  expectWait(await tries(collector, '198.51.100.2')(email, next));
});

test('counts invented links', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' });
  const open = (index: number) =>
    fetch(`${collector.url}/console/link/invented-${index}`, { headers: { 'x-forwarded-for': '203.0.113.2' } });
  const opened = await Promise.all(Array.from({ length: 61 }, async (_, index) => (await open(index)).status));
  expect(opened.filter((status) => status === 429)).toHaveLength(1);
});

test('limits password attempts in a browser that was left signed in', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'administrator');
  const guess = () => staff.post('/console/account/second-factor', { start: wrong });
  for (let attempt = 0; attempt < 10; attempt++) expect((await guess()).status).toBe(400);
  expectWait(await guess());
  expect((await staff.get('/console')).status).toBe(200);
});
