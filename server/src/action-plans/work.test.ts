import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aPerson, signIn, type Staff } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const list = '/console/departments/cws/action-plans';
/** The end of the quarter 2026-07 in California. */
const end = Date.UTC(2026, 9, 1, 7);
const day = 24 * 60 * 60 * 1000;

const textOf = (html: string) =>
  html
    .replace(/^.*<main/s, '<main')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

async function below(collector: TestCollector, ...regions: string[]) {
  for (const region of regions) expect((await send(collector, aResponse({ region, rating: 3 }))).status).toBe(201);
}

async function close(collector: TestCollector) {
  collector.clock.now = end;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
}

/** Sends a form as a double press does. */
async function twice(post: () => Promise<{ status: number }>) {
  expect([(await post()).status, (await post()).status]).toEqual([303, 303]);
}

/** The value of the form's field on that page. */
const valueOf = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)![1]!;

async function personId({ db }: TestCollector, { email }: Staff): Promise<string> {
  const { rows } = await db.$client.execute(statement('SELECT id FROM person WHERE email = ?', [email]));
  return String(rows[0]!['id']);
}

async function entries({ db }: TestCollector, action: string) {
  const { rows } = await db.$client.execute(
    statement('SELECT subject, detail FROM audit_event WHERE action = ?', [action]),
  );
  return rows.map((row) => ({ ...row }));
}

test('lists no plan, and then one that says when it is due and that it is overdue', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  expect(textOf((await ambassador.get(list)).body)).toContain('No region needs an action plan right now.');
  await below(collector, 'central');
  expect(textOf((await ambassador.get(list)).body)).toMatch(
    /Watch 1 Central Region FY 2026-27 Q1 \(Jul–Sep 2026\) 3\.00 n 6, 1 response so far Owner: Not assigned/,
  );
  await close(collector);
  // Sessions end overnight.
  const seen = async (path: string) => textOf((await (await signIn(collector, ambassador.email)).get(path)).body);
  // Twenty business days from the day after Thursday, October 1. Columbus Day is one in California.
  expect(await seen(list)).toContain('3.00 n 6, 1 response Due October 29, 2026 Owner: Not assigned');
  expect(await seen(`${list}/1`)).toContain(
    '20 business days after the quarter closed, from October 2, 2026 to October 29, 2026.',
  );
  const listed = { day: '2026-10-13', kind: 'closed', reason: 'Winter closure' };
  const administrator = await aPerson(collector, 'administrator');
  expect((await administrator.post('/console/directory/departments/cws/calendar/days', listed)).status).toBe(303);
  // The date stays as it was set, and the page does not explain another one.
  expect(await seen(`${list}/1`)).toMatch(/Due October 29, 2026 The due date was set when the quarter closed\./);
  collector.clock.now = Date.UTC(2026, 9, 30, 6);
  expect(await seen(list)).not.toContain('Overdue');
  collector.clock.now += day;
  expect(await seen(list)).toContain('Overdue (due October 29, 2026)');
  expect(await seen('/console')).toContain(
    'Central Region needs an action plan for FY 2026-27 Q1 (Jul–Sep 2026). It was due on October 29, 2026, and it has no owner yet. Open the plan',
  );
});

test('a plan of a region that recovered has ended', async () => {
  await using collector = await aCollector();
  await below(collector, 'central');
  for (let n = 0; n < 3; n += 1) await send(collector, aResponse({ rating: 5 }));
  await close(collector);
  const ambassador = await aPerson(collector, 'ambassador');
  const text = textOf((await ambassador.get(list)).body);
  expect(text).toContain('No region needs an action plan right now.');
  expect(text).toMatch(/Withdrawn: recovered \(1\) Central Region/);
});

test('a plan has one owner, chosen from those who work in the department, and the audit log keeps each choice', async () => {
  await using collector = await aCollector();
  await below(collector, 'central');
  const ambassador = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  const administrator = await aPerson(collector, 'administrator');
  const elsewhere = await aPerson(collector, 'junior', 'east');
  const page = `${list}/1`;
  const { body } = await ambassador.get(page);
  for (const someone of [administrator, elsewhere]) expect(body).not.toContain(await personId(collector, someone));
  const [mine, theirs] = [await personId(collector, ambassador), await personId(collector, representative)];
  const chosen = { before: valueOf(body, 'before'), owner: mine };
  await twice(() => ambassador.post(`${page}/owner`, chosen));
  expect(await entries(collector, 'action plan owner changed')).toEqual([
    { subject: 'action plan 1', detail: JSON.stringify({ owner: ['', ambassador.email] }) },
  ]);
  // The representative still looks at the page as it was before.
  const late = await representative.post(`${page}/owner`, { ...chosen, owner: theirs });
  expect(late.status).toBe(409);
  expect(textOf(late.body)).toContain('Someone else set the owner to');
  expect(late.body).toMatch(new RegExp(`<option value="${theirs}" selected>`));
  const again = { before: valueOf(late.body, 'before'), owner: theirs };
  expect((await representative.post(`${page}/owner`, again)).status).toBe(303);
  const { rows } = await collector.db.$client.execute('SELECT owner_id FROM action_plan');
  expect(rows.map((row) => row['owner_id'])).toEqual([theirs]);
  const outsider = await personId(collector, administrator);
  expect((await representative.post(`${page}/owner`, { before: theirs, owner: outsider })).status).toBe(400);
});

