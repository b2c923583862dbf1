import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { catalogues } from '@heart-survey/shared/languages/languages';
import { messagesOf, placeholdersOf, roomFor } from '@heart-survey/shared/languages/messages';
import type { Message } from './message.ts';
import { readCsv, writeCsv } from './csv.ts';
import { readXliff, writeXliff } from './xliff.ts';

export type { Message, Returned } from './message.ts';
export { catalogueFile, textsIn, withMessages, withReview } from './catalogue-file.ts';

/** The two formats that go to a translator: for a translation program, and for a spreadsheet. */
export const formats = {
  xliff: { write: writeXliff, read: readXliff },
  csv: { write: writeCsv, read: readCsv },
} as const;
export type Format = keyof typeof formats;

/** The language that English is translated into, by its tag, if there is such a one. */
export function translatedLanguage(tag: string): Catalogue | undefined {
  return tag === 'en' || !Object.hasOwn(catalogues, tag) ? undefined : catalogues[tag];
}

/** Every message of the catalogue beside its English. */
export function messagesFor(catalogue: Catalogue): Message[] {
  const translations = messagesOf(catalogue);
  return [...messagesOf(catalogues['en']!)].map(([id, english]) => ({
    id,
    english,
    translation: translations.get(id)!,
  }));
}

/** The messages that came back other than they are now. */
export function changesIn(now: ReadonlyMap<string, string>, messages: Message[]): Message[] {
  return messages.filter(({ id, translation }) => now.get(id) !== translation);
}

/** What is wrong with what came back, a sentence each; with any of it, none of it can be taken. */
export function mistakesIn(messages: Message[]): string[] {
  const english = messagesOf(catalogues['en']!);
  const returned = new Map(messages.map((message) => [message.id, message]));
  const seen = new Set<string>();
  const twice = messages.filter(({ id }) => seen.has(id) || !seen.add(id)).map(({ id }) => `${id}: is there twice.`);
  const lost = [...english.keys()].filter((id) => !returned.has(id)).map((id) => `${id}: is lost.`);
  return [
    ...twice,
    ...lost,
    ...messages.flatMap((message) => mistakesOf(message, english)),
    ...mistakesTogether(returned),
  ];
}

function mistakesOf({ id, english, translation }: Message, current: Map<string, string>): string[] {
  const now = current.get(id);
  if (now === undefined) return [`${id}: there is no such message.`];
  const [asked, given] = [placeholdersOf(now).join(' '), placeholdersOf(translation).join(' ')];
  const room = roomFor(now);
  const checks: [isWrong: boolean, says: string][] = [
    [english !== now, `was translated from “${english}”, but the English says “${now}” now.`],
    [translation.replace(/\p{Cf}/gu, '').trim() === '', 'is empty.'],
    [/[\u202A-\u202E]/.test(translation), 'holds marks that turn the direction of writing.'],
    [asked !== given, `must hold ${asked || 'no placeholder'}, and holds ${given || 'none'}.`],
    [translation.length > room, `has ${translation.length} characters, and there is room for ${room}.`],
    [/\p{Cc}/u.test(translation), 'holds a line break or another control character.'],
    [/(?![0-9])\p{Nd}/u.test(translation), 'holds digits other than 0 to 9.'],
  ];
  return checks.filter(([isWrong]) => isWrong).map(([, says]) => `${id}: ${says}`);
}

/** What can be told only from several of them. */
function mistakesTogether(returned: Map<string, Message>): string[] {
  const text = (id: string) => returned.get(id)?.translation ?? '';
  const points = [0, 1, 2, 3, 4].map((point) => text(`scale.${point}`));
  const quoting = ['alreadySent', 'sendAgain'].filter((id) => !text(id).includes(text('send')));
  return [
    ...(new Set(points).size < points.length ? ['scale: two of the five points are the same.'] : []),
    ...quoting.map((id) => `${id}: must call the button by its name, “${text('send')}”.`),
  ];
}
