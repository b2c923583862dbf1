import type { Catalogue } from './catalogue.ts';

// A catalogue as a translator sees it: a list of messages, each with a path such as `items.respect.word`.

/** What a catalogue says of itself, and is not for a respondent to read. */
const facts = new Set(['tag', 'name', 'direction', 'review', 'source']);

/** Every message by its path, in the order of the catalogue. */
export function messagesOf(catalogue: Catalogue): Map<string, string> {
  const parts = Object.entries(catalogue).filter(([key]) => !facts.has(key));
  return new Map(parts.flatMap(([key, value]) => messagesIn(value, key)));
}

function messagesIn(value: unknown, path: string): [path: string, message: string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, part]) => messagesIn(part, `${path}.${key}`));
}

/** What is filled in where the message is shown, such as `{region}`, in the order of the alphabet. */
export function placeholdersOf(message: string): string[] {
  return [...message.matchAll(/\{\w*\}/g)].map(([name]) => name).toSorted();
}

/** How long a message may be in another language, in UTF-16 units: labels have to fit, and sentences to be read. */
export function roomFor(english: string): number {
  return 2 * english.length + 12;
}
