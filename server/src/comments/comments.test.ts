import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { aMailServer, readEmail } from '../../test/mail-server.ts';
import { aPerson } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const list = '/console/departments/cws/comments';

/** Stores a response with that comment. @returns its id. */
async function aComment(collector: TestCollector, comment: string, given: Record<string, unknown> = {}) {
  const response = aResponse({ comment, ...given });
  const answer = await send(collector, response);
  expect(answer.status).toBe(201);
  return response.id;
}

/** Adds another department with one region. */
async function anotherDepartment({ db }: TestCollector): Promise<void> {
  await db.$client.batch([
    `INSERT INTO department (id, slug, name, zone, first_month) VALUES (9, 'hhs', 'Health Services', 'America/New_York', 7)`,
    `INSERT INTO region (id, department_id, slug, name) VALUES (99, 9, 'clinics', 'Clinics')`,
  ]);
}

const addContact = ({ db }: TestCollector) =>
  db.$client.execute(
    `UPDATE department SET contact_name = 'Duty desk', contact_email = 'duty@example.gov' WHERE slug = 'cws'`,
  );

/** The audit entries about comments. */
async function auditOf({ db }: TestCollector): Promise<string[]> {
  const sql = `SELECT action || ' ' || subject || ' ' || department_id AS line FROM audit_event WHERE action LIKE 'comment%' ORDER BY id`;
  return (await db.$client.execute(sql)).rows.map(({ line }) => String(line));
}

const quotes = (html: string) => [...html.matchAll(/<blockquote[^>]*>([^<]*)<\/blockquote>/g)].map(([, text]) => text);
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

test('shows a comment with its date, region, language, channel and ratings, and marks its language for screen readers', async () => {
  await using collector = await aCollector();
  await aComment(collector, 'مرحبا', { language: 'ar', channel: 'signature', ratings: { respect: 5, overall: 2 } });
  const page = await (await aPerson(collector, 'ambassador', 'cws')).get(list);
  expect(page.body).toContain('<blockquote lang="ar" dir="rtl">مرحبا</blockquote>');
  const text = textOf(page.body);
  expect(text).toContain('August 17, 2026');
  expect(text).toContain('Central Region · in Arabic · Email signature');
  expect(text).toContain('Helpfulness not rated');
  expect(text).toContain('Respect 5');
  expect(text).toContain('Overall 2');
});

test('names the employee whose link was used on the comment’s page alone, and lists no response without a comment', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute(
    `INSERT INTO employee (id, region_id, name, code, created_at) SELECT 1, id, 'Pat Example', 'code-1', 1 FROM region WHERE slug = 'central'`,
  );
  const id = await aComment(collector, 'Thank you, Pat');
  await send(collector, aResponse());
  await collector.db.$client.execute(statement('UPDATE response SET employee_id = 1 WHERE id = ?', [id]));
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const { body } = await ambassador.get(list);
  expect(quotes(body)).toEqual(['Thank you, Pat']);
  // A list would let anyone count comments by employee.
  expect(body).not.toContain('Pat Example');
  expect(textOf((await ambassador.get(`${list}/${id}`)).body)).toContain('Sent from Pat Example’s survey link.');
});

test('says in the list and on its page that the writer lets others see a comment, and only then', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute('UPDATE department SET asks_to_show = 1');
  const said = 'The customer agreed that others may see this comment.';
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const id = await aComment(collector, 'Only for the team');
  expect((await ambassador.get(list)).body).not.toContain(said);
  expect((await ambassador.get(`${list}/${id}`)).body).not.toContain(said);
  const shown = await aComment(collector, 'Show it', { mayShow: true });
  expect((await ambassador.get(list)).body.split(said)).toHaveLength(2);
  expect((await ambassador.get(`${list}/${shown}`)).body).toContain(said);
});

