import { scale } from '@heart-survey/shared/items';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { readPage } from '../../test/page.ts';
import { answerOf, problemOf } from '../../test/wire.ts';
import { statement } from '../database/statement.ts';

const day = 24 * 60 * 60 * 1000;

/** Opens a link, checks its status, and reads the page. */
async function open({ url }: TestCollector, path: string) {
  const answer = await answerOf(await fetch(url + path));
  expect(answer.status, path).toBe(200);
  return { html: answer.body, ...readPage(answer.body) };
}

test('preselects the overall rating from a link, and ignores an invalid one', async () => {
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

test('passes the link’s employee and channel to the form, escaped, and ignores the channel paper', async () => {
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
    expect(html).not.toContain('<script>');
  }
});

test('shows “page not found” for a link that was cut short, and for a form sent there', async () => {
  await using collector = await aCollector();
  for (const path of ['/s/centra', '/s/CENTRAL', '/s/nowhere/thanks', '/s/%00', '/s/..%2Fcentral', '/s/', '/s']) {
    const answer = await answerOf(await fetch(collector.url + path));
    expect(answer.status, path).toBe(404);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(readPage(answer.body), path).toMatchObject({ title: 'Page not found', radios: 0 });
  }
  const posted = await sendForm(collector, aForm(), 'centra');
  expect([posted.status, readPage(await posted.text()).title]).toEqual([404, 'Page not found']);
});

test('accepts answers for a retired region for thirty days, and then ends at every endpoint', async () => {
  await using collector = await aCollector();
  const retired = collector.clock.now;
  await collector.db.$client.execute(statement("UPDATE region SET retired_at = ? WHERE slug = 'east'", [retired]));
  collector.clock.now = retired + 30 * day - 1;
  expect((await fetch(`${collector.url}/s/east`)).status).toBe(200);
  expect((await sendForm(collector, aForm(), 'east')).status).toBe(303);
  expect((await send(collector, aResponse({ region: 'east' }))).status).toBe(201);
  expect(await (await fetch(collector.url)).text()).toContain('/s/east?');

  collector.clock.now += 1;
  const pages = [await fetch(`${collector.url}/s/east`), await sendForm(collector, aForm(), 'east')];
  for (const page of pages) {
    expect(page.status).toBe(410);
    const html = await page.text();
    expect(readPage(html)).toMatchObject({ title: 'This survey has ended', radios: 0 });
    expect(html).toContain('The survey for East Region has ended.');
  }
  const refused = await answerOf(await send(collector, aResponse({ region: 'east' })));
  expect(problemOf(refused)).toMatchObject({ status: 410, title: 'This survey has ended.' });
  expect((await fetch(`${collector.url}/s/central`)).status).toBe(200);
  expect(await (await fetch(collector.url)).text()).not.toContain('/s/east?');
  expect(await count(collector.db, 'response')).toBe(2);
});
