import { chmod, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aFolder } from '../../test/folder.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { oneTimeCode } from '../../test/one-time-code.ts';
import { aProvider, claims, invited, throughProvider } from '../../test/provider.ts';
import { withSecondFactor } from '../../test/second-factor.ts';
import { aPerson, cookiesOf, sendForm, staffOf, type Staff } from '../../test/staff.ts';
import { keyFileOf } from '../../test/submissions.ts';
import type { Answer } from '../../test/wire.ts';
import { submissionOfQuarter } from './submissions.ts';

/** Midnight in California on October 1, 2026: the end of the quarter 2026-07. */
const end = Date.UTC(2026, 9, 1, 7);
const path = '/console/departments/cws/quarters/2026-07/submission';
const receipt = '/console/agency/submissions/cws/2026-07';

async function aClosedQuarter(env: Record<string, string> = {}) {
  const collector = await aCollector(env);
  await send(collector, aResponse({ rating: 4 }));
  collector.clock.now = end;
  expect(await collector.heart('close-quarter', '--quarter', '2026-07')).toMatchObject({ code: 0 });
  return collector;
}

async function seenBy(person: Staff, page = path) {
  const { body } = await person.get(page);
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)![1]!;
  return { version: field('version'), steps: field('steps') };
}

const handIn = async (person: Staff) =>
  expect((await person.post(`${path}/hand-in`, { ...(await seenBy(person)), note: '' })).status).toBe(303);

const manifestOf = async ({ db }: TestCollector) =>
  JSON.parse((await submissionOfQuarter(db, 1, '2026-07'))!.manifest) as Record<string, unknown>;

const submissions = ({ db }: TestCollector) => count(db, "submission_event WHERE kind = 'submitted'");

