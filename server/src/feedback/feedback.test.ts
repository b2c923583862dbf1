import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { aPerson } from '../../test/staff.ts';
import { answerOf, problemOf } from '../../test/wire.ts';
import { contents } from '../../test/contents.ts';
import { statement } from '../database/statement.ts';

type Fields = Record<string, string>;

async function postForm({ url }: { url: string }, path: string, fields: Fields | string, headers: Fields = {}) {
  const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body,
    redirect: 'manual',
  });
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
}

const postJson = async ({ url }: { url: string }, body: unknown) =>
  answerOf(
    await fetch(`${url}/feedback`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );

const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
const shown = (html: string, id: string) => new RegExp(`id="${id}">([^<]*)<`).exec(html)?.[1] ?? '';
const typedText = (html: string, name: string) =>
  new RegExp(`<textarea id="${name}"[^>]*>\n?([^<]*)</textarea>`).exec(html)?.[1] ?? '';

/** Opens the form, waits as long as a person needs, and sends it. */
async function complain(collector: TestCollector, given: Fields = {}, query = '') {
  const page = await (await fetch(`${collector.url}/feedback${query}`)).text();
  collector.clock.now += 60_000;
  const fields = {
    id: field(page, 'id'),
    page: field(page, 'page'),
    from: field(page, 'from'),
    text: 'Nobody called me back.',
    ...given,
  };
  const answer = await postForm(collector, '/feedback', fields);
  return {
    ...answer,
    fields,
    key: { reference: shown(answer.html, 'reference'), receipt: shown(answer.html, 'receipt') },
  };
}

const rows = async ({ db }: TestCollector, sql: string) =>
  (await db.$client.execute(sql)).rows.map((row) => ({ ...row }));

test('takes a complaint without a name and shows its reference, receipt, and dates once', async () => {
  await using collector = await aCollector();
  const { status, html, headers, key, fields } = await complain(collector);
  expect(status).toBe(201);
  expect(key.reference).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  expect(key.receipt).toMatch(/^\d{4} \d{4} \d{4} \d{4}$/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('set-cookie')).toBeNull();
  // Monday noon: the next business day, and ten business days later.
  expect(html).toContain('We will get back to you by Tuesday, August 18, 2026.');
  expect(html).toContain('You will get an answer by Monday, August 31, 2026.');
  expect(html).toContain('Tuesday, August 18, 2026: Day 1');
  expect(await rows(collector, 'SELECT kind, channel, text, flags, is_time_hidden, region_id FROM case_file')).toEqual([
    { kind: 'other', channel: 'form', text: 'Nobody called me back.', flags: null, is_time_hidden: 0, region_id: null },
  ]);
  expect(JSON.stringify(await contents(collector.db))).not.toContain(key.receipt.replaceAll(' ', ''));

  const again = await postForm(collector, '/feedback', fields);
  expect(again.status).toBe(200);
  expect(again.html).toContain('We already got this');
  expect(again.html).toContain(key.reference);
  expect(shown(again.html, 'receipt')).toBe('');
  expect(await count(collector.db, 'case_file')).toBe(1);
  // Back, and something else is written into the same form.
  const other = await postForm(collector, '/feedback', { ...fields, text: 'And nobody called me today.' });
  expect(other.status).toBe(201);
  expect(shown(other.html, 'reference')).not.toBe(key.reference);
  expect(await count(collector.db, 'case_file')).toBe(2);
});

test('stores what the writer chose, and how to reach them', async () => {
  await using collector = await aCollector();
  const contact = {
    email: "sam.o'brien@example.org",
    phone: '555 0100',
    post: '1 Main St\nSpringfield',
    title: 'Mx.',
    name: 'Sam',
  };
  const { status } = await complain(collector, { ...contact, kind: 'courtesy', office: 'central' });
  expect(status).toBe(201);
  expect(await rows(collector, 'SELECT title, name, email, phone, post FROM case_contact')).toEqual([contact]);
  expect(await rows(collector, 'SELECT kind, region.slug FROM case_file JOIN region ON region.id = region_id')).toEqual(
    [{ kind: 'courtesy', slug: 'central' }],
  );
});

test('shows the form again with every problem and all that was typed', async () => {
  await using collector = await aCollector({ LANGUAGES: 'en,es' });
  const typed = { text: '', email: 'no address', name: 'Sam <3', kind: 'level', office: 'east', language: 'es' };
  const { status, html } = await postForm(collector, '/feedback', { ...typed, post: 'x'.repeat(1001) });
  expect(status).toBe(400);
  for (const message of [
    'Cuéntenos qué pasó.',
    'Esto no parece un correo electrónico.',
    'Por favor acorte esto: Dirección postal',
  ]) {
    expect(html).toContain(message);
  }
  expect(html).toContain('value="Sam &lt;3"');
  expect(html).toMatch(/value="level" +checked/);
  expect(html).toMatch(/value="east"[^>]*selected/);
  expect(await count(collector.db, 'case_file')).toBe(0);
});

test('changes the language without sending anything', async () => {
  await using collector = await aCollector({ LANGUAGES: 'en,ar' });
  const { status, html } = await postForm(collector, '/feedback', {
    text: 'Hello',
    lang: 'ar',
    language: 'en',
    from: 'survey',
  });
  expect(status).toBe(200);
  expect(html).toContain('<html lang="ar" dir="rtl">');
  expect(typedText(html, 'text')).toBe('Hello');
  expect(field(html, 'from')).toBe('survey');
  expect(await count(collector.db, 'case_file')).toBe(0);
});

test.for([
  ['Chinese characters', '投'.repeat(20_000), 20_000],
  // In a row, 30 of them are kept.
  ['combining marks', 'a' + '\u0301'.repeat(20_000), 30],
])('takes 20,000 %s by form and by JSON', async ([, text, length]) => {
  await using collector = await aCollector();
  expect((await complain(collector, { text: String(text) })).status).toBe(201);
  const answer = await postJson(collector, { id: randomUUID(), text });
  expect(answer.status).toBe(201);
  const stored = await rows(collector, 'SELECT length(text) AS n FROM case_file');
  expect(stored.map(({ n }) => n)).toEqual([length, length]);
});

test('refuses 20,001 characters in words, with everything that was typed', async () => {
  await using collector = await aCollector();
  const text = '投'.repeat(20_001);
  const { status, html } = await complain(collector, { text, name: 'Sam' });
  expect(status).toBe(400);
  expect(html).toContain('It has 20,001 now.');
  expect(typedText(html, 'text')).toBe(text);
  expect(html).toContain('value="Sam"');
  const answer = await postJson(collector, { id: randomUUID(), text });
  expect(problemOf(answer).errors).toEqual([
    { path: 'text', message: 'Please shorten your text to 20,000 characters or fewer. It has 20,001 now.' },
  ]);
  expect(await count(collector.db, 'case_file')).toBe(0);
});

test('refuses a body over 256 KiB and takes one of exactly that size', async () => {
  await using collector = await aCollector();
  const most = 256 * 1024;
  const form = (size: number) => `text=Hello&topic2=${'x'.repeat(size - 18)}`;
  const json = (size: number) => {
    const body = JSON.stringify({ id: randomUUID(), text: 'Hello', more: '' });
    return body.replace('"more":""', `"more":"${'x'.repeat(size - body.length)}"`);
  };
  expect((await postForm(collector, '/feedback', form(most))).status).toBe(201);
  expect((await postJson(collector, json(most))).status).toBe(201);
  const large = await postForm(collector, '/feedback', form(most + 1));
  expect(large.status).toBe(413);
  expect(large.html).toContain('That is more than we can take.');
  expect(problemOf(await postJson(collector, json(most + 1))).status).toBe(413);
  expect((await postForm(collector, '/feedback', '{}', { 'Content-Type': 'text/plain' })).status).toBe(415);
});

test('answers JSON with the reference, the receipt, and the promised dates', async () => {
  await using collector = await aCollector();
  const body = {
    id: randomUUID(),
    text: 'Nobody called me back.',
    kind: 'level',
    office: 'central',
    name: null,
    unknown: 1,
  };
  const first = await postJson(collector, body);
  expect(first.status).toBe(201);
  const receipt = JSON.parse(first.body) as Record<string, unknown>;
  expect(receipt).toMatchObject({
    receipt: expect.stringMatching(/^(\d{4} ){3}\d{4}$/) as string,
    promises: [
      { until: 'acknowledged', date: '2026-08-18' },
      { until: 'answered', date: '2026-08-31' },
    ],
  });
  const again = await postJson(collector, body);
  expect([again.status, JSON.parse(again.body)]).toEqual([200, { ...receipt, receipt: null }]);
  expect(problemOf(await postJson(collector, { ...body, text: 'Something else.' })).status).toBe(409);
  for (const bad of [
    '{',
    '[]',
    '{}',
    { id: 'x', text: 'Hi' },
    { id: randomUUID(), text: 7 },
    { id: randomUUID(), text: ' ' },
  ]) {
    expect(problemOf(await postJson(collector, bad)).status).toBe(400);
  }
  expect(await count(collector.db, 'case_file')).toBe(1);
});

test('flags what may be spam, and stores it', async () => {
  await using collector = await aCollector();
  const flags = async () =>
    (await rows(collector, 'SELECT flags FROM case_file ORDER BY id DESC LIMIT 1'))[0]!['flags'];
  await complain(collector, { topic: 'Buy now' });
  expect(await flags()).toBe('trap');
  const page = await (await fetch(`${collector.url}/feedback`)).text();
  const fields = { id: field(page, 'id'), page: field(page, 'page'), text: 'At once' };
  await postForm(collector, '/feedback', fields, { 'Sec-Fetch-Site': 'cross-site' });
  expect(await flags()).toBe('fast foreign');
  for (let time = 0; time < 5; time += 1) await complain(collector, { text: `the  SAME text${' '.repeat(time)}` });
  expect(await flags()).toBe('burst');
  for (let time = 0; time < 3; time += 1) await complain(collector, { text: `Another ${time}` });
  expect(await flags()).toBe('many');
  expect(await count(collector.db, 'case_file')).toBe(10);
});

test('has the limit of the survey', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '1' });
  expect((await complain(collector)).status).toBe(201);
  const late = await complain(collector, { text: 'Second' });
  expect([late.status, late.headers.get('retry-after')]).toEqual([429, '540']);
  expect(typedText(late.html, 'text')).toBe('Second');
  const json = await postJson(collector, { id: randomUUID(), text: 'Third' });
  expect([json.status, json.headers.get('retry-after')]).toEqual([429, '540']);
});