test('a junior ambassador can open the comments of one region only, in the list, by address and in every action', async () => {
  await using collector = await aCollector();
  await anotherDepartment(collector);
  await aComment(collector, 'from the center');
  const south = await aComment(collector, 'from the south', { region: 'south' });
  const clinic = await aComment(collector, 'from a clinic', { region: 'clinics' });
  const junior = await aPerson(collector, 'junior', 'central');
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  expect(quotes((await junior.get(`${list}?region=south`)).body)).toEqual(['from the center']);
  expect(quotes((await ambassador.get(list)).body)).toEqual(['from the south', 'from the center']);
  const forbidden = [
    [junior, `${list}/${south}`],
    [junior, `${list}/${clinic}`],
    // Another department's comment, with the own department in the path.
    [ambassador, `${list}/${clinic}`],
    [ambassador, `/console/departments/hhs/comments/${clinic}`],
    [await aPerson(collector, 'administrator'), `${list}/${south}`],
    [await aPerson(collector, 'executive'), `${list}/${south}`],
  ] as const;
  for (const [person, path] of forbidden) {
    expect((await person.get(path)).status, path).toBe(404);
    for (const action of ['reveal', 'hiding', 'hiding/end', 'flag', 'flag/end']) {
      const answer = await person.post(`${path}/${action}`, { reason: 'x', note: 'x' });
      expect(answer.status, `${path}/${action}`).toBe(404);
      expect(answer.body).not.toContain('from');
    }
  }
  expect(await count(collector.db, 'comment_mark')).toBe(0);
  expect(await auditOf(collector)).toEqual([]);
  expect((await ambassador.get('/console/departments/hhs/comments')).status).toBe(404);
});

test('a person with two departments can switch between them', async () => {
  await using collector = await aCollector();
  await anotherDepartment(collector);
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  expect((await ambassador.get(list)).body).not.toContain('aria-label="Departments"');
  await collector.db.$client.execute(
    `INSERT INTO role_grant (person_id, role, department_id, granted_at) SELECT id, 'ambassador', 9, 1 FROM person`,
  );
  expect((await ambassador.get(list)).body).toContain('href="/console/departments/hhs/comments"');
});

test('masks personal information, does not find it in a search, and shows it only with an audit entry', async () => {
  await using collector = await aCollector();
  const id = await aComment(collector, 'Kind people, call 619-555-0142 for Ann');
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const path = `${list}/${id}`;
  for (const page of [list, path, `${path}/reveal`]) expect((await ambassador.get(page)).body).not.toContain('555');
  expect((await ambassador.get(`${path}/reveal`)).status).toBe(404);
  const { body } = await ambassador.get(list);
  expect(quotes(body)).toEqual(['Kind people, call ▇▇▇ for Ann']);
  expect(body).toContain('Masked: may contain personal information.');
  expect(quotes((await ambassador.get(`${list}?q=555`)).body)).toEqual([]);
  expect(quotes((await ambassador.get(`${list}?q=KIND+people`)).body)).toHaveLength(1);
  expect(await auditOf(collector)).toEqual([]);
  const shown = await ambassador.post(`${path}/reveal`);
  expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(shown.body).toContain('619-555-0142');
  expect(await auditOf(collector)).toEqual([`comment revealed ${id} 1`]);
  expect((await ambassador.get(path)).body).not.toContain('555');
});

