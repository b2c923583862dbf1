import { items, scale } from '@heart-survey/shared/items';
import { en } from '@heart-survey/shared/languages/en';
import { expect, test } from 'vitest';
import { aForm, encoded } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { readPage } from '../../test/page.ts';
import { answerOf, problemOf } from '../../test/wire.ts';

const day = 24 * 60 * 60 * 1000;
const slugs = ['adoptions', 'ccws', 'central', 'east', 'north-central', 'north-coastal', 'north-inland', 'south'];

/** The page behind a link, after its status was looked at. */
async function open({ url }: TestCollector, path: string) {
  const answer = await answerOf(await fetch(url + path));
  expect(answer.status, path).toBe(200);
  return { html: answer.body, ...readPage(answer.body) };
}

test('the first answer is the whole survey: a form that sends itself, thirty radios, nothing chosen, no script', async () => {
  await using collector = await aCollector();
  const { html, radios, ratings, comment, hidden } = await open(collector, '/s/central');
  expect({ radios, ratings, comment }).toEqual({ radios: 30, ratings: {}, comment: '' });
  for (const item of items) {
    expect(html).toContain(en.items[item].statement);
    for (const value of scale)
      expect(html.split(`name="${item}" id="${item}-${value}" value="${value}"`)).toHaveLength(2);
  }
  expect(html).toMatch(/<form [^>]*method="post" action="\/s\/central"[^>]*>(?:(?!<\/form>).)*<button type="submit">/s);
  expect(html).not.toMatch(/<script|\son\w+=|javascript:/i);
  // Nothing is loaded but the little picture in the tab.
  expect([...html.matchAll(/\s(?:src|srcset|href)="([^"#?]*)/g)].map(([, to]) => to)).toEqual([
    ...['/favicon.svg', '/s/central', '/s/central'],
  ]);
  expect(html).toContain('Child Welfare Services <span>Central Region</span>');
  expect(hidden).toEqual({ id: expect.any(String), language: 'en', channel: 'page', employee: '', wording: '1' });
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

test('a link chooses the overall rating beforehand, and nonsense in it chooses nothing', async () => {
  await using collector = await aCollector();
  for (const value of scale) {
    expect((await open(collector, `/s/central?overall=${value}`)).ratings).toEqual({ overall: String(value) });
  }
  const nonsense = [
    '',
    '0',
    '6',
    '55',
    '05',
    '5.0',
    '%205',
    '5%0A',
    '-1',
    '1e0',
    'five',
    '%D9%A5',
    '%22%20checked',
    '%',
  ];
  for (const value of nonsense) {
    expect((await open(collector, `/s/central?overall=${value}`)).ratings, value).toEqual({});
  }
  expect((await open(collector, '/s/central?respect=5&ratings[overall]=5')).ratings).toEqual({});
  expect(await count(collector.db, 'response')).toBe(0);
});

test('employee and channel of the link go with the form and cannot leave their fields; paper is no link', async () => {
  await using collector = await aCollector();
  for (const channel of ['signature', 'embed', 'page', 'kiosk']) {
    expect((await open(collector, `/s/central?channel=${channel}`)).hidden).toMatchObject({ channel });
  }
  for (const channel of ['paper', 'pigeon', '', 'Signature', '__proto__', '"><script>']) {
    const { hidden } = await open(collector, `/s/central?channel=${encodeURIComponent(channel)}`);
    expect(hidden, channel).toMatchObject({ channel: 'page' });
  }
  for (const employee of ['k7', `"'><script>alert(1)</script>&amp;`, ' x=y onload="1" ', '{employee}']) {
    const { html, hidden } = await open(collector, `/s/central?employee=${encodeURIComponent(employee)}`);
    expect(hidden, employee).toMatchObject({ employee });
    expect(html).not.toContain('<script');
  }
});

test('reading writes nothing, whatever is read and however it is asked for', async () => {
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
    ...['/widget/v1/heart-survey.js', '/favicon.svg', '/openapi.json', '/docs', '/healthz', '/readyz'],
  ];
  for (const path of paths) {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const answer = await fetch(collector.url + path, { method, headers: { Authorization: `Bearer ${token}` } });
      await answer.arrayBuffer();
      expect(answer.status, `${method} ${path}`).toBeLessThan(500);
    }
  }
  expect(await contents(collector.db)).toEqual(before);
});

test('a link cut short leads to a page that says so, in a form or out of it', async () => {
  await using collector = await aCollector();
  for (const path of ['/s/centra', '/s/CENTRAL', '/s/nowhere/thanks', '/s/%00', '/s/..%2Fcentral', '/s/', '/s']) {
    const answer = await answerOf(await fetch(collector.url + path));
    expect(answer.status, path).toBe(404);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(readPage(answer.body), path).toMatchObject({ title: 'This page is not here', radios: 0 });
  }
  const posted = await sendForm(collector, aForm(), 'centra');
  expect([posted.status, readPage(await posted.text()).title]).toEqual([404, 'This page is not here']);
});

test('a retired region takes answers for thirty days more and then says that it has ended, at every door', async () => {
  await using collector = await aCollector();
  const retired = collector.clock.now;
  await collector.db.$client.execute({ sql: "UPDATE region SET retired_at = ? WHERE slug = 'east'", args: [retired] });
  collector.clock.now = retired + 30 * day - 1;
  expect((await fetch(`${collector.url}/s/east`)).status).toBe(200);
  expect((await sendForm(collector, aForm(), 'east')).status).toBe(303);
  expect((await send(collector, aResponse({ region: 'east' }))).status).toBe(201);
  expect(await (await fetch(collector.url)).text()).toContain('/s/east"');

  collector.clock.now += 1;
  const pages = [await fetch(`${collector.url}/s/east`), await sendForm(collector, aForm(), 'east')];
  for (const page of pages) {
    expect(page.status).toBe(410);
    const html = await page.text();
    expect(readPage(html)).toMatchObject({ title: 'This survey has ended', radios: 0 });
    expect(html).toContain('The survey of East Region does not take answers any more.');
  }
  const refused = await answerOf(await send(collector, aResponse({ region: 'east' })));
  expect(problemOf(refused)).toMatchObject({ status: 410, title: 'This survey has ended.' });
  expect((await fetch(`${collector.url}/s/central`)).status).toBe(200);
  expect(await (await fetch(collector.url)).text()).not.toContain('/s/east"');
  expect(await count(collector.db, 'response')).toBe(2);
});

test('no two copies of the page have one id, and none of them is kept by a cache', async () => {
  await using collector = await aCollector();
  const ids = new Set<string>();
  for (let copies = 1; copies <= 20; copies += 1) {
    const answer = await fetch(`${collector.url}/s/central`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
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
  expect(html).not.toContain('<script');
  const page = readPage(html);
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
  expect(links).toEqual(slugs.map((slug) => ({ href: `/s/${slug}` })));
  for (const { href } of links) await open(collector, href);
  expect(html).toContain('North Inland Region</a> <span>Child Welfare Services</span>');
});
