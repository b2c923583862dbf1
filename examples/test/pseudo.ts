import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { en } from '@heart-survey/shared/languages/en';
import { messagesOf } from '@heart-survey/shared/languages/messages';

/** The brackets around texts from the catalog in the pseudo-locale. */
const [open, close] = ['⟦', '⟧'];

/** Facts about the catalog stay as they are. */
const { tag, name, direction, review, source } = en;

/** English with each message in brackets, so that text outside of brackets did not come from a catalog. */
export const pseudo = { ...(marked(en) as Catalog), tag, name, direction, review, source };

function marked(value: unknown): unknown {
  if (typeof value === 'string') return `${open}${value}${close}`;
  if (Array.isArray(value)) return value.map(marked);
  return Object.fromEntries(Object.entries(value as object).map(([name, part]) => [name, marked(part)]));
}

/** Every message by its path. */
export const messages = messagesOf(pseudo);

/** What is left of a text without its messages and without data such as names, numbers, and addresses. */
export function leftOver(text: string, data: readonly string[]): string {
  let rest = text;
  // From the inside out, because a message can be filled into another.
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  }
  for (const one of data.toSorted((a, b) => b.length - a.length)) rest = rest.replaceAll(one, ' ');
  return rest.replace(/[^\p{L}]+/gu, ' ').trim();
}