test('keeps only the date, and whether the office was open, of a complaint from the survey', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute("UPDATE department SET contact_name = 'Ana', contact_email = 'ana@example.gov'");
  collector.clock.now += 3 * 60 * 60 * 1000;
  const { status, html, fields } = await complain(collector, { text: 'He hits my child.' }, '?from=survey&lang=en');
  expect(status).toBe(201);
  expect(fields['from']).toBe('survey');
  expect(html).toContain('You will get an answer by Monday, August 31, 2026.');
  const opening = Date.UTC(2026, 7, 17, 15);
  expect(await rows(collector, 'SELECT channel, received_at, is_time_hidden, opened_at FROM case_file')).toEqual([
    { channel: 'survey', received_at: opening, is_time_hidden: 1, opened_at: opening },
  ]);
  // Nowhere else is the moment, nor the minute, nor a UUID that begins with it.
  const { now } = collector.clock;
  const stored = JSON.stringify(await contents(collector.db));
  expect(stored).not.toContain(String(now).slice(0, 8));
  expect(stored).not.toContain((now - 60_000).toString(16).padStart(12, '0').slice(0, 8));
});

test('queues the emails about a complaint from the survey for the end of its day', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'heart@example.gov' });
  await aPerson(collector, 'manager');
  collector.clock.now += 3 * 60 * 60 * 1000;
  await complain(collector, { office: 'central' }, '?from=survey&lang=en');
  await complain(collector, { office: 'central' });
  // The other complaint's email was sent, so this one had its chance.
  await expect.poll(() => mail.emails.length).toBe(1);
  const midnight = Date.UTC(2026, 7, 18, 7);
  expect(
    await rows(
      collector,
      `SELECT outbox.created_at, next_at, final_at FROM outbox
        JOIN case_file ON cause LIKE 'case:' || reference || '/%' WHERE channel = 'survey'`,
    ),
  ).toEqual([{ created_at: midnight, next_at: midnight, final_at: null }]);
});

