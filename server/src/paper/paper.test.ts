import { randomUUID } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { addGroups } from '../../test/groups.ts';
import { contents } from '../../test/contents.ts';
import { valueOf } from '../../test/plans.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const paper = '/console/departments/cws/paper';
const afterClosing = Date.UTC(2026, 9, 20, 19);

const digits = (value: string) => Object.fromEntries(items.map((item) => [item, value]));
const aForm = (given: Record<string, string> = {}) => ({
  ...{ id: randomUUID(), date: '2026-08-15', comment: '', language: '' },
  ...digits('4'),
  ...given,
});

/** Starts a batch and returns its address. */
async function aBatch(person: Staff, region = 'central'): Promise<string> {
  const answer = await person.post(paper, { region });
  expect(answer.status).toBe(303);
  return answer.headers.get('location')!;
}

const stored = async ({ db }: TestCollector) =>
  (await db.$client.execute('SELECT * FROM response ORDER BY rowid')).rows.map((row) => ({ ...row }));

test('shows a form again if its page was used before, and saves it when it is sent once more', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const batch = await aBatch(ambassador);
  const form = aForm();
  await ambassador.post(batch, form);
  expect((await ambassador.post(batch, form)).headers.get('location')).toContain('notice=known');
  for (const change of [{ overall: '1', comment: 'The next form' }, { date: '2026-08-02' }]) {
    const { status, body } = await ambassador.post(batch, { ...form, ...change });
    expect(status).toBe(409);
    expect(body).toContain('You already saved from this page, so nothing was saved this time.');
    const again = { ...form, ...change, id: valueOf(body, 'id') };
    expect((await ambassador.post(batch, again)).headers.get('location')).toContain('notice=stored');
  }
  expect(await count(collector.db, 'response')).toBe(3);
});

test('offers the customer groups if the department asks, and stores the one that is checked on the form', async () => {
  await using collector = await aCollector();
  const junior = await aPerson(collector, 'junior', 'central');
  const batch = await aBatch(junior);
  expect((await junior.get(batch)).body).not.toContain('Customer group');
  await junior.post(batch, aForm({ group: 'client' }));
  await addGroups(collector.db);
  expect((await junior.get(batch)).body).toMatch(/<option value="family">Family &lt;member&gt;<\/option>/);
  for (const group of ['client', '', 'advocate', 'nobody']) await junior.post(batch, aForm({ group }));
  expect((await stored(collector)).map(({ group_id }) => group_id)).toEqual([null, 1, null, null, null]);
  const wrong = await junior.post(batch, aForm({ group: 'partner', ...digits('7') }));
  expect([wrong.status, wrong.body]).toEqual([400, expect.stringContaining('value="partner" selected')]);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});

test('counts a paper form in the quarter of its date, and suggests that date for the next one', async () => {
  await using collector = await aCollector();
  const junior = await aPerson(collector, 'junior', 'central');
  const batch = await aBatch(junior);
  const form = aForm({ timeliness: '', overall: '5', comment: ' Thank you\r\nall ', language: 'es' });
  const answer = await junior.post(batch, form);
  expect(answer.status).toBe(303);
  expect(await stored(collector)).toMatchObject([
    {
      ...{
        id: form.id,
        region_id: 3,
        quarter: '2026-07',
        month: '2026-08',
        paper_date: '2026-08-15',
        batch_id: 1,
        channel: 'paper',
      },
      ...{ helpfulness: 4, timeliness: null, overall: 5, comment: 'Thank you\nall', language: 'es' },
      received_at: collector.clock.now,
    },
  ]);
  const page = (await junior.get(answer.headers.get('location')!)).body;
  expect(page).toContain('Saved. Enter the next form.');
  expect(page).toMatch(/id="date"[^>]*value="2026-08-15"/s);
  expect(page).toMatch(/id="helpfulness"[^>]*autofocus/s);
  expect(page).toContain('August 15, 2026');
  // A quarter that has ended but is not closed yet still accepts its forms.
  collector.clock.now = Date.UTC(2026, 9, 5, 19);
  const again = await aPerson(collector, 'junior', 'central');
  await again.post(await aBatch(again), aForm({ date: '2026-09-30' }));
  expect((await stored(collector)).at(-1)).toMatchObject({
    quarter: '2026-07',
    month: '2026-09',
    paper_date: '2026-09-30',
  });
});

test('counts a form once if it is sent twice, and never again after it was removed', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const batch = await aBatch(ambassador);
  const form = aForm();
  const answers = await Promise.all([ambassador.post(batch, form), ambassador.post(batch, form)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await count(collector.db, 'response')).toBe(1);
  const undo = `${batch}/forms/${form.id}/undoing`;
  expect((await ambassador.post(undo)).headers.get('location')).toContain('notice=undone');
  expect((await ambassador.post(undo)).headers.get('location')).toContain('notice=not-undone');
  expect((await ambassador.post(batch, form)).status, 'not stored again unnoticed').toBe(409);
  expect(await count(collector.db, 'response')).toBe(0);
  expect((await collector.figures()).total).toMatchObject({ responses: 0, n: 0 });
  expect((await collector.heart('verify')).code).toBe(0);
  expect(await count(collector.db, "audit_event WHERE action = 'paper form removed'")).toBe(1);
  // The public endpoint does not store it either under the form's id. Its contents can no longer be compared.
  expect((await send(collector, aResponse({ id: form.id }))).status).toBe(200);
  expect(await count(collector.db, 'response')).toBe(0);
});

