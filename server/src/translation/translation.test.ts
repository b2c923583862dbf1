import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { catalogues } from '@heart-survey/shared/languages/languages';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heart } from '../cli/cli.ts';
import { catalogueFile } from './translation.ts';

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

/** A translator's file, and a copy of the catalogue to take it back into. */
async function exported(tag: string, format: string) {
  const [file, copy] = [join(folder, `${tag}.${format}`), join(folder, `${tag}.ts`)];
  await copyFile(catalogueFile(tag), copy);
  expect(await run('export', '--language', tag, '--format', format, '--file', file)).toEqual({
    code: 0,
    out: [],
    err: [],
  });
  return { file, copy, before: await readFile(copy, 'utf8') };
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  await writeFile(file, changed);
}

const translated = Object.keys(catalogues).filter((tag) => tag !== 'en');

describe.each(['xliff', 'csv'])('as %s', (format) => {
  test.each(translated)('%s comes back as it went', async (tag) => {
    const { file, copy, before } = await exported(tag, format);
    const { code, out } = await run('import', '--file', file, '--into', copy);
    expect([code, out[0]]).toEqual([0, `0 texts changed in ${catalogues[tag]!.name}.`]);
    expect(await readFile(copy, 'utf8')).toBe(before);
  });

  test('a message that a translator changed is the one that changes, down to its marks', async () => {
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
      ["  problem: 'Hay un problema',", String.raw`  problem: 'Algo no está bien: ¿“así”? It’s \\ so',`],
    ]);
    const { es } = (await import(copy)) as { es: { problem: string } };
    expect(es.problem).toBe('Algo no está bien: ¿“así”? It’s \\ so');
  });

  test('a nested message, and one in a list, change in their own places', async () => {
    const { file, copy } = await exported('vi', format);
    const { scale, signature } = catalogues['vi']!;
    const step = signature.steps.gmail[2];
    await edit(file, (text) => text.replace(step, `${step} Xong.`).replace(scale[2], 'Trung lập'));
    expect((await run('import', '--file', file, '--into', copy)).code).toBe(0);
    const { vi } = (await import(copy)) as { vi: typeof catalogues.en };
    expect(vi!.signature.steps.gmail[2]).toBe(`${step} Xong.`);
    expect(vi!.scale).toEqual(scale.with(2, 'Trung lập'));
  });

  test.each<[string, (text: string) => string, string]>([
    ['a lost placeholder', (text) => text.replace('equipo HEART de {region}', 'equipo HEART'), 'must hold {region}'],
    ['a placeholder too many', (text) => text.replace('Hay un problema', 'Hay {uno}'), 'must hold no placeholder'],
    ['a text too long', (text) => text.replace('Hay un problema', 'x'.repeat(59)), 'there is room for 48'],
    [
      'a button called by another name',
      (text) => text.replaceAll('presione «Enviar mis respuestas»', 'presione «Ya»'),
      'must call the button by its name',
    ],
    ['other digits', (text) => text.replace('4,000 caracteres', '٤٠٠٠ caracteres'), 'digits other than 0 to 9'],
    ['two points alike', (text) => text.replace('Muy en desacuerdo', 'En desacuerdo'), 'two of the five points'],
    [
      'an English that has changed',
      (text) => text.replace('There is a problem', 'Something is wrong'),
      'says “There is a problem” now',
    ],
    ['a message of another name', (text) => text.replace('errorPrefix', 'errorSuffix'), 'there is no such message'],
  ])('%s is refused, and nothing is changed', async (_, change, says) => {
    const { file, copy, before } = await exported('es', format);
    await edit(file, change);
    const { code, err } = await run('import', '--file', file, '--into', copy);
    expect(code).toBe(1);
    expect(err.join('\n')).toContain(says);
    expect(err.at(-1)).toMatch(/^Nothing was imported: \d+ problems? in /);
    expect(await readFile(copy, 'utf8')).toBe(before);
  });

  test('who has read it is said in the catalogue', async () => {
    const { file, copy } = await exported('ko', format);
    expect((await run('import', '--file', file, '--into', copy, '--reviewed', "Read by the agency's own")).code).toBe(
      0,
    );
    const { ko } = (await import(copy)) as { ko: { review: string; source: string } };
    expect([ko.review, ko.source]).toEqual(['reviewed', "Read by the agency's own"]);
  });
});

test('a spreadsheet that has its own marks between the cells, and a message that is gone or there twice', async () => {
  const { file, copy } = await exported('es', 'csv');
  const rows = (await readFile(file, 'utf8')).split('\r\n');
  const [close, problem] = ['"close",', '"problem",'].map((start) => rows.findIndex((row) => row.startsWith(start)));
  await writeFile(file, rows.with(close!, rows[problem!]!).join('\r\n'));
  const { code, err } = await run('import', '--file', file, '--into', copy);
  expect([code, err.slice(0, 2)]).toEqual([1, ['problem: is there twice.', 'close: is lost.']]);
});

test('a table that a spreadsheet has written with its own marks between the cells is the same table', async () => {
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

test('a suggestion is no translation, nor is what nobody can see', async () => {
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
  ['no table', 'Hello', 'The first line of the file must be'],
  ['no XML', '<xliff><file', 'The file is no XML'],
  ['another XML', '<html/>', 'does not say what language'],
  ['XML with entities', '<!DOCTYPE x [<!ENTITY a "aaaa">]><xliff>&a;</xliff>', 'declares a document type'],
  ['an unknown language', 'message,en,tlh\n', 'Choose one of these languages: '],
  ['English itself', 'message,en,en\n', 'Choose one of these languages: '],
])('a file that is %s is refused in one plain line', async (_, text, says) => {
  const file = join(folder, 'bad');
  await writeFile(file, text);
  const { code, err } = await run('import', '--file', file);
  expect(code).toBe(1);
  expect(err.join('\n')).toContain(says);
});

test('what is asked for wrongly is said in one plain line', async () => {
  expect((await run('export', '--language', 'tlh')).err).toEqual([expect.stringContaining('es, ar, zh-Hans')]);
  expect((await run('export', '--language', 'es', '--format', 'pdf')).err).toEqual(['--format must be xliff or csv.']);
  expect((await run('import')).err).toEqual(['Give the translator’s file with --file.']);
  expect((await run('import', '--file', join(folder, 'nowhere'))).err).toEqual([expect.stringContaining('ENOENT')]);
});

test('the list says what state each language is in, and which are offered', async () => {
  const { code, out } = await run();
  expect(code).toBe(0);
  expect(out.map((line) => line.split(/\s+/).slice(0, 3))).toEqual(
    Object.values(catalogues).map(({ tag, review }) => [tag, ['en', 'es'].includes(tag) ? 'offered' : '-', review]),
  );
});

test.each(['csv', 'xliff'])('a %s file that is not in UTF-8 is refused in those words', async (format) => {
  const { file, copy, before } = await exported('es', format);
  await writeFile(file, Buffer.from(await readFile(file, 'utf8'), 'latin1'));
  expect(await run('import', '--file', file, '--into', copy)).toEqual({
    code: 1,
    out: [],
    err: [`${file} is not UTF-8 text.`],
  });
  expect(await readFile(copy, 'utf8')).toBe(before);
});