test('shows the agency’s own emergency text and other ways, in each language', async () => {
  await using collector = await aCollector({ LANGUAGES: 'en,es' });
  const open = async (lang: string) => (await fetch(`${collector.url}/feedback?lang=${lang}`)).text();
  expect(await open('en')).toContain('To report child abuse, call your local hotline.');
  await collector.heart('settings', '--hotline', '858-560-2191');
  expect(await open('en')).toContain('To report child abuse, call 858-560-2191.');
  const set = (name: string, value: string) =>
    collector.db.$client.execute(statement('INSERT INTO setting (name, value) VALUES (?, ?)', [name, value]));
  await set('emergency:en', 'Go to the fire station.\nOr call <911>.');
  await set('other-ways:en', 'Ask the mayor.');
  const english = await open('en');
  expect(english).toContain('<p>Or call &lt;911&gt;.</p>');
  expect(english).toContain('<li>Ask the mayor.</li>');
  expect(english).not.toContain('858-560-2191');
  const spanish = await open('es');
  expect(spanish).toContain('Llame al 911 ahora.');
  expect(spanish).toContain('Hable con un supervisor.');
});

test('leads from the thank-you page, but not on a kiosk', async () => {
  await using collector = await aCollector();
  const thanks = async (query: string) => (await fetch(`${collector.url}/s/central/thanks${query}`)).text();
  expect(await thanks('?lang=en')).toContain('href="/feedback?from=survey&amp;lang=en"');
  expect(await thanks('?channel=kiosk&home=en')).not.toContain('/feedback');
});