const wrong: [what: string, given: Record<string, string>, message: string][] = [
  ['a future date', { date: '2026-08-18' }, 'August 18, 2026 is in the future'],
  ['no date', { date: '' }, 'Enter the date'],
  ['an impossible date', { date: '2026-02-30' }, 'Enter the date'],
  ['a date in a closed quarter', { date: '1998-05-01' }, 'is closed'],
  ['a six', { respect: '6' }, 'Respect: Enter a number from 1 to 5'],
  ['a word', { respect: 'x' }, 'Respect: Enter a number from 1 to 5'],
  ['two digits', { respect: '45' }, 'Respect: Enter a number from 1 to 5'],
  ['no ratings', digits(''), 'Enter at least one rating'],
  ['a comment that is too long', { comment: 'x'.repeat(4001) }, 'There is a problem'],
  ['no id', { id: 'x' }, 'UUID'],
];

test.each(wrong)('shows a problem for %s, keeps what was entered, and stores nothing', async (_, given, message) => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const batch = await aBatch(ambassador);
  const { status, body } = await ambassador.post(batch, aForm({ comment: 'Kept <b>&', ...given }));
  expect(status).toBe(400);
  expect(body).toContain(message);
  expect(body).toContain('<title>Error:');
  if (given['comment'] === undefined) expect(body).toContain('Kept &lt;b&gt;&amp;');
  expect(await count(collector.db, 'response')).toBe(0);
});

test('neither adds a form to a closed quarter nor removes one from it', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const form = aForm();
  await ambassador.post(await aBatch(ambassador), form);
  collector.clock.now = Date.UTC(2026, 9, 2, 19);
  await collector.heart('close-quarter', '--quarter', '2026-07');
  const again = await aPerson(collector, 'ambassador', 'cws');
  const batch = await aBatch(again);
  const { status, body } = await again.post(batch, aForm({ date: '2026-09-30' }));
  expect(status).toBe(400);
  expect(body).toContain('is closed');
  collector.clock.now = afterClosing;
  const other = await aPerson(collector, 'ambassador', 'cws');
  await collector.db.$client.execute(
    statement('UPDATE paper_batch SET person_id = (SELECT id FROM person WHERE email = ?)', [other.email]),
  );
  expect((await other.post(`${paper}/1/forms/${form.id}/undoing`)).headers.get('location')).toContain('not-undone');
  expect(await count(collector.db, 'response')).toBe(1);
});

test('shows a batch only to the person who started it, and removes only forms of that batch', async () => {
  await using collector = await aCollector();
  const junior = await aPerson(collector, 'junior', 'central');
  const batch = await aBatch(junior);
  const form = aForm();
  await junior.post(batch, form);
  const others = [await aPerson(collector, 'ambassador', 'cws'), await aPerson(collector, 'junior', 'east')];
  const before = (await contents(collector.db))['response'];
  for (const other of others) {
    expect((await other.get(batch)).status).toBe(404);
    expect((await other.post(batch, aForm())).status).toBe(404);
    expect((await other.post(`${batch}/forms/${form.id}/undoing`)).status).toBe(404);
    expect((await other.post(`${batch}/ending`)).status).toBe(404);
  }
  expect((await others[1]!.post(paper, { region: 'central' })).status).toBe(400);
  // A response from the web is not part of a batch.
  const web = aResponse();
  await send(collector, web);
  const own = await aBatch(others[0]!);
  expect((await others[0]!.post(`${own}/forms/${web.id}/undoing`)).headers.get('location')).toContain('not-undone');
  expect((await others[0]!.post(`${own}/forms/${form.id}/undoing`)).headers.get('location')).toContain('not-undone');
  expect((await contents(collector.db))['response']).toHaveLength(before!.length + 1);
  await junior.post(`${batch}/ending`);
  expect((await junior.post(batch, aForm())).body).toContain('This batch is finished');
  expect(await count(collector.db, 'response')).toBe(2);
});

test('accepts paper forms only on this page, even from staff who are signed in', async () => {
  await using collector = await aCollector();
  const { cookie } = await aPerson(collector, 'ambassador', 'cws');
  const body = JSON.stringify(aResponse({ channel: 'paper' }));
  const headers = { 'Content-Type': 'application/json', cookie };
  const answer = await fetch(`${collector.url}/api/v1/responses`, { method: 'POST', headers, body });
  expect(answer.status).toBe(403);
  expect((await sendForm(collector, { id: randomUUID(), overall: '5', channel: 'paper', wording: '1' })).status).toBe(
    403,
  );
});

test('confirms that a batch is finished, and offers a choice to a person in two departments', async () => {
  await using collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (id, slug, name, zone, first_month) VALUES (9, 'hhs', 'Health Services', 'UTC', 7);
    INSERT INTO region (department_id, slug, name) VALUES (9, 'clinics', 'Clinics')`);
  const ambassador = await aPerson(collector, 'ambassador');
  const path = '/console/departments/cws/paper';
  const batch = (await ambassador.post(path, { region: 'central' })).headers.get('location')!;
  const ended = await ambassador.post(`${batch}/ending`);
  const shown = (await ambassador.get(ended.headers.get('location')!)).body;
  expect(shown).toContain('<p class="done" role="status">The batch is finished. Its forms still count.</p>');
  expect(shown).not.toContain('aria-label="Departments"');
  await collector.db.$client.execute(
    `INSERT INTO role_grant (person_id, role, department_id, granted_at) SELECT id, 'ambassador', 9, 1 FROM person`,
  );
  expect((await ambassador.get(path)).body).toContain('href="/console/departments/hhs/paper"');
  expect((await ambassador.get('/console/departments/hhs/paper')).body).toContain('Clinics');
});
