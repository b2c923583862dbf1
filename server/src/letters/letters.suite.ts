import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { blank, letterKinds, type LetterKind } from '@heart-survey/shared/letters/letters';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCase } from '../../test/cases.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { readPdf, type ReadPdf } from '../../test/pdf.ts';
import { personId } from '../../test/plans.ts';
import { requires } from '../../test/requires.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { commit } from '../database/database.ts';
import { statement } from '../database/statement.ts';
import { readAgency } from '../org/org.ts';
import { createTypesetter } from '../reports/reports.ts';
import { composeLetter, filled, insertLetterIfChanged, letterDocument, usualTexts } from './letters.ts';

// Every letter in every language, with texts of all kinds. HEART_VERAPDF names the program that checks them (.ci/verapdf).

const verapdf = process.env['HEART_VERAPDF'];

let folder: string;
const made: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heart-letters-'));
});
afterAll(() => (process.env['HEART_KEEP'] ? undefined : rm(folder, { recursive: true })));

async function keep(name: string, bytes: Uint8Array): Promise<ReadPdf> {
  const file = join(folder, `${name.replaceAll(' ', '-')}.pdf`);
  await writeFile(file, bytes);
  made.push(file);
  return readPdf(bytes);
}

interface Written {
  collector: TestCollector;
  handler: Staff;
  language: string;
  kind: LetterKind;
  to?: { title: string | null; name: string | null; post: string | null };
  /** In place of the usual text. */
  text?: string;
}

const rosa = { title: 'Dr.', name: 'Rosa Díaz', post: '12 Main St; Apt 3; Oakland, CA 94601' };

/** Stores a letter of that kind, and opens its PDF twice. */
async function letter(
  name: string,
  { collector, handler, language, kind, to = rosa, text }: Written,
): Promise<ReadPdf> {
  const { db, clock } = collector;
  const { reference } = await aCase(collector, { language });
  const { rows } = await db.$client.execute(statement('SELECT id FROM case_file WHERE reference = ?', [reference]));
  const id = Number(rows[0]!['id']);
  const usual = (await usualTexts(db, { departmentId: 1, language }))[kind];
  const values = { name: to.name ?? undefined, received: 'X', reference, date: 'X', ombudsman: 'Ombudsman: 555-0100' };
  const composed = composeLetter(await readAgency(db), {
    id: randomUUID(),
    file: { id, reference },
    messageId: null,
    kind,
    language,
    at: clock.now,
    department: { name: 'Child Welfare Services', zone: 'America/Los_Angeles' },
    from: { id: await personId(collector, handler), name: 'Sam Okafor' },
    to,
    text: text ?? filled(usual, values).replaceAll(blank, 'We asked everyone who was there.'),
  });
  await commit(db, [
    statement('UPDATE case_file SET version = version WHERE id = ?', [id]),
    insertLetterIfChanged(composed),
  ]);
  const read = async () => {
    const response = await handler.open(`/console/cases/${reference}/letters/${composed.id}.pdf`);
    expect(response.status, name).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };
  const bytes = await read();
  expect((await read()).equals(bytes), `the same bytes: ${name}`).toBe(true);
  const pdf = await keep(name, bytes);
  expect(pdf.title).toBe(`${composed.content.reference} · Alameda County`);
  return pdf;
}

