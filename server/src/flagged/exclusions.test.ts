import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { readPage } from '../../test/page.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const flagged = '/console/departments/cws/flagged';
const quarter = '2026-07';

/** The kinds of all flags, by response. */
async function flagsOf({ db }: TestCollector): Promise<Map<string, string[]>> {
  const { rows } = await db.$client.execute('SELECT response_id AS id, kind FROM response_flag ORDER BY kind');
  const flags = new Map<string, string[]>();
  for (const { id, kind } of rows) flags.set(String(id), [...(flags.get(String(id)) ?? []), String(kind)]);
  return flags;
}

/** Opens the survey, moves the clock, and sends the page's form. @returns the id of the response. */
async function answered(collector: TestCollector, milliseconds: number, fields: Record<string, string> = {}) {
  const { fields: page } = readPage(await (await fetch(`${collector.url}/s/central`)).text());
  collector.clock.now += milliseconds;
  const answer = await sendForm(collector, { ...page, overall: '1', ...fields });
  expect(answer.status).toBe(303);
  return page['id']!;
}

/** Stores responses in which the hidden field is filled in. @returns their ids. */
async function trapped(collector: TestCollector, responses = 1): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < responses; n += 1) ids.push(await answered(collector, 60_000, { topic: 'Cheap pills' }));
  return ids;
}

const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
const exclude = (person: Staff, response: string | string[], reason = 'Sent by a machine') =>
  person.post(`${flagged}/exclusions`, { quarter, response, reason });

/** Excludes all responses on the first page with its button. @returns how many there were. */
async function excludeAllShown(person: Staff, meanwhile = async () => {}): Promise<number> {
  const { body } = await person.get(`${flagged}?quarter=${quarter}`);
  const shown = Array.from(body.matchAll(/name="shown" value="([^"]+)"/g), ([, id]) => id!);
  await meanwhile();
  await person.post(`${flagged}/exclusions`, { quarter, reason: 'Sent by a machine', all: 'yes', shown });
  return shown.length;
}

test('stores, counts and flags a form that is sent at once, or with the hidden field filled in', async () => {
  await using collector = await aCollector();
  const fast = await answered(collector, 1999);
  const slow = await answered(collector, 2000);
  const filled = await answered(collector, 60_000, { topic: 'Cheap pills' });
  const both = await answered(collector, 0, { topic: 'x' });
  expect(await flagsOf(collector)).toEqual(
    new Map([
      [fast, ['fast']],
      [filled, ['trap']],
      [both, ['fast', 'trap']],
    ]),
  );
  expect(await count(collector.db, `response WHERE id = '${slow}'`)).toBe(1);
  expect((await collector.figures(quarter)).total).toMatchObject({ responses: 4, excluded: 0 });
});

test('the hidden field has a label, and neither the keyboard nor autofill reaches it', async () => {
  await using collector = await aCollector();
  for (const [language, label] of [
    ['en', 'Leave this field blank'],
    ['es', 'Deje este campo vacío'],
  ]) {
    const page = await (await fetch(`${collector.url}/s/central?lang=${language}`)).text();
    expect(page).toMatch(
      new RegExp(
        `<label for="topic">${label}</label>\\s*<input[^>]*name="topic"[^>]*autocomplete="off"[^>]*tabindex="-1"`,
      ),
    );
  }
});

test('five equal comments are a burst, and so are ten equal responses without a comment from one network', async () => {
  await using collector = await aCollector();
  const words = Array.from({ length: 6 }, () => aResponse({ rating: 1, comment: 'They were rude to me' }));
  for (const response of words.slice(0, 4)) await send(collector, response);
  // A repeated response is stored only once.
  for (const response of words.slice(0, 4)) await send(collector, response);
  expect(await flagsOf(collector)).toEqual(new Map());
  for (const response of words.slice(4)) await send(collector, response);
  expect(new Set((await flagsOf(collector)).keys())).toEqual(new Set(words.map(({ id }) => id)));

  const bare = Array.from({ length: 10 }, () => aResponse({ rating: 5 }));
  await Promise.all(bare.slice(0, 9).map((response) => send(collector, response)));
  await send(collector, aResponse({ rating: 5, region: 'east' }));
  expect((await flagsOf(collector)).size).toBe(6);
  collector.clock.now += 10 * 60 * 1000;
  await send(collector, bare[9]);
  expect((await flagsOf(collector)).size).toBe(6);
  const more = Array.from({ length: 9 }, () => aResponse({ rating: 5 }));
  await Promise.all(more.map((response) => send(collector, response)));
  expect((await flagsOf(collector)).size).toBe(16);
});

