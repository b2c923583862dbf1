import { expect, test } from 'vitest';
import { aCollector, aResponse, send } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { readPage } from '../../test/page.ts';
import { answerOf } from '../../test/wire.ts';

// Email security scanners open every link before the reader does, in different ways and often more than once.

const link = '/s/central?overall=5&channel=signature';

const looks: [what: string, path: string, status: number, init?: RequestInit][] = [
  ['a look', link, 200],
  ['a request for headers only', link, 200, { method: 'HEAD' }],
  ['a request for the allowed methods', link, 404, { method: 'OPTIONS' }],
  ['a quote after the link', `${link}%27`, 200],
  ['a quote after the path', '/s/central%27', 404],
  ['a quote after the path of a full link', '/s/central%27?overall=5&channel=signature', 404],
  ['a prefetch', link, 200, { headers: { 'Sec-Purpose': 'prefetch' } }],
  ['a prerendering', link, 200, { headers: { 'Sec-Purpose': 'prefetch;prerender' } }],
  ['a prefetch by an older browser', link, 200, { headers: { Purpose: 'prefetch' } }],
  [
    'a link preview in a chat',
    link,
    200,
    { headers: { 'User-Agent': 'Slackbot-LinkExpanding 1.0', Range: 'bytes=0-32768' } },
  ],
];

test('stores and counts nothing for a scanner, and does not use up the customer’s limit', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '1' });
  const before = await contents(collector.db);
  for (const [what, path, status, init] of [...looks, ...looks]) {
    const answer = await fetch(collector.url + path, init);
    await answer.arrayBuffer();
    expect.soft(answer.status, what).toBe(status);
    expect.soft(answer.headers.get('set-cookie'), what).toBeNull();
    // The reader of the email gets a new page, not the scanner's.
    expect.soft(answer.headers.get('cache-control'), what).toMatch(/^(no-store|private, max-age=0, must-revalidate)$/);
  }
  expect(await contents(collector.db)).toEqual(before);
  expect([(await send(collector, aResponse())).status, (await send(collector, aResponse())).status]).toEqual([
    201, 429,
  ]);
});

test('opens the survey for a link with a trailing quote, or asks to check the link', async () => {
  await using collector = await aCollector();
  const open = async (path: string) => (await answerOf(await fetch(collector.url + path))).body;
  const { radios, ratings, hidden } = readPage(await open(`${link}%27`));
  expect({ radios, ratings, hidden }).toMatchObject({
    radios: 30,
    ratings: { overall: '5' },
    hidden: { channel: 'page' },
  });
  expect(readPage(await open('/s/central?overall=5%27')).ratings).toEqual({});
  expect(await open('/s/central%27')).toContain('Please check the link.');
});
