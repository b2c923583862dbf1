import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heart } from '../cli/cli.ts';
import { catalogFile } from './translation.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heart-translation-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]) {
  const [out, err]: string[][] = [[], []];
  const code = await heart(['languages', ...args], {
    env: {},
    clock: () => 0,
    out: (line) => void out!.push(line),
    err: (line) => void err!.push(line),
    stdout: new PassThrough(),
    isTerminal: false,
  });
  return { code, out: out!, err: err! };
}

/** A translator's file, and a copy of the catalog to import it into. */
async function exported(tag: string, format: string) {
  const [file, copy] = [join(folder, `${tag}.${format}`), join(folder, `${tag}.json`)];
  await copyFile(catalogFile(tag), copy);
  expect(await run('export', '--language', tag, '--format', format, '--file', file)).toEqual({
    code: 0,
    out: [],
    err: [],
  });
  return { file, copy, before: await readFile(copy, 'utf8') };
}

/** The catalog in that file. */
async function read(file: string) {
  return JSON.parse(await readFile(file, 'utf8')) as Catalog;
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  await writeFile(file, changed);
}

const translated = Object.keys(catalogs).filter((tag) => tag !== 'en');

describe.each(['xliff', 'csv'])('as %s', (format) => {
  test.each(translated)('exports and imports %s without a change', async (tag) => {
    const { file, copy, before } = await exported(tag, format);
    const { code, out } = await run('import', '--file', file, '--into', copy);
    expect([code, out[0]]).toEqual([0, `0 texts changed in ${catalogs[tag]!.name}.`]);
    expect(await readFile(copy, 'utf8')).toBe(before);
  });

  test('changes only the message that a translator changed, including its punctuation', async () => {
    const { file, copy, before } = await exported('es', format);
    await edit(file, (text) => text.replace('Hay un problema', 'Algo no está bien: ¿“así”? It’s \\ so'));
    expect((await run('import', '--file', file, '--check')).out).toEqual([
      'problem: Algo no está bien: ¿“así”? It’s \\ so',
      '1 text changed in Español.',
    ]);
    expect((await run('import', '--file', file, '--into', copy)).code).toBe(0);
    const [was, is] = [before, await readFile(copy, 'utf8')].map((text) => text.split('\n'));
    const changed = is!.flatMap((line, index) => (line === was![index] ? [] : [[was![index], line]]));
    expect(changed).toEqual([
      ['  "problem": "Hay un problema",', String.raw`  "problem": "Algo no está bien: ¿“así”? It’s \\ so",`],
    ]);
    expect((await read(copy)).problem).toBe('Algo no está bien: ¿“así”? It’s \\ so');
  });

  test('changes a nested message and a message in a list', async () => {
    const { file, copy } = await exported('vi', format);
    const { scale, signature } = catalogs['vi']!;
    const step = signature.steps.gmail[2];
    await edit(file, (text) => text.replace(step, `${step} Xong.`).replace(scale[2], 'Trung lập'));
    expect((await run('import', '--file', file, '--into', copy)).code).toBe(0);
    const vi = await read(copy);
    expect(vi.signature.steps.gmail[2]).toBe(`${step} Xong.`);
    expect(vi.scale).toEqual(scale.with(2, 'Trung lập'));
  });

  test.each<[string, (text: string) => string, string]>([
    ['a lost placeholder', (text) => text.replace('equipo HEART de {region}', 'equipo HEART'), 'must contain {region}'],
    ['an extra placeholder', (text) => text.replace('Hay un problema', 'Hay {uno}'), 'must contain no placeholder'],
    ['a text that is too long', (text) => text.replace('Hay un problema', 'x'.repeat(59)), 'at most 48 fit'],
    [
      'a button with a different label',
      (text) => text.replaceAll('presione «Enviar mis respuestas»', 'presione «Ya»'),
      'must quote the button’s label',
    ],
    ['other digits', (text) => text.replace('4,000 caracteres', '٤٠٠٠ caracteres'), 'digits other than 0 to 9'],
    ['two equal scale points', (text) => text.replace('Muy en desacuerdo', 'En desacuerdo'), 'two of the five points'],
    [
      'English text that has changed',
      (text) => text.replace('There is a problem', 'Something is wrong'),
      'the English is now “There is a problem”',
    ],
    ['a message with an unknown name', (text) => text.replace('errorPrefix', 'errorSuffix'), 'is not a known message'],
  ])('rejects %s and changes nothing', async (_, change, problem) => {
    const { file, copy, before } = await exported('es', format);
    await edit(file, change);
    const { code, err } = await run('import', '--file', file, '--into', copy);
    expect(code).toBe(1);
    expect(err.join('\n')).toContain(problem);
    expect(err.at(-1)).toMatch(/^Nothing was imported: \d+ problems? in /);
    expect(await readFile(copy, 'utf8')).toBe(before);
  });

  test('records in the catalog who reviewed it', async () => {
    const { file, copy } = await exported('ko', format);
    expect((await run('import', '--file', file, '--into', copy, '--reviewed', "Read by the agency's own")).code).toBe(
      0,
    );
    const ko = await read(copy);
    expect([ko.review, ko.source]).toEqual(['reviewed', "Read by the agency's own"]);
  });
});