test('thirty equal responses without a comment are a burst, from any network', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' });
  const from = (n: number) =>
    fetch(`${collector.url}/api/v1/responses`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': `192.0.2.${n}` },
      body: JSON.stringify(aResponse({ rating: 5 })),
    });
  for (let n = 1; n < 30; n += 1) expect((await from(n)).status).toBe(201);
  expect((await flagsOf(collector)).size).toBe(0);
  await from(30);
  expect((await flagsOf(collector)).size).toBe(30);
});

test('comments that differ only in spaces, case or width count as equal', async () => {
  await using collector = await aCollector();
  const spelled = ['They were rude', 'they were RUDE', ' They  were rude\n', 'They were\u200B rude', 'Ｔhey were rude'];
  for (const comment of spelled) await send(collector, aResponse({ rating: 1, comment }));
  expect([...(await flagsOf(collector)).values()].flat()).toEqual(Array(5).fill('burst'));
});

test('flags more than 30 responses within ten minutes from one network about one region, and more than 300 in a day', async () => {
  await using collector = await aCollector();
  let answered = 0;
  const answers = async (n: number, region = 'central') => {
    for (let left = n; left > 0; left -= 1) {
      answered += 1;
      expect((await send(collector, aResponse({ region, comment: `The ${answered}th` }))).status).toBe(201);
    }
  };
  await answers(30);
  await answers(1, 'east');
  expect((await flagsOf(collector)).size).toBe(0);
  await answers(1);
  expect([...(await flagsOf(collector)).values()].flat()).toEqual(Array(31).fill('many'));
  for (let n = 0; n < 9; n += 1) {
    collector.clock.now += 10 * 60 * 1000;
    await answers(n === 8 ? 29 : 30);
  }
  expect((await flagsOf(collector)).size).toBe(31);
  await answers(1);
  expect((await flagsOf(collector)).size).toBe(32);
});

test('flags a form sent from another site or subdomain, but not one from an older browser that does not report it', async () => {
  await using collector = await aCollector();
  const sentFrom = async (site: Record<string, string>) => {
    const id = randomUUID();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', ...site };
    const body = new URLSearchParams({ id, overall: '1' });
    const answer = await fetch(`${collector.url}/s/central`, { method: 'POST', headers, body, redirect: 'manual' });
    expect(answer.status).toBe(303);
    return id;
  };
  for (const site of ['same-origin', 'none']) await sentFrom({ 'Sec-Fetch-Site': site });
  await sentFrom({});
  const foreign = await sentFrom({ 'Sec-Fetch-Site': 'cross-site' });
  const neighbor = await sentFrom({ 'Sec-Fetch-Site': 'same-site' });
  expect(await flagsOf(collector)).toEqual(
    new Map([
      [foreign, ['foreign']],
      [neighbor, ['foreign']],
    ]),
  );
});

test('flags a signed-in employee who uses their own link, but not another’s link, and no one who is signed out', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'ambassador');
  await collector.db.$client.batch(
    ['mine', 'theirs'].map((code, n) =>
      statement(
        `INSERT INTO employee (region_id, name, email, code, created_at) SELECT id, 'Somebody', ?, ?, 1 FROM region WHERE slug = 'central'`,
        [n === 0 ? staff.email.toUpperCase() : 'other@example.gov', code],
      ),
    ),
  );
  const answer = async (employee: string, cookie: string) => {
    const response = aResponse({ employee, rating: 5 });
    const headers = { 'Content-Type': 'application/json', cookie };
    const sent = { method: 'POST', headers, body: JSON.stringify(response) };
    expect((await fetch(`${collector.url}/api/v1/responses`, sent)).status).toBe(201);
    return response.id;
  };
  const own = await answer('mine', staff.cookie);
  await answer('theirs', staff.cookie);
  await answer('mine', '');
  await answer('mine', 'heart.session_token=made.up');
  const id = randomUUID();
  const form = await fetch(`${collector.url}/s/central`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', cookie: staff.cookie },
    body: new URLSearchParams({ id, employee: 'mine', overall: '5' }),
    redirect: 'manual',
  });
  expect(form.status).toBe(303);
  expect(await flagsOf(collector)).toEqual(
    new Map([
      [own, ['self']],
      [id, ['self']],
    ]),
  );
});

