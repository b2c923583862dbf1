import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { versionIn } from '../../test/cases.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aCasePath } from '../../test/follow-ups.ts';
import { readPdf } from '../../test/pdf.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

const contact = { title: 'Ms.', name: 'Ada Marlowe', email: null, phone: null, post: '1 Main Street\nOakville' };

/** A case about privacy at the Clerk's desk. */
async function aPrivacyCase(collector: TestCollector) {
  const clerk = await aPerson(collector, 'handler', 'clerk');
  return { clerk, ...(await aCasePath(collector, { kind: 'privacy', contact })) };
}

const decision = (answer: string, before = '', reason = 'A file was mailed to a neighbor.') => ({
  'breach-answer': answer,
  'breach-before': before,
  'breach-text': reason,
});

/** The moment of the decision that the page shows. */
const beforeIn = (body: string) => /name="breach-before" value="(\d*)"/.exec(body)?.[1] ?? 'none';

const aLetter = (to: string, given: Record<string, string> = {}) => ({
  id: randomUUID() as string,
  [`letter-${to}-title`]: 'Dr.',
  [`letter-${to}-name`]: 'Wei Neighbor',
  [`letter-${to}-post`]: '2 Main Street\nOakville',
  [`letter-${to}-text`]: 'Dear {name},\n\nYour file was mailed to a stranger.',
  ...given,
});

const home = async (person: Staff) => text((await person.get('/console')).body);

test('a breach asks for both notices until they are dated, at home and before closing', async () => {
  await using collector = await aCollector();
  const { clerk, path, reference } = await aPrivacyCase(collector);
  const others = [await aPerson(collector, 'manager'), await aPerson(collector, 'handler')];
  expect(text((await clerk.get(path)).body)).toContain('Still to do: Decide whether it was a breach of privacy.');
  // No notice of what was not found to be a breach.
  expect(
    (await clerk.post(`${path}/notices/person`, { 'person-date': '2026-08-17', 'person-before': '' })).status,
  ).toBe(409);
  for (const half of [{}, decision(''), decision('yes', '', ''), decision('maybe')]) {
    expect((await clerk.post(`${path}/breach`, half)).status).toBe(400);
  }
  for (const notice of ['step', 'before']) {
    expect((await clerk.post(`${path}/breach`, decision('yes'))).headers.get('location')).toMatch(`=${notice}`);
  }
  expect(await home(clerk)).toContain(
    `Case ${reference} was a breach of privacy. The person and the Commissioner have not been notified.`,
  );
  for (const person of others) {
    expect(await home(person)).not.toContain('breach of privacy');
    expect(text((await person.get('/console/follow-ups')).body)).not.toContain(reference);
    for (const form of ['breach', 'notices/person', 'notices/person/letter', 'notices/commissioner']) {
      expect((await person.post(`${path}/${form}`, decision('no'))).status).toBe(404);
    }
  }
  for (const date of ['', '2026-08-16', '2026-08-18', '2026-02-30']) {
    const fields = { 'person-date': date, 'person-before': '' };
    expect((await clerk.post(`${path}/notices/person`, fields)).status, date).toBe(400);
  }
  const fields = { 'person-date': '2026-08-17', 'person-before': '' };
  for (const notice of ['step', 'before']) {
    expect((await clerk.post(`${path}/notices/person`, fields)).headers.get('location')).toMatch(`=${notice}`);
  }
  expect(await home(clerk)).toContain('The Commissioner has not been notified.');
  // Once someone outside was told, the decision stays.
  const page = await clerk.get(path);
  expect(page.body).not.toContain('Correct the decision');
  const { rows } = await collector.db.$client.execute('SELECT decided_at FROM case_breach');
  expect((await clerk.post(`${path}/breach`, decision('no', String(rows[0]!['decided_at'])))).status).toBe(409);
  const close = { version: versionIn(page.body), 'close-reason': 'Settled.', 'close-outcome': 'upheld' };
  expect((await clerk.post(`${path}/steps/close`, close)).status).toBe(303);
  expect(await home(clerk)).toContain('The Commissioner has not been notified.');
  const letter = aLetter('commissioner');
  const both = await Promise.all([1, 2].map(() => clerk.post(`${path}/notices/commissioner/letter`, letter)));
  expect(both.map(({ status }) => status)).toEqual([303, 303]);
  expect(await home(clerk)).not.toContain('breach of privacy');
  expect(await count(collector.db, 'case_letter')).toBe(1);
  const events = await collector.db.$client.execute(
    "SELECT kind FROM case_event WHERE kind LIKE '%notified' OR kind LIKE 'breach%'",
  );
  expect(events.rows.map(({ kind }) => kind)).toEqual(['breach decided', 'person notified', 'commissioner notified']);
});