test('filters by region, quarter, language, rating and text', async () => {
  await using collector = await aCollector();
  await aComment(collector, 'one 100% good_', { language: 'es', ratings: { overall: 5 } });
  await aComment(collector, 'two', { region: 'south', ratings: { overall: 3 } });
  await aComment(collector, 'three', { language: 'es', ratings: { overall: 1 } });
  await aComment(collector, 'four', { ratings: { respect: 1 } });
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const found = async (query: string) => quotes((await ambassador.get(`${list}?${query}`)).body);
  expect(await found('region=south')).toEqual(['two']);
  expect(await found('language=es')).toEqual(['three', 'one 100% good_']);
  expect(await found('language=unknown')).toEqual(['four', 'two']);
  expect(await found('rating=low')).toEqual(['three']);
  expect(await found('rating=middle')).toEqual(['two']);
  expect(await found('rating=high')).toEqual(['one 100% good_']);
  expect(await found('rating=none')).toEqual(['four']);
  expect(await found('q=%25')).toEqual(['one 100% good_']);
  expect(await found('q=_')).toEqual(['one 100% good_']);
  expect(await found('language=es&rating=low&region=central&q=THREE')).toEqual(['three']);
  expect(await found('quarter=2026-04')).toEqual([]);
  // Invalid values are ignored.
  expect(
    await found(`quarter=2026-05&rating=__proto__&language=xx&show=toString&before=-1&region=clinics`),
  ).toHaveLength(4);
  expect(await found(`q=${encodeURIComponent("' OR 1=1 --")}`)).toEqual([]);
  expect(await found(`q=${'x'.repeat(10_000)}`)).toEqual([]);
});

test('pages of 25 stay the same in both directions while new comments arrive', async () => {
  await using collector = await aCollector();
  for (let n = 1; n <= 60; n++) await aComment(collector, `no ${n}`, { region: n % 2 ? 'central' : 'south' });
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const linkIn = (body: string, text: string) =>
    new RegExp(`href="([^"]*)">${text}<`).exec(body)?.[1]?.replaceAll('&amp;', '&');
  const names = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, n) => `no ${from - n}`);
  const first = await ambassador.get(`${list}?q=no`);
  expect(quotes(first.body)).toEqual(names(60, 36));
  expect(linkIn(first.body, 'Newer comments')).toBeUndefined();
  await aComment(collector, 'no 61');
  const second = await ambassador.get(linkIn(first.body, 'Older comments')!);
  expect(quotes(second.body)).toEqual(names(35, 11));
  const third = await ambassador.get(linkIn(second.body, 'Older comments')!);
  expect(quotes(third.body)).toEqual(names(10, 1));
  expect(linkIn(third.body, 'Older comments')).toBeUndefined();
  const back = await ambassador.get(linkIn(third.body, 'Newer comments')!);
  expect(quotes(back.body)).toEqual(names(35, 11));
  const top = await ambassador.get(linkIn(back.body, 'Newer comments')!);
  expect(quotes(top.body)).toEqual(names(60, 36));
  expect(quotes((await ambassador.get(linkIn(top.body, 'Newer comments')!)).body)).toEqual(['no 61']);
});

test('a search through many comments that match only in masked text stops, and can be continued', async () => {
  await using collector = await aCollector();
  await aComment(collector, '555 thanks');
  await insertRows(collector.db, { responses: 4100 });
  await collector.db.$client.execute(
    "UPDATE response SET comment = 'call 619-555-0142' WHERE fingerprint = 'inserted'",
  );
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const first = await ambassador.get(`${list}?q=555`);
  expect(quotes(first.body)).toEqual([]);
  expect(first.body).toContain('stopped before it reached the end');
  const further = /href="([^"]*)">Search further back</.exec(first.body)![1]!.replaceAll('&amp;', '&');
  expect(quotes((await ambassador.get(further)).body)).toEqual(['555 thanks']);
});

test('a search through very long comments stops sooner, and reaches the end when continued', async () => {
  await using collector = await aCollector();
  await aComment(collector, '555 thanks');
  await insertRows(collector.db, { responses: 600 });
  await collector.db.$client.execute(
    `UPDATE response SET comment = printf('%.*c', 3900, '#') || ' call 619-555-0142' WHERE fingerprint = 'inserted'`,
  );
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const found: ReturnType<typeof quotes> = [];
  let pages = 0;
  for (let path: string | undefined = `${list}?q=555`; path !== undefined;) {
    const { body } = await ambassador.get(path);
    pages += 1;
    found.push(...quotes(body));
    path = /href="([^"]*)">Search further back</.exec(body)?.[1]?.replaceAll('&amp;', '&');
  }
  expect(pages).toBe(3);
  expect(found).toEqual(['555 thanks']);
});