test('a representative excludes flagged responses with a reason, sees how many, and counts one again', async () => {
  await using collector = await aCollector();
  await send(collector, aResponse({ rating: 5 }));
  const before = await collector.figures(quarter);
  const [first, second] = await trapped(collector, 2);
  const representative = await aPerson(collector, 'representative');
  expect(textOf((await representative.get('/console')).body)).toContain(
    '2 responses this quarter in Child Welfare Services may not have come from customers',
  );
  const answer = await exclude(representative, [first!, second!]);
  expect(answer.status).toBe(303);
  expect((await representative.get(answer.headers.get('location')!)).body).toContain(
    'are no longer included in any results',
  );

  const figures = await collector.figures(quarter);
  const central = figures.regions.find(({ region }) => region === 'central')!;
  expect(central).toMatchObject({ responses: 1, excluded: 2, average: '5.00' });
  expect(figures.total).toEqual({ ...before.total, excluded: 2 });
  expect(await collector.heart('verify')).toMatchObject({
    code: 0,
    out: expect.stringContaining('every tally agrees'),
  });
  const page = textOf((await representative.get(`${flagged}?quarter=${quarter}&which=excluded`)).body);
  expect(page).toMatch(/2 responses are flagged, 2 excluded/);
  expect(page).toContain('Sent by a machine');
  expect(textOf((await representative.get(`/console/departments/cws/quarters/${quarter}`)).body)).toContain(
    '2 excluded',
  );
  const rows = await (await representative.open(`/console/departments/cws/quarters/${quarter}/responses.csv`)).text();
  expect(rows.split('\r\n').filter((line) => line.includes(',trap,yes'))).toHaveLength(2);

  await representative.post(`${flagged}/exclusions/end`, { quarter, back: first! });
  expect((await collector.figures(quarter)).total).toMatchObject({ responses: 2, excluded: 1 });
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
  const { rows: entries } = await collector.db.$client.execute(
    "SELECT action, subject, detail FROM audit_event WHERE action LIKE 'response %' ORDER BY id",
  );
  expect(entries.map((row) => [row['action'], row['subject'], row['detail']])).toEqual([
    ...[first, second].toSorted().map((id) => ['response excluded', id, null]),
    ['response put back', first, null],
  ]);
});

test('excludes and restores each response only once, and can exclude a whole page', async () => {
  await using collector = await aCollector();
  const ids = await trapped(collector, 3);
  const representative = await aPerson(collector, 'representative');
  await Promise.all([exclude(representative, ids[0]!), exclude(representative, ids[0]!)]);
  expect(await count(collector.db, 'exclusion')).toBe(1);
  await excludeAllShown(representative);
  expect((await collector.figures(quarter)).total).toMatchObject({ responses: 0, excluded: 3 });
  for (const back of [ids[0]!, ids[0]!]) await representative.post(`${flagged}/exclusions/end`, { quarter, back });
  expect(await count(collector.db, "audit_event WHERE action = 'response put back'")).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'response excluded'")).toBe(3);
});

test('does not exclude responses that were flagged after the page was opened', async () => {
  await using collector = await aCollector();
  await trapped(collector, 3);
  const representative = await aPerson(collector, 'representative');
  const shown = await excludeAllShown(representative, async () => void (await trapped(collector)));
  expect(shown).toBe(3);
  expect((await collector.figures(quarter)).total).toMatchObject({ responses: 1, excluded: 3 });
});

test('excludes a flood page by page, and offers to restore each response', async () => {
  await using collector = await aCollector();
  const ids = await trapped(collector, 260);
  const representative = await aPerson(collector, 'representative');
  const second = await representative.get(`${flagged}?quarter=${quarter}&page=2`);
  expect(second.body.match(/name="shown"/g)).toHaveLength(10);
  expect(await excludeAllShown(representative)).toBe(250);
  expect(await excludeAllShown(representative)).toBe(10);
  expect(await excludeAllShown(representative)).toBe(0);
  expect(textOf((await representative.get(`${flagged}?quarter=${quarter}`)).body)).toContain(
    'All flagged responses are excluded.',
  );
  expect((await collector.figures(quarter)).total).toMatchObject({ responses: 0, excluded: 260 });
  const last = (await representative.get(`${flagged}?quarter=${quarter}&which=excluded&page=2`)).body;
  expect(last.match(/name="back"/g)).toHaveLength(10);
  expect(last).toContain(`value="${ids[0]}"`);
});

