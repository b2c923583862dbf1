import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, aResponse, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { readCsv } from '../../test/csv.ts';
import { aReader } from '../../test/reader.ts';

/** Comments as sent, and as they must always be read back. */
const comments: { what: string; sent: string; stored: string | null; inFile?: string }[] = [
  { what: 'a lone high surrogate', sent: 'cut \uD83D short', stored: 'cut \uFFFD short' },
  { what: 'a lone low surrogate', sent: '\uDE00', stored: '\uFFFD' },
  { what: 'surrogates in the wrong order', sent: '\uDE00\uD83D', stored: '\uFFFD\uFFFD' },
  { what: 'NUL', sent: 'before\u0000after', stored: 'beforeafter' },
  { what: 'control characters', sent: 'a\u0001b\u001Bc\u007Fd\u0085e\u009Ff', stored: 'abcdef' },
  { what: 'Windows line ends', sent: 'one\r\ntwo\r\n\r\nthree', stored: 'one\ntwo\n\nthree' },
  { what: 'tab and line feed', sent: 'a\tb\nc', stored: 'a\tb\nc' },
  { what: '2,000 astral characters', sent: '😀'.repeat(2000), stored: '😀'.repeat(2000) },
  { what: '4,000 letters', sent: 'é'.repeat(4000), stored: 'é'.repeat(4000) },
  {
    what: '4,000 characters after cleaning',
    sent: `${'e\u0301'.repeat(3000)}${'\u0000'.repeat(1000)}`,
    stored: 'é'.repeat(3000),
  },
  { what: 'right-to-left marks', sent: '\u200Fشكرا\u202E abc\u202C', stored: '\u200Fشكرا\u202E abc\u202C' },
  { what: 'Hebrew with a joiner', sent: 'תודה\u200D רבה', stored: 'תודה\u200D רבה' },
  { what: 'combining characters', sent: 'Cafe\u0301 n\u0303', stored: 'Café ñ' },
  { what: 'a combining mark without a letter', sent: '\u0301 stays', stored: '\u0301 stays' },
  { what: 'a family and a flag', sent: '👩‍👩‍👧‍👦 🇲🇽', stored: '👩‍👩‍👧‍👦 🇲🇽' },
  { what: 'Hmong, Chinese and Vietnamese', sent: 'Ua tsaug 謝謝 Cảm ơn', stored: 'Ua tsaug 謝謝 Cảm ơn' },
  { what: 'quotes, commas and semicolons', sent: `"a","b";'c'""`, stored: `"a","b";'c'""` },
  {
    what: 'text that looks like SQL',
    sent: `'); DROP TABLE response; --`,
    stored: `'); DROP TABLE response; --`,
    // After a semicolon, a spreadsheet could read the dashes as the start of a formula.
    inFile: `'); DROP TABLE response;' --`,
  },
  {
    what: 'text that looks like JSON and HTML',
    sent: '\\u0000 {"a":[null]} <b>&amp;</b>',
    stored: '\\u0000 {"a":[null]} <b>&amp;</b>',
  },
  { what: 'a byte order mark', sent: '\uFEFFa', stored: '\uFEFFa' },
  { what: 'noncharacters', sent: '\uFFFE\uFFFF', stored: '\uFFFE\uFFFF' },
  { what: 'line and paragraph separators', sent: 'a\u2028b\u2029c', stored: 'a\u2028b\u2029c' },
  { what: 'spaces alone', sent: ' \t\n\u00A0', stored: null },
  { what: 'NUL alone', sent: '\u0000', stored: null },
  { what: 'nothing', sent: '', stored: null },
];

/** The comments by id, from the database and from the responses file. */
async function readBack({ db, url, heart }: TestCollector) {
  const { rows } = await db.$client.execute('SELECT id, comment FROM response');
  const { body } = await (await aReader({ url, heart }))('2026-07/responses.csv');
  return {
    inDatabase: new Map(rows.map(({ id, comment }) => [id, comment])),
    inFile: new Map(readCsv(body).lines.map(({ id, comment }) => [id, comment])),
  };
}

test.each(['the API', 'the form'])('reads back every text from %s well-formed', async (endpoint) => {
  await using collector = await aCollector();
  const ids = comments.map(() => randomUUID());
  for (const [index, { sent, what }] of comments.entries()) {
    const id = ids[index]!;
    const { status } =
      endpoint === 'the form'
        ? await sendForm(collector, { id, overall: '5', comment: sent })
        : await send(collector, aResponse({ id, comment: sent }));
    expect(status, what).toBe(endpoint === 'the form' ? 303 : 201);
  }
  await collector.restart();
  const { inDatabase, inFile } = await readBack(collector);
  for (const [index, { what, stored, inFile: safe = stored }] of comments.entries()) {
    expect.soft(inDatabase.get(ids[index]), what).toBe(stored);
    expect.soft(inFile.get(ids[index]), what).toBe(safe ?? '');
    expect.soft(inFile.get(ids[index])!.isWellFormed(), what).toBe(true);
  }
  expect(inFile.size).toBe(comments.length);
});

test('handles a lone surrogate in a name or a region', async () => {
  await using collector = await aCollector();
  expect((await send(collector, aResponse({ region: 'central\uD83D' }))).status).toBe(404);
  const hints = { employee: '\uD83D', language: '\uDE00', channel: 'a\u0000', '\uD83D': '\uD83D' };
  expect((await send(collector, aResponse(hints))).status).toBe(201);
  expect((await send(collector, aResponse({ ...hints, id: '\uD83D' }))).status).toBe(400);
  await collector.restart();
  expect((await readBack(collector)).inFile.size).toBe(1);
});
