import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { readPdf } from '../../test/pdf.ts';
import { again, aPlan, closeQuarter } from '../../test/plans.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { statement } from '../../test/statement.ts';

const path = '/console/departments/cws/quarters/2026-07/share-out';

/** Comments of a quarter that has closed, by their texts, and an ambassador. */
async function closedWithComments(
  comments: Record<string, { rating?: number; region?: string; mayShow?: boolean }>,
  { asksToShow = false } = {},
) {
  const collector = await aCollector();
  const { db } = collector;
  await db.$client.execute(statement('UPDATE department SET asks_to_show = ?', [asksToShow ? 1 : 0]));
  await db.$client.execute(
    statement(
      "INSERT INTO employee (region_id, name, code, created_at) SELECT id, ?, ?, 1 FROM region WHERE slug = 'central'",
      ['Maria Lopez', 'maria-code-1'],
    ),
  );
  const ids = new Map<string, string>();
  for (const region of ['central', 'south']) {
    for (let index = 0; index < 12; index++) await send(collector, aResponse({ region, rating: 4 }));
  }
  for (const [comment, { rating = 5, region = 'central', mayShow }] of Object.entries(comments)) {
    const response = { ...aResponse({ rating, region, comment, language: 'en' }), mayShow };
    expect((await send(collector, response)).status).toBe(201);
    ids.set(comment, response.id);
  }
  const ambassador = await aPerson(collector, 'ambassador');
  return { collector, ids, ambassador, [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose]() };
}

async function close(collector: TestCollector, ambassador: Staff): Promise<Staff> {
  await closeQuarter(collector);
  return again(collector, ambassador);
}

test('offers only comments that may be shared, and prints the chosen ones on one page', async () => {
  await using given = await closedWithComments({
    'They called me back the same day.': {},
    'Call me at 619-555-0123, the line was busy.': { rating: 2 },
    'Thanks to maria at the desk!': {},
    'He threatened me': { rating: 1 },
    'This was not about you': {},
    'Only a few people came here': { region: 'east' },
  });
  const { ids, ambassador } = given;
  const mark = (comment: string, kind: string) =>
    ambassador.post(`/console/departments/cws/comments/${ids.get(comment)}/${kind}`, {
      reason: 'A reason',
      note: 'A note',
    });
  expect((await mark('He threatened me', 'flag')).status).toBe(303);
  expect((await mark('This was not about you', 'hiding')).status).toBe(303);
  const reader = await close(given.collector, ambassador);
  const page = await reader.get(path);
  expect(page.status).toBe(200);
  const shown = text(page.body);
  expect(shown).toContain('They called me back the same day.');
  expect(shown).toContain('Call me at ▇▇▇, the line was busy.');
  expect(shown).toContain('Put a page with comments only where employees see it.');
  for (const left of ['maria', 'threatened', 'not about you', 'Only a few']) expect(shown).not.toContain(left);

  const chosen = [...ids.values()].slice(0, 3).map((id) => `quote=${id}`);
  const response = await reader.open(`${path}.pdf?${chosen.join('&')}`);
  expect(response.status).toBe(200);
  const pdf = readPdf(new Uint8Array(await response.arrayBuffer()));
  expect(pdf.pages).toBe(1);
  expect(pdf.text).toContain('They called me back the same day.');
  expect(pdf.text).toMatch(/Call me at\s+\[hidden\], the line was busy\./);
  expect(pdf.text).not.toContain('maria');
  expect(await count(given.collector.db, "audit_event WHERE action = 'share-out sheet exported'")).toBe(1);
});

test('offers only comments whose writers agreed, if the department asks them', async () => {
  const withoutBox = Array.from({ length: 30 }, (_, n) => [`They did not check the box ${n}`, {}] as const);
  await using given = await closedWithComments(
    { 'You may show this': { mayShow: true }, ...Object.fromEntries(withoutBox) },
    { asksToShow: true },
  );
  const { ids, ambassador } = given;
  const reader = await close(given.collector, ambassador);
  const { body } = await reader.get(path);
  expect(text(body)).toContain('You may show this');
  expect(text(body)).not.toContain('They did not check the box');
  expect(text(body)).toContain('Only comments whose writers agreed are offered.');
  const refused = ids.get('They did not check the box 1');
  const response = await reader.open(`${path}.pdf?quote=${ids.get('You may show this')}&quote=${refused}`);
  const pdf = readPdf(new Uint8Array(await response.arrayBuffer()));
  expect(pdf.text).toContain('You may show this');
  expect(pdf.text).not.toContain('They did not check the box');
});

test('asks to choose fewer comments, and keeps the choice', async () => {
  await using given = await closedWithComments({ One: {}, Two: {}, Three: {}, Four: {} });
  const { ids, ambassador } = given;
  const reader = await close(given.collector, ambassador);
  const answer = await reader.get(`${path}.pdf?lang=es&${[...ids.values()].map((id) => `quote=${id}`).join('&')}`);
  expect(answer.status).toBe(400);
  expect(answer.body).toContain('Choose up to 3 comments. You chose 4.');
  expect(answer.body.match(/name="quote" value="[^"]*" checked/g)).toHaveLength(4);
  expect(answer.body).toContain('<option value="es" selected>');
});

test('fits on one page with long names and long texts', async () => {
  const comments = Object.fromEntries(['a', 'b', 'c'].map((word) => [`${`${word}${word} `.repeat(90)}end`, {}]));
  await using given = await closedWithComments(comments);
  const { ids, ambassador } = given;
  const { db } = given.collector;
  const name = 'A very long name of a region and program that someone has typed in '.repeat(3).trim();
  await send(given.collector, aResponse({ region: 'south', rating: 1 }));
  const reader = await close(given.collector, ambassador);
  await db.$client.execute(statement('UPDATE region SET name = ?', [name]));
  await db.$client.execute(statement('UPDATE department SET name = ?', [name]));
  await db.$client.execute('DELETE FROM action_plan');
  await aPlan(db, {
    region: 'south',
    actions: Array.from({ length: 6 }, () => ({ text: 'We will do more. '.repeat(25) })),
  });
  const response = await reader.open(`${path}.pdf?${[...ids.values()].map((id) => `quote=${id}`).join('&')}`);
  expect(response.status).toBe(200);
  const pdf = readPdf(new Uint8Array(await response.arrayBuffer()));
  expect(pdf.pages).toBe(1);
  expect(pdf.text.match(/\bend\b/g)).toHaveLength(3);
});
