import {
  blank,
  letterPlaceholders,
  type LetterKind,
  type LetterPlaceholder,
} from '@heart-survey/shared/letters/letters';
import { fill } from '@heart-survey/shared/text';

/** What a letter's placeholders stand for. One that is undefined has no value; one that is missing is filled in later. */
export type LetterValues = Partial<Record<LetterPlaceholder, string | undefined>>;

/** The text with its placeholders filled in. A paragraph with a placeholder that has no value is left out. */
export function filled(text: string, values: LetterValues): string {
  const names = Object.keys(values) as LetterPlaceholder[];
  const missing = names.filter((name) => values[name] === undefined).map((name) => `{${name}}`);
  const kept = text.split('\n\n').filter((paragraph) => missing.every((name) => !paragraph.includes(name)));
  return fill(kept.join('\n\n'), values as Record<string, string>);
}

/** A blank or a placeholder that is still in a text that is about to be sent. */
export function leftToFill(text: string): string | undefined {
  const marks = [blank, ...letterPlaceholders.map((name) => `{${name}}`)];
  return marks.find((mark) => text.includes(mark));
}

const dated = new Set<LetterKind>(['acknowledgement', 'extension', 'second stage']);

/** The placeholders that a kind of letter can have. */
export function placeholdersFor(kind: LetterKind): LetterPlaceholder[] {
  return letterPlaceholders.filter((name) => name !== 'date' || dated.has(kind));
}

/** What is in braces in a text and is no placeholder of that kind of letter, each once. */
export function mayNotBeIn(kind: LetterKind, text: string): string[] {
  const known = new Set(placeholdersFor(kind).map((name) => `{${name}}`));
  const braced = text.match(/\{[^{}\n]*\}?|\}/g) ?? [];
  return [...new Set(braced.filter((one) => !known.has(one)))];
}
