import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { en } from '@heart-survey/shared/languages/en';
import { messagesOf } from '@heart-survey/shared/languages/messages';

/** Between these stands what comes from the catalogue, in the pseudo-locale. */
const [open, close] = ['⟦', '⟧'];

/** What a catalogue says of itself stays as it is. */
const { tag, name, direction, review, source } = en;

/** English with each message between brackets, so that what stands outside of any was not taken from a catalogue. */
export const pseudo = { ...(marked(en) as Catalogue), tag, name, direction, review, source };

function marked(value: unknown): unknown {
  if (typeof value === 'string') return `${open}${value}${close}`;
  if (Array.isArray(value)) return value.map(marked);
  return Object.fromEntries(Object.entries(value as object).map(([name, part]) => [name, marked(part)]));
}

/** Every message that there is to be seen, by its path. */
export const messages = messagesOf(pseudo);

/** What is left of a text without its messages, and without what is data: names, numbers, addresses. */
export function leftOver(text: string, data: readonly string[]): string {
  let rest = text;
  // From the inside out, for a message may be filled into another.
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  }
  for (const one of data.toSorted((a, b) => b.length - a.length)) rest = rest.replaceAll(one, ' ');
  return rest.replace(/[^\p{L}]+/gu, ' ').trim();
}