test('answers 503 in words, with everything that was typed, while the database is unavailable', async () => {
  await using collector = await aCollector();
  const { fields } = await complain(collector);
  await collector.db.$client.execute('ALTER TABLE region RENAME TO away');
  const answer = await postForm(collector, '/feedback', { ...fields, id: randomUUID(), text: 'Kept' });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(typedText(answer.html, 'text')).toBe('Kept');
  expect(problemOf(await postJson(collector, { id: randomUUID(), text: 'Kept' })).status).toBe(503);
});

test('opens a case with both numbers, and takes a message once', async () => {
  await using collector = await aCollector();
  const { key } = await complain(collector);
  const opened = await postForm(collector, '/case', {
    reference: key.reference.toLowerCase().replace('-', ' '),
    receipt: key.receipt.replaceAll(' ', ''),
  });
  expect(opened.status).toBe(200);
  expect(opened.headers.get('cache-control')).toBe('no-store');
  expect(opened.html).toContain('Nobody called me back.');
  expect(opened.html).toContain('You will get an answer by Monday, August 31, 2026.');
  await collector.db.$client.execute('UPDATE case_file SET is_unread = 0');
  const written = { ...key, id: field(opened.html, 'id'), message: 'They have called <now>.' };
  const sent = await postForm(collector, '/case', written);
  expect(sent.status).toBe(201);
  expect(sent.html).toContain('We got your message.');
  expect(sent.html).toContain('They have called &lt;now&gt;.');
  const again = await postForm(collector, '/case', written);
  expect(again.status).toBe(200);
  expect(again.html).toContain('We already got this message.');
  expect(await rows(collector, 'SELECT kind, text, person_id FROM case_message')).toEqual([
    { kind: 'from writer', text: 'They have called <now>.', person_id: null },
  ]);
  expect(await rows(collector, 'SELECT kind FROM case_event ORDER BY id')).toEqual([
    { kind: 'received' },
    { kind: 'message in' },
  ]);
  expect(await rows(collector, 'SELECT is_unread, version, sight FROM case_file')).toEqual([
    { is_unread: 1, version: 1, sight: 'desk' },
  ]);
  expect(await rows(collector, "SELECT rowid FROM case_search WHERE case_search MATCH 'called'")).toHaveLength(1);

  const long = await postForm(collector, '/case', { ...key, id: randomUUID(), message: 'x'.repeat(20_001) });
  expect(long.status).toBe(400);
  expect(long.html).toContain('It has 20,001 now.');
  expect(typedText(long.html, 'message')).toHaveLength(20_001);
  expect((await postForm(collector, '/case', { ...key, message: ' ' })).status).toBe(400);
  // After the case was closed, too.
  await collector.db.$client.execute("UPDATE case_file SET stage = 'closed', closed_at = 1");
  const late = await postForm(collector, '/case', { ...key, id: randomUUID(), message: 'One more thing.' });
  expect(late.status).toBe(201);
  expect(late.html).toContain('We will decide whether to open it again.');
});

