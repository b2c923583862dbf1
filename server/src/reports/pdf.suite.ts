import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closedWith, type People } from '../../test/closed-quarters.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { readPdf } from '../../test/pdf.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { aPlan, personId, plansPath } from '../../test/plans.ts';
import { aThankYou, sendThankYou } from '../../test/recognition.ts';
import { requires } from '../../test/requires.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { handIn, submitOptions, submitting } from '../../test/submissions.ts';
import { submitQuarter } from '../submissions/submissions.ts';
import { afterSettling, manyAlike } from '../../test/trend-cases.ts';
import { statement } from '../database/statement.ts';

// Every report with texts of all kinds. HEART_VERAPDF names the program that checks them (.ci/verapdf).

const verapdf = process.env['HEART_VERAPDF'];
const closedAt = Date.UTC(2026, 9, 15, 19);
const quarter = '/console/departments/cws/quarters/2026-07';

let folder: string;
const made: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heart-pdf-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Texts in languages of the survey and others, with what has to be printed of each. */
const texts = {
  Arabic: ['شكراً جزيلاً للموظفة، كانت لطيفة', 'ش'],
  Persian: ['از کمک شما سپاسگزارم', 'گ'],
  Chinese: ['她很耐心，谢谢。臺灣', '耐心'],
  Korean: ['직원분이 친절했습니다', '친절'],
  Vietnamese: ['Nguyễn Thị Ánh Tuyết cảm ơn', 'Nguyễn'],
  'combining marks': ['g\u0308 a\u0301\u0323 x\u20E3 n\u0303\u0303\u0303', '\u1EA1\u0301'],
  emoji: ['Thanks 👩‍👩‍👧‍👦 👍🏽 🇺🇸 ❤️', '\uFFFD'],
  Thai: ['ขอบคุณมาก', '\uFFFD'],
  'lone marks': ['\u0301 \u0E31 \u200D\uFE0F \u00AD', '\uFFFD'],
  'direction signs': ['\u202Eabc\u202C \u2067שלום\u2069', 'abc'],
  Typst: ['#panic("x") $a_b$ *bold* _it_ `raw` \\u{41} // <label> @ref [a] {b}', '#panic("x") $a_b$ *bold*'],
} as const;

/** Closes the quarter, and writes a plan for its first region. */
async function closed(collector: TestCollector, regions: Record<string, People>, text = 'Central Region') {
  const { db } = collector;
  const names = { central: text };
  const given = { regions, names };
  await closedWith(db, '2026-04', { ...given, closedAt: closedAt - 90 * 24 * 60 * 60 * 1000 });
  await closedWith(db, '2026-07', { ...given, closedAt });
  await db.$client.execute(statement("UPDATE region SET name = ? WHERE slug = 'central'", [text]));
  await db.$client.execute(statement("UPDATE department SET name = ? WHERE slug = 'cws'", [text]));
  await aPlan(db, { region: 'central', cause: text, actions: [{ text }] });
  collector.clock.now = closedAt + 5 * 24 * 60 * 60 * 1000;
}

/** Every report of the collector. */
async function everyReport(collector: TestCollector, name: string) {
  const ambassador = await aPerson(collector, 'ambassador');
  const executive = await aPerson(collector, 'executive');
  const doors = [
    ...['', '?lang=es', '?edition=outside'].map((query) => [ambassador, `${quarter}/report.pdf${query}`] as const),
    [ambassador, `${quarter}/share-out.pdf`] as const,
    ...['', '?lang=es'].map((query) => [ambassador, `${plansPath}/1/report.pdf${query}`] as const),
    [executive, '/console/agency/report.pdf'] as const,
    [executive, '/console/agency/report.pdf?lang=es'] as const,
  ];
  return readAll(doors, name);
}

/** Makes each of these reports twice, keeps it for the check, and reads it. */
async function readAll(doors: (readonly [Staff, string])[], name: string) {
  const pdfs = [];
  for (const [index, [person, path]] of doors.entries()) {
    const read = async () => {
      const response = await person.open(path);
      expect(response.status, `${name}: ${path}`).toBe(200);
      return Buffer.from(await response.arrayBuffer());
    };
    const bytes = await read();
    expect((await read()).equals(bytes), `the same bytes: ${name}, ${path}`).toBe(true);
    const file = join(folder, `${name.replaceAll(' ', '-')}-${index}.pdf`);
    await writeFile(file, bytes);
    made.push(file);
    pdfs.push(readPdf(bytes));
  }
  return pdfs;
}