test('a representative submits with a code, and the receipt that both get carries the hash', async () => {
  await using mail = await aMailServer();
  await using collector = await aClosedQuarter({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const sent = async () => {
    await expect.poll(() => count(collector.db, "outbox WHERE state = 'waiting'")).toBe(0);
    return mail.emails.splice(0).map(({ to, text }) => ({ to: to[0], text }));
  };
  const ambassador = await aPerson(collector, 'ambassador');
  const executive = await aPerson(collector, 'executive');
  await handIn(ambassador);
  const plain = await aPerson(collector, 'representative');
  expect(text((await plain.get(path)).body)).toContain('To submit a quarter, you need two-step verification');
  const { staff, secret, codes } = await withSecondFactor(collector, plain);
  await sent();
  const form = { ...(await seenBy(staff)), note: '' };
  for (const code of ['', '000000', codes[0]!]) {
    const refused = await staff.post(`${path}/submit`, { ...form, code });
    expect([refused.status, await submissions(collector)], code).toEqual([400, 0]);
    expect(refused.body).toContain('href="#code"');
  }
  const { out: token } = await collector.heart('token', 'create', '--name', 'Robot');
  const byToken = await sendForm(
    collector,
    `${path}/submit`,
    { ...form, code: oneTimeCode(secret, 1) },
    { Authorization: `Bearer ${token}` },
  );
  expect([byToken.status, await submissions(collector)]).toEqual([401, 0]);
  const done = await staff.post(`${path}/submit`, { ...form, code: oneTimeCode(secret, 1) });
  expect([done.status, done.headers.get('location')]).toEqual([303, `${path}?notice=submitted`]);
  expect((await sent()).map(({ to }) => to)).toEqual([executive.email]);
  // Sent twice, with the same code.
  expect((await staff.post(`${path}/submit`, { ...form, code: oneTimeCode(secret, 1) })).status).toBe(303);
  expect(await submissions(collector)).toBe(1);

  expect((await executive.post(receipt, { steps: '2' })).status).toBe(303);
  const { sha256 } = (await submissionOfQuarter(collector.db, 1, '2026-07'))!;
  const received = await sent();
  expect(received.map(({ to }) => to).toSorted()).toEqual([ambassador.email, staff.email].toSorted());
  for (const email of received) expect(email.text.replaceAll(/\s+/g, ' ')).toContain(sha256);
  expect(await manifestOf(collector)).toMatchObject({
    department: { id: 'cws' },
    byOnePerson: false,
    attestation: { method: 'one-time code', sentence: expect.stringContaining('reviewed the figures') },
    previous: null,
  });
  expect(await collector.heart('verify', '--head', sha256)).toMatchObject({ code: 0 });

  // What the executive office and the department download is checked without the collector.
  await using folder = await aFolder();
  const keys = await fetch(`${collector.url}/.well-known/heart-survey-keys`);
  await writeFile(folder.file('keys.json'), await keys.text());
  for (const [who, page] of [
    [executive, receipt],
    [staff, path],
  ] as const) {
    await writeFile(folder.file('file.json'), (await who.get(`${page}/submission.json`)).body);
    const checked = await collector.heart(
      'verify-submission',
      folder.file('file.json'),
      '--key',
      folder.file('keys.json'),
    );
    expect(checked).toMatchObject({ code: 0, out: expect.stringContaining(sha256) });
  }
});

test('someone who handed in the quarter needs a note to submit it, and the note shows', async () => {
  await using collector = await aClosedQuarter();
  const { staff, secret } = await withSecondFactor(collector, await aPerson(collector, 'representative'));
  await handIn(staff);
  const form = { ...(await seenBy(staff)), code: oneTimeCode(secret, 1) };
  const refused = await staff.post(`${path}/submit`, { ...form, note: '' });
  expect([refused.status, await submissions(collector)]).toEqual([400, 0]);
  // The code was not used up.
  expect((await staff.post(`${path}/submit`, { ...form, note: 'Our ambassador is on leave.' })).status).toBe(303);
  expect(await manifestOf(collector)).toMatchObject({
    byOnePerson: true,
    submitted: { note: 'Our ambassador is on leave.' },
  });
  const executive = await aPerson(collector, 'executive');
  expect(text((await executive.get(receipt)).body)).toContain('Our ambassador is on leave.');
});

test('of two representatives who submit at once, one wins', async () => {
  await using collector = await aClosedQuarter();
  await handIn(await aPerson(collector, 'ambassador'));
  const people = await Promise.all(
    [1, 2].map(async () => withSecondFactor(collector, await aPerson(collector, 'representative'))),
  );
  const form = { ...(await seenBy(people[0]!.staff)), note: '' };
  const answers = await Promise.all(
    people.map(({ staff, secret }) => staff.post(`${path}/submit`, { ...form, code: oneTimeCode(secret, 1) })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  expect(await submissions(collector)).toBe(1);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});

/** Goes to the provider from the page that names its address, and comes back. */
async function signInAgain(collector: TestCollector, page: Answer, cookie: string): Promise<Answer> {
  expect(page.status, page.body).toBe(200);
  const there = /<a class="button" href="([^"]*)"/.exec(page.body)![1]!.replaceAll('&amp;', '&');
  const { headers } = await fetch(there, { redirect: 'manual' });
  const back = new URL(headers.get('location')!);
  const person = staffOf(collector, { email: '', password: '', cookie });
  return person.get(back.pathname + back.search);
}

/** The quarter is handed in, and a representative who signed in at the provider is about to submit it. */
async function aHandedInQuarter(collector: TestCollector) {
  await handIn(await aPerson(collector, 'ambassador'));
  await invited(collector, 'representative');
  const cookie = cookiesOf(await throughProvider(collector));
  const person = staffOf(collector, { email: '', password: '', cookie });
  const form = { ...(await seenBy(person)), note: 'Checked twice.' };
  return { cookie, person, form };
}

test('a representative of the identity provider signs in there again, and a late or another sign-in submits nothing', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aClosedQuarter(provider.env);
  const { cookie, person, form } = await aHandedInQuarter(collector);
  const start = () => person.post(`${path}/submit`, form);
  const at = (time: number) => ({ ...provider.claims, auth_time: Math.floor(time / 1000) });

  provider.claims = at(collector.clock.now - 6 * 60_000);
  expect((await signInAgain(collector, await start(), cookie)).status).toBe(403);
  provider.claims = { ...at(collector.clock.now), sub: 'someone else' };
  expect((await signInAgain(collector, await start(), cookie)).status).toBe(403);
  expect(await submissions(collector)).toBe(0);

  provider.claims = { ...at(collector.clock.now), sub: claims['sub'], amr: ['pwd'] };
  const done = await signInAgain(collector, await start(), cookie);
  expect([done.status, done.headers.get('location')]).toEqual([303, `${path}?notice=submitted`]);
  expect(await manifestOf(collector)).toMatchObject({
    submitted: { note: 'Checked twice.' },
    attestation: { method: 'identity provider', secondFactor: 'no second factor reported' },
  });
});

const notUsable =
  'Quarters cannot be submitted right now, because the signing key of this installation cannot be used. Tell your administrator.';

test('while the signing key cannot be used, submitting explains that, and the code stays good', async () => {
  await using collector = await aClosedQuarter();
  await handIn(await aPerson(collector, 'ambassador'));
  const { staff, secret } = await withSecondFactor(collector, await aPerson(collector, 'representative'));
  const form = { ...(await seenBy(staff)), note: 'Checked twice.', code: oneTimeCode(secret, 1) };
  const file = keyFileOf(collector);
  const logged: object[] = [];
  await collector.restart({
    log: { info: () => {}, error: (entry, message) => void logged.push({ ...entry, message }) },
  });
  await chmod(file, 0o640);
  const refused = await staff.post(`${path}/submit`, form);
  expect([refused.status, await submissions(collector)]).toEqual([409, 0]);
  expect(text(refused.body)).toContain(notUsable);
  expect(refused.body).toContain('Checked twice.');
  const reason = expect.stringContaining('Other accounts on this computer can read the signing key');
  expect(logged).toContainEqual({ reason, message: 'signing key not usable' });
  await chmod(file, 0o600);
  expect((await staff.post(`${path}/submit`, form)).status).toBe(303);
  expect(await submissions(collector)).toBe(1);
});

test('no one is sent to the identity provider while the signing key cannot be used', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aClosedQuarter(provider.env);
  const { cookie, person, form } = await aHandedInQuarter(collector);
  provider.claims = { ...claims, auth_time: Math.floor(collector.clock.now / 1000) };
  const begun = await person.post(`${path}/submit`, form);
  await chmod(keyFileOf(collector), 0o640);
  // It is not usable when they start, or when they come back.
  for (const answer of [await person.post(`${path}/submit`, form), await signInAgain(collector, begun, cookie)]) {
    expect([answer.status, await submissions(collector)]).toEqual([409, 0]);
    expect(text(answer.body)).toContain(notUsable);
    expect(answer.body).toContain('Checked twice.');
  }
});

