import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';
import { es } from './es.ts';

/** Every language that the survey can be answered in, by its BCP 47 tag. */
export const catalogues: Readonly<Record<string, Catalogue>> = { en, es };

/** Whether a response may be stored as answered in that language. */
export function isLanguage(tag: string | null): tag is string {
  return tag !== null && Object.hasOwn(catalogues, tag);
}