/** The certificates that thank-yous bring. */
async function certificates(name: string, ...all: Parameters<typeof aThankYou>[2][]) {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const ambassador = await aPerson(collector, 'ambassador');
  for (const given of all) {
    const thanks = await aThankYou(collector, ambassador, given);
    await sendThankYou(collector, await personId(collector, ambassador), thanks);
  }
  const attached = mail.emails.flatMap(({ attachments }) => attachments);
  expect(attached).toHaveLength(all.length);
  return Promise.all(
    attached.map(async ({ name: file, content }, index) => {
      expect(file, `${name} ${index}`).toBe('certificate.pdf');
      const kept = join(folder, `certificate-${name.replaceAll(' ', '-')}-${index}.pdf`);
      await writeFile(kept, content);
      made.push(kept);
      return readPdf(content);
    }),
  );
}

const people: Record<string, People> = { central: { 3: 20, 4: 20 }, east: { 4: 3 }, south: { 4: 20, 5: 20 } };

test.each(Object.entries(texts))('prints %s', async (name, [text, printed]) => {
  await using collector = await aCollector();
  await closed(collector, people, text);
  const [own] = await everyReport(collector, name);
  expect(own!.text).toContain(printed);
});

test.each([...Object.entries(texts), ['private use', ['\u{E000} \u{F8FF} \u{10FFFD} ok', '\uFFFD']] as const])(
  'a thank-you brings a certificate with %s',
  async (name, [text, printed]) => {
    const language = { Arabic: 'ar', Persian: 'fa', Chinese: 'zh-Hans', Korean: 'ko', Vietnamese: 'vi' }[name] ?? null;
    const employees = [{ name: text }];
    const [one, team] = await certificates(
      name,
      { comment: text, language, employees },
      { comment: text, language, employees, team: text, letters: '', line: text },
    );
    for (const certificate of [one, team]) {
      expect(certificate!.text).toContain(printed);
      expect(certificate!.language).toBe('en');
      expect(certificate!.title).toMatch(/^Thank you, ./);
    }
  },
);

test('a certificate has room for the longest comments and names', async () => {
  const sentence = 'She listened, and she called me back on the same day. ';
  const comments = [
    sentence.repeat(200).slice(0, 4000),
    'W'.repeat(4000),
    '謝'.repeat(4000),
    'ش'.repeat(4000),
    Array.from({ length: 2000 }, () => 'a').join('\n'),
    'a\u0308'.repeat(2000),
  ];
  const name = 'M'.repeat(100);
  const all = await certificates('long', ...comments.map((comment) => ({ comment, employees: [{ name }] })));
  for (const [index, { text, pages }] of all.entries()) {
    expect(pages, String(index)).toBeGreaterThan(1);
    const [first] = comments[index]!.normalize('NFC');
    const count = (whole: string) => whole.normalize('NFC').split(first!).length;
    expect(count(text), String(index)).toBeGreaterThanOrEqual(count(comments[index]!));
  }
});

test('prints a quarter without responses', async () => {
  await using collector = await aCollector();
  await closed(collector, { central: {} });
  const [own] = await everyReport(collector, 'empty');
  expect(own!.text).toContain('received no ratings from July to September 2026.');
});

test('prints 60 regions with the table’s head on each page', async () => {
  await using collector = await aCollector();
  const many = Array.from({ length: 60 }, (_, index) => [`region-${index}`, { 4: 12 + index, 3: 5 }]);
  await closed(collector, Object.fromEntries([['central', { 3: 20 }], ...many]) as Record<string, People>);
  const [own] = await everyReport(collector, 'sixty regions');
  expect(own!.pages).toBeGreaterThan(4);
  expect(own!.text.match(/Region {2,}?Average|Region Average/g)!.length).toBeGreaterThan(1);
  expect(own!.text).toContain('region-59');
});