test('the decision can be corrected, and what it said before is a note', async () => {
  await using collector = await aCollector();
  const { clerk, path } = await aPrivacyCase(collector);
  const second = await aPerson(collector, 'handler', 'clerk');
  await clerk.post(`${path}/breach`, decision('no', '', 'The file was empty.'));
  const before = beforeIn((await clerk.get(path)).body);
  expect(text((await clerk.get(path)).body)).toContain('It was not a breach of privacy.');
  expect((await second.post(`${path}/breach`, decision('yes'))).status).toBe(409);
  expect((await second.post(`${path}/breach`, decision('yes', before))).status).toBe(303);
  // Someone else decided in the meantime, even in the same moment.
  const late = await clerk.post(`${path}/breach`, decision('no', before, 'It was really empty.'));
  expect(late.status).toBe(409);
  expect(text(late.body)).toContain('You typed: It was really empty.');
  const page = text((await clerk.get(path)).body);
  expect(page).toContain('It was a breach of privacy.');
  expect(page).toContain('Decided before: it was not a breach of privacy. The file was empty.');
});

test('a notice is written as a letter, kept as it was sent, and never shown to the writer', async () => {
  await using collector = await aCollector();
  const { clerk, path, reference, receipt } = await aPrivacyCase(collector);
  await clerk.post(`${path}/breach`, decision('yes'));
  const form = text((await clerk.get(path)).body);
  expect(form).toContain('We did not keep your private information safe.');
  expect((await clerk.get(path)).body).toContain('value="Information and Privacy Commissioner"');
  for (const given of [
    { 'letter-person-name': '' },
    { 'letter-person-text': '' },
    { 'letter-person-text': 'This is what happened: ___' },
    { 'letter-person-post': 'x'.repeat(1001) },
    { 'letter-person-text': 'x'.repeat(20_001) },
    { id: '1' },
  ]) {
    const half = await clerk.post(`${path}/notices/person/letter`, aLetter('person', given));
    expect([half.status, Object.keys(given)[0]]).toEqual([400, Object.keys(given)[0]]);
  }
  const letter = aLetter('person');
  for (const notice of ['step', 'before']) {
    expect((await clerk.post(`${path}/notices/person/letter`, letter)).headers.get('location')).toMatch(`=${notice}`);
  }
  const page = await clerk.get(path);
  expect(text(page.body)).toContain('notified on August 17, 2026');
  const shown = text((await clerk.get(`${path}/letters/${letter.id}`)).body);
  expect(shown).toContain('Dr. Wei Neighbor 2 Main Street Oakville August 17, 2026');
  expect(shown).toContain('Dear Dr. Wei Neighbor, Your file was mailed to a stranger.');
  const pdf = await clerk.open(`${path}/letters/${letter.id}.pdf`);
  expect(readPdf(Buffer.from(await pdf.arrayBuffer())).text).toContain('Dr. Wei Neighbor');
  // A second letter does not move the date, and neither letter is the writer's.
  collector.clock.now += 60 * 60 * 1000;
  expect((await clerk.post(`${path}/notices/person/letter`, aLetter('person'))).status).toBe(303);
  const body = new URLSearchParams({ reference, receipt });
  const answer = await fetch(`${collector.url}/case`, { method: 'POST', body });
  expect(answer.status).toBe(200);
  expect(await answer.text()).not.toMatch(/Neighbor|stranger|breach notice|notified/i);
  // Another case cannot take the letter, and no one else opens it.
  const other = await aCasePath(collector, { kind: 'privacy' });
  await clerk.post(`${other.path}/breach`, decision('yes'));
  expect((await clerk.post(`${other.path}/notices/person/letter`, letter)).status).toBe(409);
  expect((await clerk.get(`${other.path}/letters/${letter.id}`)).status).toBe(404);
  const manager = await aPerson(collector, 'manager');
  for (const ending of ['', '.pdf'])
    expect((await manager.get(`${path}/letters/${letter.id}${ending}`)).status).toBe(404);
  await collector.db.$client.execute('UPDATE case_letter SET content = NULL');
  expect(text((await clerk.get(path)).body)).toContain('Letter dated August 17, 2026: erased');
});

test('a case that is not about privacy has no such section, and keeps what was found while it was', async () => {
  await using collector = await aCollector();
  const [handler, manager] = [await aPerson(collector, 'handler'), await aPerson(collector, 'manager')];
  const plain = await aCasePath(collector);
  expect((await handler.get(plain.path)).body).not.toContain('id="privacy"');
  expect((await handler.post(`${plain.path}/breach`, decision('yes'))).status).toBe(409);
  const { clerk, path } = await aPrivacyCase(collector);
  await clerk.post(`${path}/breach`, decision('yes'));
  expect((await clerk.post(`${path}/kind`, { version: '1', kind: 'courtesy' })).status).toBe(303);
  const page = await manager.get(path);
  expect(text(page.body)).toContain('It was a breach of privacy.');
  expect(page.body).not.toContain('/notices/');
  expect(await home(manager)).not.toContain('breach of privacy');
  const date = { 'person-date': '2026-08-17', 'person-before': '' };
  expect((await manager.post(`${path}/notices/person`, date)).status).toBe(409);
});