test('alerts people to danger in a message of the writer, in the same commit', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute("UPDATE department SET contact_name = 'Ana', contact_email = 'ana@example.gov'");
  const { key } = await complain(collector);
  await postForm(collector, '/case', { ...key, id: randomUUID(), message: 'Now he hits my child.' });
  expect(await rows(collector, 'SELECT raised_by, outcome FROM case_danger')).toEqual([
    { raised_by: null, outcome: null },
  ]);
  expect(await rows(collector, 'SELECT sight FROM case_file')).toEqual([{ sight: 'danger' }]);
  expect(await rows(collector, "SELECT kind FROM outbox WHERE kind = 'case-danger'")).toHaveLength(1);
  expect(await rows(collector, 'SELECT kind FROM case_event ORDER BY id')).toEqual([
    { kind: 'received' },
    { kind: 'message in' },
    { kind: 'danger' },
  ]);
});

test('answers a wrong receipt and an unknown reference alike, and a reference alone shows nothing', async () => {
  await using collector = await aCollector();
  const { key } = await complain(collector);
  const wrong = await postForm(collector, '/case', { reference: key.reference, receipt: '0000 0000 0000 0000' });
  const unknown = await postForm(collector, '/case', { reference: 'ZZZZ-ZZZZ', receipt: key.receipt });
  expect([wrong.status, unknown.status]).toEqual([404, 404]);
  const page = (html: string) => html.replace(/value="[^"]*"/g, '');
  expect(page(wrong.html)).toBe(page(unknown.html));
  for (const receipt of ['', '1234', key.receipt.slice(1)]) {
    const answer = await postForm(collector, '/case', { reference: key.reference, receipt });
    expect(answer.status).toBe(404);
    expect(page(answer.html)).toBe(page(wrong.html));
  }
  const inAddress = await fetch(`${collector.url}/case?${new URLSearchParams(key).toString()}`);
  expect(await inAddress.text()).not.toContain('Nobody called me back.');
});

test('slows down guesses of one receipt from one network for at most 30 seconds, and no one else', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' });
  const [{ key }, { key: other }] = [await complain(collector), await complain(collector, { text: 'Another' })];
  const from = (address: string, given: Fields) => postForm(collector, '/case', given, { 'X-Forwarded-For': address });
  const guess = () => from('192.0.2.1', { ...key, receipt: '0000 0000 0000 0001' });
  const waits: number[] = [];
  for (let time = 0; time < 12; time += 1) {
    let answer = await guess();
    if (answer.status === 429) {
      const wait = Number(answer.headers.get('retry-after'));
      waits.push(wait);
      expect(answer.html).toContain(`Please wait ${wait} seconds`);
      // Not even the right receipt is looked at, and asking does not make the wait longer.
      expect((await from('192.0.2.1', key)).status).toBe(429);
      collector.clock.now += wait * 1000;
      answer = await guess();
    }
    expect(answer.status).toBe(404);
  }
  expect(waits).toEqual([2, 4, 8, 16, 30, 30, 30, 30, 30]);
  expect((await from('192.0.2.2', key)).status).toBe(200);
  expect((await from('192.0.2.1', other)).status).toBe(200);
  collector.clock.now += 30_000;
  expect((await from('192.0.2.1', key)).status).toBe(200);
  // A right one does not make the next guess free.
  expect((await guess()).status).toBe(404);
  expect((await guess()).status).toBe(429);
});

test('slows down a network that guesses at many references, and no other', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '2', TRUST_PROXY: '1' });
  const guess = (from: string, index: number) =>
    fetch(`${collector.url}/case`, {
      method: 'POST',
      headers: { 'X-Forwarded-For': from },
      body: new URLSearchParams({
        reference: `2222-${String(2222 + index).replaceAll(/[01]/g, 'A')}`,
        receipt: '1234 5678 1234 5678',
      }),
    });
  const answers = [];
  for (let index = 0; index < 25; index += 1) answers.push((await guess('198.51.100.7', index)).status);
  expect(answers.slice(0, 20)).toEqual(Array(20).fill(404));
  expect(answers.slice(20)).toEqual(Array(5).fill(429));
  expect((await guess('203.0.113.9', 0)).status).toBe(404);
});
