import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { messagesOf, placeholdersOf, roomFor } from '@heart-survey/shared/languages/messages';
import type { Message } from './message.ts';
import { readCsv, writeCsv } from './csv.ts';
import { readXliff, writeXliff } from './xliff.ts';

export type { Message, Returned } from './message.ts';
export { catalogFile, textsIn, withMessages, withReview } from './catalog-file.ts';

/** The two file formats for translators: for a translation program, and for a spreadsheet. */
export const formats = {
  xliff: { write: writeXliff, read: readXliff },
  csv: { write: writeCsv, read: readCsv },
} as const;
export type Format = keyof typeof formats;

/** The catalog of a language that English is translated into, by tag, if there is one. */
export function translatedLanguage(tag: string): Catalog | undefined {
  return tag === 'en' || !Object.hasOwn(catalogs, tag) ? undefined : catalogs[tag];
}

/** Every message of the catalog with its English text. */
export function messagesFor(catalog: Catalog): Message[] {
  const translations = messagesOf(catalog);
  return [...messagesOf(catalogs['en']!)].map(([id, english]) => ({
    id,
    english,
    translation: translations.get(id)!,
  }));
}

/** The returned messages that differ from the current ones. */
export function changesIn(now: ReadonlyMap<string, string>, messages: Message[]): Message[] {
  return messages.filter(({ id, translation }) => now.get(id) !== translation);
}

/** The problems with a returned file, one sentence each. If there are any, nothing is imported. */
export function errorsIn(messages: Message[]): string[] {
  const english = messagesOf(catalogs['en']!);
  const returned = new Map(messages.map((message) => [message.id, message]));
  const seen = new Set<string>();
  const twice = messages.filter(({ id }) => seen.has(id) || !seen.add(id)).map(({ id }) => `${id}: appears twice.`);
  const lost = [...english.keys()].filter((id) => !returned.has(id)).map((id) => `${id}: is missing.`);
  return [...twice, ...lost, ...messages.flatMap((message) => errorsOf(message, english)), ...errorsTogether(returned)];
}

function errorsOf({ id, english, translation }: Message, current: Map<string, string>): string[] {
  const now = current.get(id);
  if (now === undefined) return [`${id}: is not a known message.`];
  const [asked, given] = [placeholdersOf(now).join(' '), placeholdersOf(translation).join(' ')];
  const room = roomFor(now);
  const checks: [isWrong: boolean, message: string][] = [
    [english !== now, `was translated from “${english}”, but the English is now “${now}”.`],
    [translation.replace(/\p{Cf}/gu, '').trim() === '', 'is empty.'],
    [/[\u202A-\u202E]/.test(translation), 'contains characters that change the text direction.'],
    [asked !== given, `must contain ${asked || 'no placeholder'}, but contains ${given || 'none'}.`],
    [translation.length > room, `has ${translation.length} characters, but at most ${room} fit.`],
    [/\p{Cc}/u.test(translation), 'contains a line break or another control character.'],
    [/(?![0-9])\p{Nd}/u.test(translation), 'contains digits other than 0 to 9.'],
  ];
  return checks.filter(([isWrong]) => isWrong).map(([, message]) => `${id}: ${message}`);
}

/** Problems that show only when comparing several messages. */
function errorsTogether(returned: Map<string, Message>): string[] {
  const text = (id: string) => returned.get(id)?.translation ?? '';
  const points = [0, 1, 2, 3, 4].map((point) => text(`scale.${point}`));
  const quoting = ['alreadySent', 'sendAgain'].filter((id) => !text(id).includes(text('send')));
  return [
    ...(new Set(points).size < points.length ? ['scale: two of the five points are the same.'] : []),
    ...quoting.map((id) => `${id}: must quote the button’s label, “${text('send')}”.`),
  ];
}