test('a quarter that was restated after the hand-in has to be handed in again', async () => {
  await using collector = await aClosedQuarter();
  const ambassador = await aPerson(collector, 'ambassador');
  await handIn(ambassador);
  const { staff, secret } = await withSecondFactor(collector, await aPerson(collector, 'representative'));
  const form = { ...(await seenBy(staff)), note: '', code: oneTimeCode(secret, 1) };
  const { rows } = await collector.db.$client.execute('SELECT id FROM response');
  expect(await collector.heart('forget', String(rows[0]!['id']), '--reason', 'Asked for it')).toMatchObject({
    code: 0,
  });
  const refused = await staff.post(`${path}/submit`, form);
  expect([refused.status, await submissions(collector)]).toEqual([409, 0]);
  expect(text(refused.body)).toContain('restated the quarter');
  const seen = await seenBy(ambassador);
  expect((await ambassador.post(`${path}/hand-in`, { ...seen, note: 'Erased on request.' })).status).toBe(303);
  const again = { ...(await seenBy(staff)), note: '', code: oneTimeCode(secret, 1) };
  expect((await staff.post(`${path}/submit`, again)).status).toBe(303);
  expect(await manifestOf(collector)).toMatchObject({ snapshot: { version: '2' }, noData: 'Erased on request.' });
  const executive = await aPerson(collector, 'executive');
  const { body } = await executive.get(receipt);
  expect(text(body)).toContain('Why there is no data Erased on request.');
  const [file] = [...body.matchAll(/href="([^"]*submitted\/\d+\.json)"/g)].map(([, href]) => href!);
  expect(JSON.parse((await executive.get(file!)).body)).toMatchObject({ protected: expect.any(String) });
  for (const none of ['0.json', '1.json', 'x.json']) {
    expect((await executive.get(file!.replace(/\d+\.json/, none))).status, none).toBe(404);
  }
});
