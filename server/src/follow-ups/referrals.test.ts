import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aCasePath } from '../../test/follow-ups.ts';
import { aPerson, signIn, type Staff } from '../../test/staff.ts';

/** Asks whether a need may be passed on. @returns its path. */
async function asked(person: Staff, path: string): Promise<{ here: string; id: string }> {
  const id = randomUUID();
  const form = { id, 'referral-new-agency': 'Harbor Food Bank', 'referral-new-text': 'A weekly box for four people.' };
  for (const notice of ['step', 'before']) {
    expect((await person.post(`${path}/referrals`, form)).headers.get('location')).toBe(`${path}?notice=${notice}`);
  }
  return { id, here: `${path}/referrals/${id}` };
}

const answer = (id: string, given: string, way = 'by phone') => ({
  [`permission-${id}-answer`]: given,
  [`permission-${id}-way`]: way,
});
const passing = (id: string, day = '2026-08-24') => ({ [`passing-${id}-date`]: day });
const outcome = (id: string, words = 'They get a box every week.') => ({ [`follow-up-${id}-text`]: words });

const events = async ({ db }: TestCollector) =>
  (await db.$client.execute("SELECT kind, detail FROM case_event WHERE kind <> 'received' ORDER BY id")).rows.map(
    ({ kind, detail }) => [kind, { ...JSON.parse(String(detail)), referral: undefined }],
  );

test('a need is passed on only with permission, and followed up when it is due', async () => {
  await using collector = await aCollector();
  let [handler, manager] = [await aPerson(collector, 'handler'), await aPerson(collector, 'manager')];
  const other = await aPerson(collector, 'handler');
  const { path, reference } = await aCasePath(collector);
  const { here, id } = await asked(handler, path);
  expect(text((await handler.get(path)).body)).toContain('Harbor Food Bank A weekly box for four people.');
  // Not before there is an answer, and not on a date that is not after today.
  expect((await handler.post(`${here}/passing`, passing(id))).status).toBe(409);
  expect((await handler.post(`${here}/follow-up`, outcome(id))).status).toBe(409);
  for (const half of [
    {},
    answer(id, 'given', ''),
    answer(id, '', 'by phone'),
    answer(id, 'asked'),
    answer(id, 'given', 'by signs'),
  ]) {
    expect((await handler.post(`${here}/permission`, half)).status).toBe(400);
  }
  const both = await Promise.all([1, 2].map(() => handler.post(`${here}/permission`, answer(id, 'given'))));
  expect(both.map(({ status }) => status)).toEqual([303, 303]);
  for (const day of ['', '2026-08-17', '2028-09-01', 'soon']) {
    expect((await handler.post(`${here}/passing`, passing(id, day))).status).toBe(400);
  }
  for (const notice of ['step', 'before']) {
    expect((await handler.post(`${here}/passing`, passing(id))).headers.get('location')).toMatch(`=${notice}`);
  }
  // The agency knows: permission cannot be taken back anymore.
  expect((await handler.post(`${here}/permission`, answer(id, 'refused'))).status).toBe(409);
  collector.clock.now = Date.UTC(2026, 7, 25, 19);
  [handler, manager] = [await signIn(collector, handler.email), await signIn(collector, manager.email)];
  for (const person of [handler, manager]) {
    const home = text((await person.get('/console')).body);
    expect(home).toContain(`A follow-up with another agency on case ${reference} was due on August 24, 2026.`);
  }
  const late = await signIn(collector, other.email);
  expect(text((await late.get('/console')).body)).not.toContain('A follow-up');
  expect((await handler.post(`${here}/follow-up`, outcome(id, ''))).status).toBe(400);
  for (const notice of ['step', 'before']) {
    expect((await handler.post(`${here}/follow-up`, outcome(id))).headers.get('location')).toMatch(`=${notice}`);
  }
  expect((await late.post(`${here}/follow-up`, outcome(id, 'Nothing.'))).status).toBe(409);
  const page = text((await handler.get(path)).body);
  expect(page).toContain('Permission given by phone: August 17, 2026');
  expect(page).toContain('They get a box every week.');
  expect(text((await handler.get('/console')).body)).not.toContain('A follow-up');
  expect(await events(collector)).toEqual([
    ['permission', { answer: 'asked' }],
    ['permission', { answer: 'given' }],
    ['passed on', { followUpOn: '2026-08-24' }],
    ['followed up', {}],
  ]);
});

test('a need without permission, or whose permission was taken back, is never passed on', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const { path } = await aCasePath(collector);
  const refused = await asked(handler, path);
  expect((await handler.post(`${refused.here}/permission`, answer(refused.id, 'refused'))).status).toBe(303);
  expect((await handler.post(`${refused.here}/permission`, answer(refused.id, 'given'))).status).toBe(409);
  const takenBack = await asked(handler, path);
  for (const given of ['given', 'refused']) {
    expect((await handler.post(`${takenBack.here}/permission`, answer(takenBack.id, given, 'in person'))).status).toBe(
      303,
    );
  }
  for (const { here, id } of [refused, takenBack]) {
    expect((await handler.post(`${here}/passing`, passing(id))).status).toBe(409);
  }
  // Taken back in the moment in which someone passes it on: one of them wins.
  const raced = await asked(handler, path);
  await handler.post(`${raced.here}/permission`, answer(raced.id, 'given'));
  const answers = await Promise.all([
    handler.post(`${raced.here}/permission`, answer(raced.id, 'refused')),
    handler.post(`${raced.here}/passing`, passing(raced.id)),
  ]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  expect(await count(collector.db, "case_referral WHERE permission <> 'given' AND passed_at IS NOT NULL")).toBe(0);
});

test('a need is no one else’s business: not another desk’s, not another case’s', async () => {
  await using collector = await aCollector();
  const [handler, clerk] = [await aPerson(collector, 'handler'), await aPerson(collector, 'handler', 'clerk')];
  const [one, second] = [await aCasePath(collector), await aCasePath(collector)];
  const { id, here } = await asked(handler, one.path);
  for (const step of ['permission', 'passing', 'follow-up']) {
    expect((await clerk.post(`${here}/${step}`, answer(id, 'given'))).status).toBe(404);
    expect((await handler.post(`${second.path}/referrals/${id}/${step}`, answer(id, 'given'))).status).toBe(404);
  }
  for (const [name, value] of [
    ['referral-new-agency', '…'],
    ['referral-new-agency', 'x'.repeat(201)],
    ['referral-new-text', ''],
    ['id', ''],
  ] as const) {
    const form = { id: randomUUID(), 'referral-new-agency': 'A', 'referral-new-text': 'B', [name]: value };
    expect((await handler.post(`${one.path}/referrals`, form)).status).toBe(400);
  }
  await collector.db.$client.execute('UPDATE case_referral SET agency = NULL, need = NULL');
  expect(text((await handler.get(one.path)).body)).toContain('The name of the agency was erased. The need was erased.');
});
