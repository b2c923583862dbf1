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

/** The page behind a link, after its status was looked at. */
async function open({ url }: TestCollector, path: string) {
  const answer = await answerOf(await fetch(url + path));
  expect(answer.status, path).toBe(200);
  return { html: answer.body, ...readPage(answer.body) };
}

test('the first answer is the whole survey: a form that sends itself, thirty radios, nothing chosen', async () => {
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

test('the page runs nothing of its own, and loads nothing but what is the collector’s', async () => {
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
    // What is named by its content never changes.
    if (path.startsWith('/assets/')) expect(answer.headers.get('cache-control')).toContain('immutable');
  }
});

test('a name with markup in it stays a name, in the page and in what the page’s script is given', async () => {
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

test('what the page sends is one response, and the customer is thanked', async () => {
  await using collector = await aCollector();
  const { fields } = await open(collector, '/s/east?channel=signature');
  const sent = await sendForm(collector, { ...fields, overall: '5', comment: 'Thank you' }, 'east');
  expect([sent.status, sent.headers.get('location')]).toEqual([303, '/s/east/thanks']);
  const { html, title, radios } = await open(collector, sent.headers.get('location')!);
  expect({ title, radios }).toEqual({ title: 'Thank you – East Region', radios: 0 });
  expect(html).toContain('Your answers are with the HEART team of East Region.');
  expect(
    await count(collector.db, "response WHERE overall = 5 AND comment = 'Thank you' AND channel = 'signature'"),
  ).toBe(1);
});

test('reading writes nothing but what was taken away to the audit, whatever is read and however it is asked for', async () => {
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
  const { audit_event: told, sqlite_sequence: _, ...after } = await contents(collector.db);
  const { audit_event: toldBefore, sqlite_sequence: __, ...restBefore } = before;
  expect(after).toEqual(restBefore);
  expect(told!.slice(0, toldBefore!.length)).toEqual(toldBefore);
  expect(told!.slice(toldBefore!.length)).toMatchObject([
    { action: 'averages exported', subject: '2026-07', person_id: null },
    { action: 'responses exported', subject: '2026-07', person_id: null },
  ]);
});

test('no two copies of the page have one id, and a cache keeps one for going back to at most, a kiosk none', async () => {
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
  ['a line feed at its start', '\nThank you'],
  ['three line feeds at its start', '\n\n\nThank you\n\n'],
  ['the end of its own field', `</textarea><script>alert(1)</script>`],
  ['all that means something in HTML', `&amp; &lt; "quoted" 'so' <!-- ]]> {comment} \${1}`],
])('a comment with %s comes back from an error page as it was typed, and is stored so', async (_, comment) => {
  await using collector = await aCollector();
  const refused = await sendForm(collector, aForm({ respect: null, comment }));
  expect(refused.status).toBe(400);
  const html = await refused.text();
  const page = readPage(html);
  expect(inlineScripts(page)).toEqual([]);
  expect(page).toMatchObject({ comment, summary: ['There is a problem', 'Rate at least one statement.'] });
  // A browser sends line ends in its own way.
  const sent = { ...page.fields, overall: '4', comment: page.comment.replaceAll('\n', '\r\n') };
  expect((await sendForm(collector, sent)).status).toBe(303);
  const { rows } = await collector.db.$client.execute('SELECT comment FROM response');
  expect(rows[0]!['comment']).toBe(comment);
});

test('the front page lists every survey with a link to it', async () => {
  await using collector = await aCollector();
  const { links, html } = await open(collector, '/');
  const surveys = links.filter(({ href }) => href.startsWith('/s/'));
  expect(surveys).toEqual(slugs.map((slug) => ({ href: `/s/${slug}?lang=en` })));
  for (const { href } of links) await open(collector, href);
  expect(html).toMatch(/North Inland Region<\/a>/);
  // Whose they are is said where that differs.
  expect(html).not.toContain('Child Welfare Services');
  await collector.db.$client.batch([
    "INSERT INTO department (slug, name, zone, first_month) VALUES ('library', 'Library', 'America/Los_Angeles', 7)",
    "INSERT INTO region (department_id, slug, name) SELECT id, 'main', 'Main Library' FROM department WHERE slug = 'library'",
  ]);
  expect((await open(collector, '/')).html).toMatch(/<span>Child Welfare Services<\/span>/);
});
