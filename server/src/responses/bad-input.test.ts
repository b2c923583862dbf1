import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { badBodies } from '../../test/bad-bodies.ts';
import { badForms } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { readPage } from '../../test/page.ts';
import { expectNothingInside, post, problemOf } from '../../test/wire.ts';

async function expectNothingStored({ db, heart }: TestCollector) {
  for (const table of ['response', 'rating_tally', 'response_tally', 'action_plan']) {
    expect(await count(db, table), table).toBe(0);
  }
  expect(await heart('verify')).toMatchObject({ code: 0, out: 'Recounted 0 responses: every tally agrees.' });
}

test('rejects every bad body with the right status and paths, and stores nothing', async () => {
  await using collector = await aCollector();
  for (const { what, status, at, ...sent } of badBodies) {
    const answer = await post(`${collector.url}/api/v1/responses`, sent);
    const { errors } = problemOf(answer, what);
    expect.soft({ what, status: answer.status, at: errors?.map(({ path }) => path) }).toEqual({ what, status, at });
    for (const { message } of errors ?? []) expect.soft(message, what).toMatch(/^[A-Z].*\.$/);
  }
  await expectNothingStored(collector);
});

test('answers every bad form with a page that names the problems and keeps what was typed', async () => {
  await using collector = await aCollector();
  for (const { what, status, message, kept, region = 'central', ...sent } of badForms) {
    const answer = await post(`${collector.url}/s/${region}`, sent);
    expectNothingInside(answer, what);
    expect.soft(answer.headers.get('content-type'), what).toBe('text/html; charset=UTF-8');
    const typed = new URLSearchParams(String(sent.body)).getAll('comment').join(' ');
    const expected = message
      ? { ratings: { respect: '2' }, comment: typed, heading: 'There is a problem', ...kept }
      : { ratings: {}, comment: '', heading: undefined };
    const { summary, ratings, comment, title } = readPage(answer.body);
    const [heading, ...entries] = summary;
    expect.soft({ what, status: answer.status, heading, ratings, comment }).toEqual({ what, status, ...expected });
    expect
      .soft(
        entries.map((entry, index) => entry.slice(0, message?.[index]?.length)),
        what,
      )
      .toEqual(message ?? []);
    expect.soft(title, what).toMatch(status === 404 ? /^Page not found/ : /^Error: /);
  }
  await expectNothingStored(collector);
});

test('accepts a page that asks people to send it again', async () => {
  await using collector = await aCollector();
  const asking = badForms.filter(
    ({ message }) => message?.length === 1 && message[0]!.startsWith('Your answers have not been sent'),
  );
  for (const { what, ...sent } of asking) {
    const page = readPage((await post(`${collector.url}/s/central`, sent)).body);
    expect((await sendForm(collector, page.fields)).status, what).toBe(303);
  }
  expect(asking.length).toBeGreaterThan(10);
  expect(await count(collector.db, 'response WHERE respect = 2')).toBe(asking.length);
});

test('accepts a response with unknown keys and unknown hints', async () => {
  await using collector = await aCollector();
  const odd: unknown[] = [
    7,
    true,
    [],
    ['en'],
    {},
    { toString: 1 },
    '',
    'tlh',
    '__proto__',
    'constructor',
    'x'.repeat(5000),
    null,
  ];
  for (const hint of odd) {
    const body = aResponse({ language: hint, channel: hint, employee: hint, '': 1, isAdmin: true, quarter: '1999-01' });
    expect((await send(collector, body)).status, JSON.stringify(hint)).toBe(201);
  }
  const spelled = JSON.stringify(aResponse({ language: 'en', channel: 'embed' }));
  for (const body of [
    `\uFEFF${spelled}`,
    ` \r\n${aResponseWith(4.0)}\t`,
    aResponseWith('5e0'),
    aResponseWith('5.000'),
  ]) {
    expect((await send(collector, body)).status, body).toBe(201);
  }
  expect(await count(collector.db, 'response WHERE language IS NULL AND channel IS NULL')).toBe(odd.length + 3);
  expect(await count(collector.db, "response WHERE language = 'en' AND channel = 'embed'")).toBe(1);
  expect(await count(collector.db, "response WHERE quarter = '2026-07'")).toBe(odd.length + 4);
});

test('accepts a form with unknown hints', async () => {
  await using collector = await aCollector();
  const fields = `overall=5&language=tlh&language=en&channel=pigeon&employee=${'x'.repeat(5000)}&submit=Send&=`;
  expect((await sendForm(collector, `id=${randomUUID()}&${fields}`)).status).toBe(303);
  expect(await count(collector.db, 'response WHERE overall = 5 AND language IS NULL AND channel IS NULL')).toBe(1);
});

function aResponseWith(overall: unknown): string {
  return `{"id": "${randomUUID()}", "region": "central", "ratings": {"overall": ${String(overall)}}}`;
}
