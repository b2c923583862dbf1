import { items, scale } from '@heart-survey/shared/items';
import { en } from '@heart-survey/shared/languages/en';
import { expect, test } from 'vitest';
import { aForm, encoded } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { inlineScripts, readPage } from '../../test/page.ts';
import { answerOf } from '../../test/wire.ts';
import { statement } from '../database/statement.ts';

const slugs = ['adoptions', 'ccws', 'central', 'east', 'north-central', 'north-coastal', 'north-inland', 'south'];

/** Opens a link, checks its status, and reads the page. */
async function open({ url }: TestCollector, path: string) {
  const answer = await answerOf(await fetch(url + path));
  expect(answer.status, path).toBe(200);
  return { html: answer.body, ...readPage(answer.body) };
}

test('has the whole survey in the first response: a working form, thirty radio buttons, nothing chosen', async () => {
  await using collector = await aCollector();
  const { html, radios, ratings, comment, hidden } = await open(collector, '/s/central');
  expect({ radios, ratings, comment }).toEqual({ radios: 30, ratings: {}, comment: '' });
  for (const item of items) {
    expect(html).toContain(en.items[item].statement);
    for (const value of scale)
      expect(html.split(`name="${item}" id="${item}-${value}" value="${value}"`)).toHaveLength(2);
  }
  expect(html).toMatch(
    /<form\s[^>]*method="post"\s+action="\/s\/central"[^>]*>(?:(?!<\/form>).)*<button type="submit"[^>]*>/s,
  );
  expect(html).toMatch(/Child Welfare Services\s*<span>Central Region<\/span>/);
  expect(hidden).toEqual({ id: expect.any(String), language: 'en', channel: 'page', employee: '', wording: '1' });
});

test('has no inline script and loads only from the collector', async () => {
  await using collector = await aCollector();
  const page = await open(collector, '/s/central');
  expect(inlineScripts(page)).toEqual([]);
  expect(page.html).not.toMatch(/\son\w+=|javascript:|\ssrcset=/i);
  const loaded = [...page.html.matchAll(/<(?:link|script|img)\b[^>]*\s(?:src|href)="([^"]*)"/g)].map(([, to]) => to!);
  expect(loaded).toContain('/favicon.svg');
  for (const path of loaded) {
    expect(path).toMatch(/^\/[a-z]/);
    const answer = await fetch(collector.url + path);
    expect(answer.status, path).toBe(200);
    // An address that contains a hash never changes its content.
    if (path.startsWith('/assets/')) expect(answer.headers.get('cache-control')).toContain('immutable');
  }
});

test('escapes a name with markup, in the page and in the script’s data', async () => {
  await using collector = await aCollector();
  const name = `A & B's "office" </script><!--<script>alert(1)</script>`;
  await collector.db.$client.execute(statement("UPDATE region SET name = ? WHERE slug = 'central'", [name]));
  const page = await open(collector, '/s/central');
  expect(page.html).not.toContain('<script>alert');
  expect(page.title).toBe(`How are we doing? – ${name}`);
  expect(inlineScripts(page)).toEqual([]);
  for (const { attributes, content } of page.scripts.filter(({ attributes }) => attributes['src'] === undefined)) {
    expect(attributes['type']).toBe('application/json');
    expect(JSON.parse(content)).toMatchObject({ regionName: name });
  }
});

test('stores one response and thanks the customer', async () => {
  await using collector = await aCollector();
  const { fields } = await open(collector, '/s/east?channel=signature');
  const sent = await sendForm(collector, { ...fields, overall: '5', comment: 'Thank you' }, 'east');
  expect([sent.status, sent.headers.get('location')]).toEqual([303, '/s/east/thanks']);
  const { html, title, radios } = await open(collector, sent.headers.get('location')!);
  expect({ title, radios }).toEqual({ title: 'Thank you – East Region', radios: 0 });
  expect(html).toContain('Your answers went to the HEART team for East Region.');
  expect(
    await count(collector.db, "response WHERE overall = 5 AND comment = 'Thank you' AND channel = 'signature'"),
  ).toBe(1);
});