test('hides a comment from the list with a reason and shows it again, each only once', async () => {
  await using collector = await aCollector();
  const id = await aComment(collector, 'a rude word');
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const path = `${list}/${id}`;
  for (const reason of ['', ' \u0000 ', 'x'.repeat(501)]) {
    const refused = await ambassador.post(`${path}/hiding`, { reason });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('<title>Error: ');
    expect(refused.body).toContain('href="#reason"');
    expect(refused.body).toContain(reason.trim().replace('\u0000', ''));
  }
  expect(await count(collector.db, 'comment_mark')).toBe(0);
  for (let n = 0; n < 2; n++) {
    const hidden = await ambassador.post(`${path}/hiding`, { reason: '<script>names "a child"</script>' });
    expect([hidden.status, hidden.headers.get('location')]).toEqual([303, `${path}?notice=hidden`]);
  }
  expect((await ambassador.get(`${path}?notice=hidden`)).body).toContain('The comment is hidden.');
  expect(await count(collector.db, 'comment_mark')).toBe(1);
  expect(quotes((await ambassador.get(list)).body)).toEqual([]);
  const hiddenList = await ambassador.get(`${list}?show=hidden`);
  expect(quotes(hiddenList.body)).toEqual(['a rude word']);
  expect(hiddenList.body).toContain('&lt;script&gt;names &quot;a child&quot;&lt;/script&gt;');
  for (let n = 0; n < 2; n++) await ambassador.post(`${path}/hiding/end`);
  expect(quotes((await ambassador.get(list)).body)).toEqual(['a rude word']);
  expect(quotes((await ambassador.get(`${list}?show=hidden`)).body)).toEqual([]);
  await ambassador.post(`${path}/hiding`, { reason: 'again' });
  expect(await count(collector.db, 'comment_mark')).toBe(2);
  expect(await auditOf(collector)).toEqual([
    `comment hidden ${id} 1`,
    `comment shown again ${id} 1`,
    `comment hidden ${id} 1`,
  ]);
});

