import { en } from './texts-en.ts';
import { es } from './texts-es.ts';
import type { ReportTexts } from './texts.ts';

/** The languages of the reports, English first. */
export const reportLanguages = ['en', 'es'] as const;

/** The texts of a report in that language; in English for any other. */
export function textsFor(language: string | undefined): ReportTexts {
  return language === 'es' ? es : en;
}
