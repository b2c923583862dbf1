import { catalogs, isLanguage } from '@heart-survey/shared/languages/languages';
import type { Block } from './document.ts';

/** What a customer wrote, in its language and direction. */
export function quoteOf(text: string, language: string | null, note: string): Block {
  const direction = isLanguage(language) ? catalogs[language]!.direction : 'ltr';
  return { kind: 'quote', text, language, direction, note };
}