test('prints a quarter that was restated and submitted', async () => {
  await using collector = await aCollector();
  await closed(collector, people);
  const restated = { regions: { ...people, central: { 4: 20, 5: 19 } }, closedAt: closedAt + 1, version: 2 };
  await closedWith(collector.db, '2026-07', restated);
  const asked = await submitting(collector, '2026-07', await handIn(collector, '2026-07'));
  const made = await submitQuarter(await submitOptions(collector), { ...asked, noData: 'The office was closed.' });
  expect(made.outcome).toBe('submitted');
  const [own] = await everyReport(collector, 'submitted');
  expect([...own!.files.keys()]).toContain('cws-2026-07-submission.json');
});

test('prints a report of all departments before any quarter has closed', async () => {
  await using collector = await aCollector();
  const executive = await aPerson(collector, 'executive');
  const [all] = await readAll([[executive, '/console/agency/report.pdf']], 'none closed');
  expect(all!.text).toContain('No department has a closed quarter');
});

test.each(Object.entries(texts))(
  'prints the trends of cases and their review with %s',
  async (name, [text, printed]) => {
    await using collector = await aCollector();
    collector.clock.now = afterSettling;
    const { db } = collector;
    await db.$client.execute(statement("UPDATE region SET name = ? WHERE slug = 'central'", [text]));
    const [improved] = await manyAlike(db, 30, { regionId: 3 });
    await manyAlike(db, 3, { kind: 'privacy' });
    const people = [await aPerson(collector, 'manager'), await aPerson(collector, 'executive')] as const;
    const by = await personId(collector, people[0]);
    await db.$client.execute(
      statement(
        "INSERT INTO case_improvement (id, case_id, at, person_id, answer, text) VALUES ('i', :improved, 1, :by, 'change', :text)",
        { improved: improved!, by, text },
      ),
    );
    for (const departmentId of [1, null]) {
      await db.$client.execute(
        statement(
          `INSERT INTO case_review (department_id, quarter, version, signed_at, person_id, figures, sha256, attestation, conclusions)
          VALUES (:departmentId, '2026-07', 1, :closedAt, :by, '{}', 'none', '{}', :text)`,
          { departmentId, closedAt, by, text },
        ),
      );
    }
    await db.$client.execute(
      statement(
        `INSERT INTO case_review_decision (id, review_id, text, owner, due_on)
        SELECT 'd' || id, id, :text, :text, '2026-12-01' FROM case_review`,
        { text },
      ),
    );
    const doors: [Staff, string][] = [
      [people[0], '/console/departments/cws/cases/trends/2026-07/report.pdf'],
      [people[1], '/console/agency/case-trends/quarters/2026-07/report.pdf'],
      [people[1], '/console/agency/case-trends/departments/cws/2026-07/report.pdf'],
    ];
    const [own, agency, outside] = await readAll(doors, `trends ${name}`);
    expect(own!.text).toContain(printed);
    expect(own!.text).toContain('33 cases came in');
    expect(own!.bookmarks).toContain('Management review');
    // What someone wrote about a case stays in the department, and so does the department's review.
    expect(outside!.text).not.toContain('What was improved');
    expect(outside!.text).not.toContain('Management review');
    expect(agency!.text).not.toContain('What was improved');
    expect(own!.language).toBe('en');
  },
);

test('prints the sample data', async () => {
  await using collector = await aCollector();
  collector.clock.now = closedAt + 5 * 24 * 60 * 60 * 1000;
  expect(await collector.heart('demo', '--responses', '4000')).toMatchObject({ code: 0 });
  const [own] = await everyReport(collector, 'sample data');
  expect(own!.bookmarks).toContain('Trend by quarter');
});

test.skipIf(verapdf === undefined || verapdf === '')(
  'every report complies with PDF/UA-1',
  requires('veraPDF'),
  async () => {
    expect(made.length).toBeGreaterThan(150);
    const { code, out } = await new Promise<{ code: number; out: string }>((done) => {
      execFile(verapdf!, ['ua1', ...made], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
        done({ code: error === null ? 0 : 1, out: stdout + stderr }),
      );
    });
    const failed = out.split('\n').filter((line) => !/: (ua1 )?(complies|compliant)/.test(line));
    expect({ code, failed: failed.join('\n').trim() }).toEqual({ code: 0, failed: '' });
  },
);
