import { readFile, writeFile } from 'node:fs/promises';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { decode } from '../http/body.ts';
import {
  catalogFile,
  changesIn,
  formats,
  messagesFor,
  errorsIn,
  textsIn,
  translatedLanguage,
  withMessages,
  withReview,
  type Format,
  type Returned,
} from '../translation/translation.ts';
import { UserError, type Command } from './command.ts';

/** How many problems are shown; a file of another kind has thousands. */
const maxShown = 50;

export const languagesExport: Command = {
  name: 'languages export',
  summary:
    'Export a language’s texts next to the English ones for a translator, as xliff or csv. Writes to --file or to the terminal.',
  needsNoDatabase: true,
  options: { language: { type: 'string' }, format: { type: 'string' }, file: { type: 'string' } },
  run: async ({ terminal, options }) => {
    const catalog = languageAsked(options['language']);
    const { write } = formats[formatAsked(options['format'] ?? 'xliff')];
    const text = write({ tag: catalog.tag, messages: messagesFor(catalog) });
    const file = options['file'];
    if (file === undefined) terminal.stdout.write(text);
    else await written(String(file), text);
    return 0;
  },
};

export const languagesImport: Command = {
  name: 'languages import',
  summary:
    'Import a translator’s file into the language’s catalog if it has no problems. --check only previews. --reviewed names the reviewer. --into sets another catalog file.',
  needsNoDatabase: true,
  options: {
    file: { type: 'string' },
    check: { type: 'boolean' },
    reviewed: { type: 'string' },
    into: { type: 'string' },
  },
  run: async ({ terminal, options }) => {
    const file = String(options['file'] ?? '');
    if (file === '') throw new UserError('Give the translator’s file with --file.');
    const { tag, messages } = readReturned(file, await textOf(file));
    const catalog = languageAsked(tag);
    const errors = errorsIn(messages);
    errors.slice(0, maxShown).forEach(terminal.err);
    if (errors.length > 0) throw new UserError(`Nothing was imported: ${count(errors.length, 'problem')} in ${file}.`);
    const path = String(options['into'] ?? catalogFile(tag));
    const source = await textOf(path);
    const changes = changesIn(textsIn(source), messages);
    for (const { id, translation } of changes) terminal.out(`${id}: ${translation}`);
    terminal.out(`${count(changes.length, 'text')} changed in ${catalog.name}.`);
    if (options['check']) return 0;
    const changed = withMessages(await textOf(path), new Map(changes.map(({ id, translation }) => [id, translation])));
    const by = String(options['reviewed'] ?? '').trim();
    await written(path, by === '' ? changed : withReview(changed, by));
    terminal.out('Rebuild and restart the server to publish the change.');
    return 0;
  },
};

export const languagesList: Command = {
  name: 'languages',
  summary: 'List every language with its status, the source of its wording, and whether it is offered.',
  needsNoDatabase: true,
  run: async ({ terminal, config }) => {
    for (const { tag, name, review, source } of Object.values(catalogs)) {
      const isOffered = config.languages.includes(tag) ? 'offered' : '-';
      terminal.out(`${tag.padEnd(8)} ${isOffered.padEnd(8)} ${review.padEnd(9)} ${name} · ${source}`);
    }
    return 0;
  },
};

function languageAsked(tag: unknown) {
  const catalog = translatedLanguage(String(tag));
  if (catalog) return catalog;
  const all = Object.keys(catalogs).filter((tag) => tag !== 'en');
  throw new UserError(`Choose one of these languages: ${all.join(', ')}.`);
}

function formatAsked(format: unknown): Format {
  if (format === 'xliff' || format === 'csv') return format;
  throw new UserError('--format must be xliff or csv.');
}

/** XLIFF starts like XML; anything else is read as a table. */
function readReturned(file: string, text: string): Returned {
  try {
    return formats[/^\uFEFF?\s*</.test(text) ? 'xliff' : 'csv'].read(text);
  } catch (error) {
    throw new UserError(`Cannot read ${file}. ${(error as Error).message}`);
  }
}

async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`Cannot read ${file} (${error.code}).`);
  });
  const text = decode(bytes);
  if (text === null) throw new UserError(`${file} is not UTF-8 text.`);
  return text;
}

async function written(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`Cannot write ${file} (${error.code}).`);
  });
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