async function aPlace() {
  const collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO setting (name, value) VALUES ('agency', 'Alameda County'), ('phone', '510-555-0100'),
      ('address', '1221 Oak Street; Oakland, CA 94612'), ('email', 'care@example.gov');`);
  const handler = await aPerson(collector, 'handler');
  return { collector, handler, [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose]() };
}

const languageOf: Record<string, string> = { 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-TW' };

test.each(Object.keys(catalogs))('prints every letter in %s', async (language) => {
  await using place = await aPlace();
  for (const kind of letterKinds) {
    const pdf = await letter(`${language} ${kind}`, { ...place, language, kind });
    expect(pdf.language).toBe(languageOf[language] ?? language);
    expect(pdf.pages, kind).toBe(1);
    expect(pdf.text, kind).not.toContain('\uFFFD');
    for (const shown of ['Rosa', 'Sam Okafor', 'Oakland', 'Child Welfare Services']) expect(pdf.text).toContain(shown);
  }
});

const hostile = {
  'bidi controls': ['\u202Eevil\u202C \u2066x\u2069 \u200Fabc', 'evil'],
  Arabic: ['السيدة ليلى حداد 12', 'ل'],
  Persian: ['خانم گلناز پژمان', 'گ'],
  Hebrew: ['שלום', '\uFFFD'],
  Chinese: ['王小明 臺灣 囍', '王小明'],
  Korean: ['김민수 선생님', '김민수'],
  'combining marks': ['Z\u0351\u036B\u0343a\u0301\u0323l\u0321go', 'go'],
  emoji: ['Pat 👩‍👩‍👧‍👦 ❤️', '\uFFFD'],
  markup: ['<script>alert(1)</script> &amp; <b>', '<script>alert(1)</script> &amp; <b>'],
  Typst: ['#panic("x") $a_b$ *bold* _it_ `raw` \\u{41} // <label> @ref [a] {b}', '#panic("x") $a_b$ *bold*'],
  placeholders: ['{date} {name} %s ${x}', '{date} {name} %s ${x}'],
  'no spaces': ['W'.repeat(200), 'WWW'],
  'lone marks': ['\u0301 \u0E31 \u200D\uFE0F \u00AD', '\uFFFD'],
  'private use': ['\u{E000} \u{F8FF} \u{10FFFD} ok', 'ok'],
} as const;

test.each(Object.entries(hostile))('prints a name, an address and a text with %s', async (name, [text, printed]) => {
  await using place = await aPlace();
  for (const language of ['en', 'ar']) {
    const to = { title: text.slice(0, 60), name: text, post: `${text}\n${text}` };
    const whole = `${text}\n${text}\n\n${text}`;
    const pdf = await letter(`${name} ${language}`, { ...place, language, kind: 'answer', to, text: whole });
    expect(pdf.text).toContain(printed);
  }
});

test('prints the longest texts on as many pages as they need', async () => {
  await using place = await aPlace();
  const sentence = 'We asked everyone who was there, and we read the file. ';
  const texts = {
    words: sentence.repeat(400).slice(0, 20_000).trim(),
    'one word': 'W'.repeat(20_000),
    lines: Array.from({ length: 10_000 }, () => 'a').join('\n'),
    paragraphs: Array.from({ length: 6000 }, () => 'a').join('\n\n'),
    Chinese: '謝'.repeat(20_000),
    Arabic: 'شكرا '.repeat(4000).trim(),
    'line feeds': `a${'\n'.repeat(19_990)}b`,
  };
  for (const [name, text] of Object.entries(texts)) {
    const to = { title: 'Dr.', name: 'M'.repeat(200), post: Array.from({ length: 200 }, () => 'Line').join('\n') };
    const pdf = await letter(`long ${name}`, { ...place, language: 'en', kind: 'answer', to, text });
    expect(pdf.pages, name).toBeGreaterThan(3);
    const isNumbered = (page: number) => new RegExp(`(?<!\\d)${page} / ${pdf.pages}(?!\\d)`).test(pdf.text);
    expect([1, 2, pdf.pages].map(isNumbered), name).toEqual([false, true, true]);
  }
});

test('prints what the database cannot have: lone surrogates, NUL, and nothing at all', async () => {
  const typesetter = createTypesetter();
  for (const [name, text] of Object.entries({ surrogate: 'a\uD800b \uDC00', control: 'a\0b\u0007', nothing: '' })) {
    const lines = text === '' ? [] : [text];
    const content = { letterhead: lines, addressee: lines, date: text, reference: text, text, signature: lines };
    const document = letterDocument({ language: 'ko', day: '2026-08-17' }, content);
    expect((await keep(`raw ${name}`, await typesetter.typeset(document))).pages).toBe(1);
  }
  typesetter.stop();
});

test.skipIf(verapdf === undefined || verapdf === '')(
  'every letter complies with PDF/UA-1',
  requires('veraPDF'),
  async () => {
    expect(made.length).toBeGreaterThan(100);
    const { code, out } = await new Promise<{ code: number; out: string }>((done) => {
      execFile(verapdf!, ['ua1', ...made], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
        done({ code: error === null ? 0 : 1, out: stdout + stderr }),
      );
    });
    const failed = out.split('\n').filter((line) => !/: (ua1 )?(complies|compliant)/.test(line));
    expect({ code, failed: failed.join('\n').trim() }).toEqual({ code: 0, failed: '' });
  },
);