test('excludes nothing without a reason or a response, and no response without a flag', async () => {
  await using collector = await aCollector();
  const [id] = await trapped(collector);
  const honest = aResponse({ rating: 1 });
  await send(collector, honest);
  const representative = await aPerson(collector, 'representative');
  for (const [response, reason, message] of [
    [id!, '  ', 'Enter a reason of 500 characters or fewer.'],
    [id!, 'x'.repeat(501), 'Enter a reason of 500 characters or fewer.'],
    ['', 'A machine', 'Select at least one response.'],
  ] as const) {
    const answer = await exclude(representative, response === '' ? [] : response, reason);
    expect(answer.status).toBe(400);
    expect(textOf(answer.body)).toContain(message);
  }
  await exclude(representative, honest.id);
  await exclude(representative, randomUUID());
  expect((await collector.figures(quarter)).total).toMatchObject({ responses: 2, excluded: 0 });
  expect(await count(collector.db, 'exclusion')).toBe(0);
});

test('excludes and restores nothing in a closed quarter', async () => {
  await using collector = await aCollector();
  const [kept, out] = await trapped(collector, 2);
  const representative = await aPerson(collector, 'representative');
  await exclude(representative, out!);
  collector.clock.now = Date.UTC(2026, 9, 20, 19);
  expect(await collector.heart('close-quarter', '--quarter', quarter)).toMatchObject({ code: 0 });
  // Sessions have expired by then.
  const later = await aPerson(collector, 'representative');
  await exclude(later, kept!);
  await later.post(`${flagged}/exclusions/end`, { quarter, back: out! });
  expect((await collector.figures(quarter)).total).toMatchObject({ responses: 1, excluded: 1 });
  expect(await count(collector.db, 'response WHERE excluded_at IS NOT NULL')).toBe(1);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
  const page = (await later.get(`${flagged}?quarter=${quarter}`)).body;
  expect(textOf(page)).toContain('The quarter is closed');
  expect(page).not.toContain('type="checkbox"');
});

test.each([
  [0, ''],
  [10, 'Up to ten responses were excluded'],
  [11, '11 responses were excluded'],
])('outside the department, %i excluded responses are reported as “%s”', async (excluded, notice) => {
  await using collector = await aCollector();
  const answers = Array.from({ length: 12 }, (_, n) => aResponse({ comment: `The ${n}th` }));
  for (const response of answers) expect((await send(collector, response)).status).toBe(201);
  const ids = await trapped(collector, 21);
  const representative = await aPerson(collector, 'representative');
  await exclude(representative, ids.slice(0, excluded));
  collector.clock.now = Date.UTC(2026, 9, 20, 19);
  expect(await collector.heart('close-quarter', '--quarter', quarter)).toMatchObject({ code: 0 });
  const executive = await aPerson(collector, 'executive');
  const { body } = await executive.get(`/console/agency/cws/${quarter}`);
  expect(/[^.>]* excluded(?= by the department)/.exec(textOf(body))?.[0].trim() ?? '').toMatch(
    new RegExp(`${notice}$`),
  );
});

test('an ambassador can review but not exclude, a junior ambassador sees one region, and others see no page', async () => {
  await using collector = await aCollector();
  const [id] = await trapped(collector);
  await send(collector, aResponse({ region: 'south' }));
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await ambassador.get(flagged)).body).not.toContain('type="checkbox"');
  expect(textOf((await ambassador.get(flagged)).body)).toContain('One response is flagged');
  expect((await exclude(ambassador, id!)).status).toBe(404);
  expect(textOf((await (await aPerson(collector, 'junior', 'south')).get(flagged)).body)).not.toContain('is flagged');
  for (const role of ['executive', 'administrator'] as const) {
    expect((await (await aPerson(collector, role)).get(flagged)).status).toBe(404);
  }
  await collector.db.$client.batch([
    `INSERT INTO department (id, slug, name, zone, first_month) VALUES (9, 'hhs', 'Health Services', 'America/New_York', 7)`,
    `INSERT INTO region (id, department_id, slug, name) VALUES (99, 9, 'clinics', 'Clinics')`,
  ]);
  const foreign = await aPerson(collector, 'representative', 'hhs');
  // A response of another department, with the own department in the path.
  const sent = { quarter, response: id!, reason: 'Not mine' };
  expect((await foreign.post(`${flagged}/exclusions`, sent)).status).toBe(404);
  await foreign.post('/console/departments/hhs/flagged/exclusions', sent);
  expect(await count(collector.db, 'exclusion')).toBe(0);
});