test('a note stays until it is erased, is added once, and is nowhere in the audit log', async () => {
  await using collector = await aCollector();
  await below(collector, 'central');
  const junior = await aPerson(collector, 'junior');
  const ambassador = await aPerson(collector, 'ambassador');
  const page = `${list}/1`;
  const note = { id: valueOf((await junior.get(page)).body, 'id'), note: 'Phones rang too long <b>on Mondays</b>.' };
  await twice(() => junior.post(`${page}/notes`, note));
  expect(await count(collector.db, 'note')).toBe(1);
  expect(await entries(collector, 'note added')).toEqual([{ subject: 'action plan 1', detail: null }]);
  expect((await ambassador.get(page)).body).toContain('Phones rang too long &lt;b&gt;on Mondays&lt;/b&gt;.');

  const erasure = `${page}/notes/${note.id}/erasure`;
  expect((await ambassador.post(erasure)).status).toBe(404);
  await twice(() => junior.post(erasure));
  expect(await entries(collector, 'note erased')).toHaveLength(1);
  expect(textOf((await ambassador.get(page)).body)).toContain('This note was erased.');
  expect(JSON.stringify(await contents(collector.db))).not.toContain('Phones rang');
});

test('a representative may erase the note of someone else', async () => {
  await using collector = await aCollector();
  await below(collector, 'central');
  const ambassador = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  const id = randomUUID();
  await ambassador.post(`${list}/1/notes`, { id, note: 'Call 619-555-0142.' });
  const erasure = `${list}/1/notes/${id}/erasure`;
  expect((await representative.get(`${list}/1`)).body).toContain(`action="${erasure}"`);
  expect((await representative.post(erasure)).status).toBe(303);
  expect(JSON.stringify(await contents(collector.db))).not.toContain('555-0142');
});

test.each([
  ['an empty note', { id: randomUUID(), note: '  ' }],
  ['a note that nobody can see', { id: randomUUID(), note: '\u200b\u2060\u3164' }],
  ['a note that is too long', { id: randomUUID(), note: 'n'.repeat(2001) }],
  ['a note without the form’s id', { id: 'x', note: 'Words' }],
])('rejects %s, and keeps what was typed', async (_, fields) => {
  await using collector = await aCollector();
  await below(collector, 'central');
  const ambassador = await aPerson(collector, 'ambassador');
  const rejected = await ambassador.post(`${list}/1/notes`, fields);
  expect(rejected.status).toBe(400);
  expect(rejected.body).toContain(`${fields.note.trim()}</textarea>`);
  expect(await count(collector.db, 'note')).toBe(0);
});

test('a junior ambassador sees and works on their region’s plans only', async () => {
  await using collector = await aCollector();
  await below(collector, 'central', 'east');
  const junior = await aPerson(collector, 'junior', 'east');
  const text = textOf((await junior.get(list)).body);
  expect(text).toContain('East Region');
  expect(text).not.toContain('Central Region');
  const before = await contents(collector.db);
  expect((await junior.get(`${list}/1`)).status).toBe(404);
  for (const path of ['/text', '/actions/new', '/actions/x', '/comments']) {
    expect((await junior.get(`${list}/1${path}`)).status, path).toBe(404);
  }
  const steps = ['submission', 'return', 'agreement', 'completion', 'copy', 'comments', 'actions', 'text'];
  for (const path of ['owner', 'notes', 'actions/x/end', 'actions/x/removal', ...steps]) {
    const fields = { before: '', owner: '', id: randomUUID(), note: 'Words', version: '0', reason: 'x' };
    expect((await junior.post(`${list}/1/${path}`, fields)).status).toBe(404);
  }
  expect(await contents(collector.db)).toEqual(before);
  expect((await junior.get(`${list}/2`)).status).toBe(200);
});

test('a form that is sent again with another text loses none of it', async () => {
  await using collector = await aCollector();
  await below(collector, 'central');
  const ambassador = await aPerson(collector, 'ambassador');
  const id = randomUUID();
  await ambassador.post(`${list}/1/notes`, { id, note: 'The first words.' });
  const again = await ambassador.post(`${list}/1/notes`, { id, note: 'Other words.' });
  expect(again.status).toBe(409);
  expect(again.body).toContain('Other words.</textarea>');
  const fresh = { id: valueOf(again.body, 'id'), note: 'Other words.' };
  expect((await ambassador.post(`${list}/1/notes`, fresh)).status).toBe(303);
  expect(await count(collector.db, 'note')).toBe(2);
});

test('an owner who left is still named, and saving the page unchanged keeps them', async () => {
  await using collector = await aCollector();
  await below(collector, 'central');
  const ambassador = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  const owner = await personId(collector, representative);
  await ambassador.post(`${list}/1/owner`, { before: '', owner });
  await collector.db.$client.execute(statement('UPDATE person SET left_at = 1 WHERE id = ?', [owner]));
  const { body } = await ambassador.get(`${list}/1`);
  expect(body).toMatch(new RegExp(`<option value="${owner}" selected>[^<]*\\(no longer works on action plans\\)`));
});