test('writes nothing when pages are read, except an audit entry for a download', async () => {
  await using collector = await aCollector();
  const token = (await collector.heart('token', 'create')).out;
  expect((await send(collector, aResponse({ rating: 3 }))).status).toBe(201);
  const before = await contents(collector.db);
  expect(before['response']).toHaveLength(1);
  const figures = '/api/v1/departments/cws/quarters/2026-07';
  const paths = [
    ...['/', '/s/central?overall=5&employee=k7&channel=signature', '/s/central/thanks', '/s/nowhere', '/nowhere'],
    ...['/api/v1/responses', `/api/v1/responses?${encoded(aForm())}`, `/s/central?${encoded(aForm())}`],
    ...[figures, `${figures}.csv`, `${figures}/responses.csv`, '/api/v1/departments/cws/quarters/2027-01'],
    ...['/widget/v1/heart-survey.js', '/favicon.svg', '/openapi.json', '/docs', '/embed', '/healthz', '/readyz'],
  ];
  for (const path of paths) {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const answer = await fetch(collector.url + path, { method, headers: { Authorization: `Bearer ${token}` } });
      await answer.arrayBuffer();
      expect(answer.status, `${method} ${path}`).toBeLessThan(500);
    }
  }
  const { audit_event: entries, sqlite_sequence: _, ...after } = await contents(collector.db);
  const { audit_event: entriesBefore, sqlite_sequence: __, ...restBefore } = before;
  expect(after).toEqual(restBefore);
  expect(entries!.slice(0, entriesBefore!.length)).toEqual(entriesBefore);
  expect(entries!.slice(entriesBefore!.length)).toMatchObject([
    { action: 'averages exported', subject: '2026-07', person_id: null },
    { action: 'responses exported', subject: '2026-07', person_id: null },
  ]);
});

test('gives each copy of the page its own id, and lets caches keep it only for Back, and never on a kiosk', async () => {
  await using collector = await aCollector();
  const ids = new Set<string>();
  for (let copies = 1; copies <= 20; copies += 1) {
    const channel = copies % 2 === 0 ? 'page' : 'kiosk';
    const answer = await fetch(`${collector.url}/s/central?channel=${channel}`);
    const kept = channel === 'kiosk' ? 'no-store' : 'private, max-age=0, must-revalidate';
    expect(answer.headers.get('cache-control')).toBe(kept);
    ids.add(readPage(await answer.text()).hidden['id']!);
    expect(ids.size).toBe(copies);
  }
  const again = await sendForm(collector, aForm({ respect: null }));
  expect([again.status, again.headers.get('cache-control')]).toEqual([400, 'no-store']);
});

test.each([
  ['a leading line feed', '\nThank you'],
  ['three leading line feeds', '\n\n\nThank you\n\n'],
  ['a closing textarea tag', `</textarea><script>alert(1)</script>`],
  ['HTML special characters', `&amp; &lt; "quoted" 'so' <!-- ]]> {comment} \${1}`],
])('keeps a comment with %s as typed, on an error page and in the database', async (_, comment) => {
  await using collector = await aCollector();
  const refused = await sendForm(collector, aForm({ respect: null, comment }));
  expect(refused.status).toBe(400);
  const html = await refused.text();
  const page = readPage(html);
  expect(inlineScripts(page)).toEqual([]);
  expect(page).toMatchObject({ comment, summary: ['There is a problem', 'Rate at least one statement.'] });
  // A browser sends line ends as CRLF.
  const sent = { ...page.fields, overall: '4', comment: page.comment.replaceAll('\n', '\r\n') };
  expect((await sendForm(collector, sent)).status).toBe(303);
  const { rows } = await collector.db.$client.execute('SELECT comment FROM response');
  expect(rows[0]!['comment']).toBe(comment);
});

test('lists every survey on the front page with its link', async () => {
  await using collector = await aCollector();
  const { links, html } = await open(collector, '/');
  const surveys = links.filter(({ href }) => href.startsWith('/s/'));
  expect(surveys).toEqual(slugs.map((slug) => ({ href: `/s/${slug}?lang=en` })));
  for (const { href } of links) await open(collector, href);
  expect(html).toMatch(/North Inland Region<\/a>/);
  // The department is shown only if there are several.
  expect(html).not.toContain('Child Welfare Services');
  await collector.db.$client.batch([
    "INSERT INTO department (slug, name, zone, first_month) VALUES ('library', 'Library', 'America/Los_Angeles', 7)",
    "INSERT INTO region (department_id, slug, name) SELECT id, 'main', 'Main Library' FROM department WHERE slug = 'library'",
  ]);
  expect((await open(collector, '/')).html).toMatch(/<span>Child Welfare Services<\/span>/);
});
