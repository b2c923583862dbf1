import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, count, midQuarter, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const page = '/console/cases/new';

/** The form as someone fills it in after a call this morning. */
const aCall = (given: Record<string, string> = {}) => ({
  send: randomUUID() as string,
  office: 'region/central',
  kind: 'courtesy',
  channel: 'phone',
  date: '2026-08-17',
  time: '09:40',
  text: 'I called three times.\nNobody called back.',
  language: 'es',
  title: 'Ms.',
  name: 'Rosa Díaz',
  email: 'rosa@example.org',
  phone: '(619) 555-0134',
  post: '12 Main St.',
  printed: '',
  ...given,
});

const rowsOf = async ({ db }: TestCollector, sql: string) =>
  (await db.$client.execute(sql)).rows.map((row) => ({ ...row }));
const numbersIn = (body: string) => /Reference (\S+) (?:Receipt ([\d ]{19}))?/.exec(text(body))!;

test('what came by phone becomes one case with the time of the call, and its receipt is shown once', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const handler = await aPerson(collector, 'handler');
  const form = await ambassador.get(page);
  expect(form.body).toMatch(/name="date"[^>]*value="2026-08-17"/s);
  expect(form.body).toMatch(/name="time"[^>]*value="12:00"/s);

  const call = aCall();
  const [saved, twice] = [await ambassador.post(page, call), await ambassador.post(page, call)];
  expect([saved.status, twice.status]).toEqual([200, 200]);
  const [, reference, receipt] = numbersIn(saved.body);
  expect(receipt).toMatch(/^\d{4} \d{4} \d{4} \d{4}$/);
  expect(text(saved.body)).toContain('Reply to a call, a voicemail, or a visit: by August 18, 2026');
  expect(numbersIn(twice.body)[1]).toBe(reference);
  expect(text(twice.body)).toContain('was already saved');
  expect(twice.body).not.toContain(receipt);
  expect(saved.headers.get('cache-control')).toBe('no-store');

  const columns = 'kind, channel, language, text, received_at, response_id, region.slug AS region';
  const stored = await rowsOf(collector, `SELECT ${columns} FROM case_file JOIN region ON region.id = region_id`);
  expect(stored).toEqual([
    {
      ...{ kind: 'courtesy', channel: 'phone', language: 'es', text: call.text, response_id: null, region: 'central' },
      received_at: midQuarter - (2 * 60 + 20) * 60_000,
    },
  ]);
  const { title, name, email, phone, post } = call;
  expect(await rowsOf(collector, 'SELECT title, name, email, phone, post FROM case_contact')).toEqual([
    { title, name, email, phone, post },
  ]);
  // Whoever enters a complaint does not read cases; the desk does.
  expect(saved.body).not.toContain(`/console/cases/${reference}"`);
  expect((await ambassador.get(`/console/cases/${reference}`)).status).toBe(404);
  expect((await handler.get(`/console/cases/${reference}`)).body).toContain('I called three times.');
  const own = await handler.post(page, aCall());
  expect(own.body).toContain(`href="/console/cases/${numbersIn(own.body)[1]}"`);
});

test('a form with mistakes comes back with everything that was typed, and nothing is stored', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const wrong: [Record<string, string>, string][] = [
    [{ text: ' ' }, 'text'],
    [{ text: 'x'.repeat(20_001) }, 'text'],
    [{ kind: 'gossip' }, 'kind'],
    [{ channel: 'form' }, 'channel'],
    [{ office: '' }, 'office'],
    [{ office: 'region/harbor' }, 'office'],
    [{ date: '2026-02-30' }, 'date'],
    [{ date: '0202-08-17' }, 'date'],
    [{ time: '12:01' }, 'date'],
    [{ time: '25:00' }, 'time'],
    [{ email: 'rosa' }, 'email'],
    [{ name: 'R'.repeat(201) }, 'name'],
    [{ printed: 'ABC' }, 'printed'],
    [{ printed: '7KQ4-X2MD' }, 'printed'],
  ];
  for (const [given, at] of wrong) {
    const call = aCall(given);
    const { status, body } = await handler.post(page, call);
    expect(status, JSON.stringify(given).slice(0, 50)).toBe(400);
    expect(body).toContain(`href="#${at}"`);
    const typed = ['send', 'date', 'time', 'title', 'name', 'email', 'phone', 'printed'] as const;
    for (const name of typed) expect(body, name).toContain(`value="${call[name]}"`);
    expect(body).toContain(`\n${call.text.trim()}</textarea>`);
    expect(body).toContain(`\n${call.post}</textarea>`);
  }
  expect(await count(collector.db, 'case_file')).toBe(0);
});

test('takes 20,000 characters of any script, and the time is that of the department', async () => {
  await using collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other', 'Asia/Kolkata', 7);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  const handler = await aPerson(collector, 'handler');
  for (const written of ['投'.repeat(20_000), `e${'\u0323'.repeat(19_999)}`]) {
    expect((await handler.post(page, aCall({ text: written }))).status).toBe(200);
    expect(await count(collector.db, `case_file WHERE length(text) >= 19999`)).toBeGreaterThan(0);
  }
  const inKolkata = aCall({ office: 'region/harbor', date: '2026-08-18', time: '00:30' });
  expect((await handler.post(page, inKolkata)).status).toBe(200);
  expect(await count(collector.db, `case_file WHERE department_id = 2 AND received_at = ${midQuarter}`)).toBe(1);
  // An ambassador enters complaints for the own department only.
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await ambassador.get(page)).body).not.toContain('Harbor');
  expect((await ambassador.post(page, inKolkata)).status).toBe(400);
  for (const role of ['administrator', 'executive'] as const) {
    expect((await (await aPerson(collector, role)).get(page)).status, role).toBe(404);
  }
});

test('a printed form gives its reference to one case, and its receipt stays on the stub', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const printing = `INSERT INTO printed_form (reference, receipt_hash, printed_at, printed_by)
    VALUES (?, 'a hash', 1, (SELECT id FROM person))`;
  await collector.db.$client.execute(statement(printing, ['7KQ4-X2MD']));
  const letter = aCall({ channel: 'letter', printed: '7kq4x2md' });
  const saved = await handler.post(page, letter);
  expect(numbersIn(saved.body).slice(1)).toEqual(['7KQ4-X2MD', undefined]);
  expect(text(saved.body)).toContain('The receipt is on the stub of the printed form.');
  expect(numbersIn((await handler.post(page, letter)).body)[1]).toBe('7KQ4-X2MD');
  const again = await handler.post(page, aCall({ channel: 'letter', printed: '7KQ4-X2MD' }));
  expect(again.status).toBe(400);
  expect(again.body).toContain('href="#printed"');
  expect(await count(collector.db, "case_file WHERE reference = '7KQ4-X2MD' AND receipt_hash = 'a hash'")).toBe(1);
});

test('a complaint about an unknown office goes to the chief administrative officer’s desk, if there is more than one department', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const at = (slug: string) => count(collector.db, `case_file JOIN desk ON desk.id = desk_id WHERE slug = '${slug}'`);
  expect((await handler.post(page, aCall({ office: 'unknown' }))).status).toBe(200);
  expect([await at('cws-desk'), await at('administration')]).toEqual([1, 0]);
  await collector.db.$client.execute(
    "INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7)",
  );
  expect((await handler.post(page, aCall({ office: 'unknown' }))).status).toBe(200);
  expect([await at('cws-desk'), await at('administration')]).toEqual([1, 1]);
});
