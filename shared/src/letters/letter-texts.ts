/** The letters about cases that have a standard text (docs/policies/dufferin-2-3-12.md, sections 6.3 and 6.5). */
export const letterKinds = [
  'acknowledgement',
  'extension',
  'answer',
  'second stage',
  'second answer',
  'breach notice',
  'commissioner notice',
] as const;
export type LetterKind = (typeof letterKinds)[number];

/** What a letter's text can have filled in, such as `{received}`. */
export const letterPlaceholders = [
  'name',
  'received',
  'reference',
  'agency',
  'department',
  'office',
  'ombudsman',
  'date',
] as const;
export type LetterPlaceholder = (typeof letterPlaceholders)[number];

/** What the sender has to replace with their own words. */
export const blank = '___';

/**
 * The standard texts of letters about cases, in one language. A paragraph with a placeholder that has no value is left out:
 * the salutation for a person without a name, or the promise of a date if there is none.
 */
export interface LetterTexts {
  /** Who wrote and read the translation, in English. */
  source: string;
  letters: Record<LetterKind, string>;
  /** Stands for `{ombudsman}` until the agency gives the details. */
  ombudsman: string;
}
