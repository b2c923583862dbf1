import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, send, sendForm } from '../../test/collector.ts';
import { readPage } from '../../test/page.ts';
import { aReader } from '../../test/reader.ts';
import { answerOf, expectNothingInside, problemOf } from '../../test/wire.ts';

test('an internal error gives an apology without any internals, at every endpoint', async () => {
  await using collector = await aCollector();
  const { db, url } = collector;
  const read = await aReader(collector);
  // A department in this zone has no quarters, and no command can set it.
  await db.$client.execute("UPDATE department SET zone = 'Mars/Olympus'");

  const problems = [
    await answerOf(await send(collector, aResponse())),
    await read('2026-07'),
    await read('2026-07.csv'),
  ];
  for (const answer of problems) {
    expect(problemOf(answer)).toEqual({
      type: 'about:blank',
      status: 500,
      title: 'Something went wrong on our end.',
    });
  }
  const pages = [
    await fetch(`${url}/s/central`),
    await fetch(`${url}/s/central/thanks`),
    await sendForm(collector, aForm()),
  ];
  for (const page of await Promise.all(pages.map(answerOf))) {
    expect(page.status).toBe(500);
    expectNothingInside(page);
    expect(page.body).not.toContain('Mars');
    expect(readPage(page.body)).toMatchObject({ radios: 0, title: expect.not.stringContaining('Thank you') });
  }
  expect(await count(db, 'response')).toBe(0);

  await db.$client.execute("UPDATE department SET zone = 'America/Los_Angeles'");
  expect((await send(collector, aResponse())).status).toBe(201);
});

test('answers an unknown path in the format of its zone', async () => {
  await using collector = await aCollector();
  for (const path of ['/api/v1/nothing', '/api/', '/api/v1/responses/1', '/api/v2/responses']) {
    const answer = await answerOf(await fetch(collector.url + path));
    expect(problemOf(answer)).toMatchObject({ status: 404, title: 'There is nothing at this address.' });
  }
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
    const answer = await answerOf(await fetch(`${collector.url}/api/v1/responses`, { method }));
    expect(problemOf(answer)).toMatchObject({ status: 405, title: 'Use POST to send a response.' });
    expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
  }
});