test('a flag sends the contact one email with a link to the list, without the comment', async () => {
  await using mail = await aMailServer();
  const settings = { SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov', BASE_URL: 'https://survey.example.gov' };
  await using collector = await aCollector(settings);
  await addContact(collector);
  const id = await aComment(collector, 'The child is being hurt');
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const path = `${list}/${id}`;
  expect((await ambassador.post(`${path}/flag`, { note: '' })).status).toBe(400);
  for (const notice of ['flagged', 'flagged-before']) {
    const flagged = await ambassador.post(`${path}/flag`, { note: 'worried for a child' });
    expect([flagged.status, flagged.headers.get('location')]).toEqual([303, `${path}?notice=${notice}`]);
  }
  await expect.poll(() => mail.emails).toHaveLength(1);
  expect(mail.emails[0]!.to).toEqual(['duty@example.gov']);
  expect(mail.emails[0]!.text).toContain(`https://survey.example.gov${list}?quarter=2026-07&show=flagged`);
  expect(mail.emails[0]!.text).not.toMatch(/hurt|worried/);
  expect(quotes((await ambassador.get(`${list}?show=flagged`)).body)).toEqual(['The child is being hurt']);
  expect((await ambassador.get('/console')).body).toContain(
    'One comment is flagged for danger or abuse and not resolved: Child Welfare Services, FY 2026-27 Q1 (Jul–Sep 2026).',
  );
  for (let n = 0; n < 2; n++) await ambassador.post(`${path}/flag/end`);
  expect((await ambassador.get('/console')).body).not.toContain('flagged for danger');
  expect(await auditOf(collector)).toEqual([`comment flagged ${id} 1`, `comment flag lifted ${id} 1`]);
});

test('flags a comment without a contact, and explains who can add one', async () => {
  await using collector = await aCollector();
  const path = `${list}/${await aComment(collector, 'help')}`;
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  expect((await ambassador.get(path)).body).toContain('An administrator can add a contact');
  const flagged = await ambassador.post(`${path}/flag`, { note: 'worried' });
  expect(flagged.headers.get('location')).toBe(`${path}?notice=flagged-nobody`);
  expect((await ambassador.get(flagged.headers.get('location')!)).body).toContain('no one was notified');
  expect(await count(collector.db, `comment_mark WHERE kind = 'flagged'`)).toBe(1);
});

test('without a mail server, a flag leaves a draft of the email to people who may read the comment', async () => {
  await using collector = await aCollector();
  await addContact(collector);
  const path = `${list}/${await aComment(collector, 'help')}`;
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const flagged = await ambassador.post(`${path}/flag`, { note: 'worried' });
  expect(flagged.headers.get('location')).toBe(`${path}?notice=flagged-draft`);
  const page = await ambassador.get(flagged.headers.get('location')!);
  expect(page.body).toContain('has no mail server');
  const draft = /\/console\/email\/[\w-]{36}/.exec(page.body)![0];
  expect(textOf((await ambassador.get(draft)).body)).toContain('duty@example.gov');
  const others = [
    aPerson(collector, 'administrator'),
    aPerson(collector, 'executive'),
    aPerson(collector, 'junior', 'south'),
  ];
  for (const other of await Promise.all(others)) {
    expect((await other.get(draft)).status, other.email).toBe(404);
    expect((await other.post(`${draft}/draft`)).status, other.email).toBe(404);
  }
  const { status, headers, body } = await ambassador.post(`${draft}/draft`);
  expect([status, headers.get('content-type')]).toEqual([200, 'message/rfc822']);
  const read = readEmail(body);
  expect(read.headers).toMatchObject({ to: ['duty@example.gov'], 'x-unsent': ['1'] });
  expect(read.text).toContain('show=flagged');
  expect(await count(collector.db, "audit_event WHERE action = 'email draft downloaded'")).toBe(1);
});

test('the home page counts new comments of the last seven days that the person may read', async () => {
  await using collector = await aCollector();
  await aComment(collector, 'old');
  collector.clock.now += 8 * 24 * 60 * 60 * 1000;
  await aComment(collector, 'new');
  await aComment(collector, 'new in the south', { region: 'south' });
  expect((await (await aPerson(collector, 'junior', 'central')).get('/console')).body).toContain(
    'One new comment in the last seven days',
  );
  expect((await (await aPerson(collector, 'ambassador', 'cws')).get('/console')).body).toContain(
    '2 new comments in the last seven days',
  );
  expect((await (await aPerson(collector, 'administrator')).get('/console')).body).not.toMatch(
    /Read comments|>Comments</,
  );
});

test('escapes HTML in comments, languages and searches', async () => {
  await using collector = await aCollector();
  const hostile = `</blockquote><script>alert("x")</script>\u202E'"&`;
  const id = await aComment(collector, hostile, { language: '"><b>' });
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  for (const path of [list, `${list}/${id}`, `${list}?q=${encodeURIComponent('<script>alert("')}`]) {
    const { body } = await ambassador.get(path);
    expect(body).toContain('<blockquote dir="auto">&lt;/blockquote&gt;&lt;script&gt;alert(&quot;x&quot;)');
    expect(body).not.toContain('<script>');
  }
});

test('explains an empty list and an empty search result', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  expect((await ambassador.get(list)).body).toContain('No comments from FY 2026-27 Q1');
  await aComment(collector, 'hello');
  expect((await ambassador.get(`${list}?q=${encodeURIComponent('<i>"')}`)).body).toContain('“&lt;i&gt;&quot;”');
});
