import { en } from './en.ts';
import type { LetterTexts } from './letter-texts.ts';

export {
  blank,
  letterKinds,
  letterPlaceholders,
  type LetterKind,
  type LetterPlaceholder,
  type LetterTexts,
} from './letter-texts.ts';

/** The standard texts of letters, by the same tags as the survey's catalogs. */
export const letterCatalogs: Readonly<Record<string, LetterTexts>> = { en };

/** The texts in that language, or in English in one that has none, such as one that a test adds. */
export function letterTexts({ tag }: { tag: string }): LetterTexts {
  return letterCatalogs[tag] ?? en;
}