test('rejects a spreadsheet with a missing and a repeated message', async () => {
  const { file, copy } = await exported('es', 'csv');
  const rows = (await readFile(file, 'utf8')).split('\r\n');
  const [close, problem] = ['"close",', '"problem",'].map((start) => rows.findIndex((row) => row.startsWith(start)));
  await writeFile(file, rows.with(close!, rows[problem!]!).join('\r\n'));
  const { code, err } = await run('import', '--file', file, '--into', copy);
  expect([code, err.slice(0, 2)]).toEqual([1, ['problem: appears twice.', 'close: is missing.']]);
});

test('reads a table with any delimiter that a spreadsheet uses', async () => {
  const { file, copy, before } = await exported('es', 'csv');
  const table = parse(await readFile(file, 'utf8'), { bom: true });
  const row = table.find(([id]) => id === 'home.offices')!;
  row[2] = '¿Qué oficina quiere calificar; o más?';
  for (const delimiter of [';', '\t', ',']) {
    await writeFile(file, stringify(table, { delimiter }));
    expect((await run('import', '--file', file, '--check')).out).toEqual([
      'home.offices: ¿Qué oficina quiere calificar; o más?',
      '1 text changed in Español.',
    ]);
  }
  expect(await readFile(copy, 'utf8')).toBe(before);
});

test('does not accept a suggestion or an invisible text as a translation', async () => {
  const { file, copy } = await exported('es', 'xliff');
  const target = '<target state="needs-review-translation">Cerrar</target>';
  const suggestion = '<alt-trans><source>Closed</source><target>Cerrado</target></alt-trans>';
  await edit(file, (text) => text.replace(target, suggestion));
  expect((await run('import', '--file', file, '--into', copy)).err).toContain('close: is empty.');
  const { file: other } = await exported('es', 'xliff');
  await edit(other, (text) => text.replace(target, '<target>\u200B</target>'));
  expect((await run('import', '--file', other, '--into', copy)).err).toContain('close: is empty.');
});

test.each([
  ['not a table', 'Hello', 'The first line of the file must be'],
  ['not XML', '<xliff><file', 'The file is not valid XML'],
  ['other XML', '<html/>', 'does not name its language'],
  ['XML with entities', '<!DOCTYPE x [<!ENTITY a "aaaa">]><xliff>&a;</xliff>', 'declares a document type'],
  ['in an unknown language', 'message,en,tlh\n', 'Choose one of these languages: es, ar'],
  ['in English', 'message,en,en\n', 'Choose one of these languages: es, ar'],
])('rejects a file that is %s with a one-line message', async (_, text, problem) => {
  const file = join(folder, 'bad');
  await writeFile(file, text);
  const { code, err } = await run('import', '--file', file);
  expect(code).toBe(1);
  expect(err.join('\n')).toContain(problem);
});

test('reports wrong options with a one-line message', async () => {
  expect((await run('export', '--language', 'tlh')).err).toEqual([expect.stringContaining('es, ar, zh-Hans')]);
  expect((await run('export', '--language', 'es', '--format', 'pdf')).err).toEqual(['--format must be xliff or csv.']);
  expect((await run('import')).err).toEqual(['Give the translator’s file with --file.']);
  expect((await run('import', '--file', join(folder, 'nowhere'))).err).toEqual([expect.stringContaining('ENOENT')]);
});

test('lists the review state of each language and whether it is offered', async () => {
  const { code, out } = await run();
  expect(code).toBe(0);
  expect(out.map((line) => line.split(/\s+/).slice(0, 3))).toEqual(
    Object.values(catalogs).map(({ tag, review }) => [tag, ['en', 'es'].includes(tag) ? 'offered' : '-', review]),
  );
});

test.each(['csv', 'xliff'])('rejects a %s file that is not in UTF-8', async (format) => {
  const { file, copy, before } = await exported('es', format);
  await writeFile(file, Buffer.from(await readFile(file, 'utf8'), 'latin1'));
  expect(await run('import', '--file', file, '--into', copy)).toEqual({
    code: 1,
    out: [],
    err: [`${file} is not UTF-8 text.`],
  });
  expect(await readFile(copy, 'utf8')).toBe(before);
});
