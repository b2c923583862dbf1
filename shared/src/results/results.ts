import { en } from './en.ts';
import type { ResultsTexts } from './results-texts.ts';

export type { ResultsTexts } from './results-texts.ts';

/** The texts of the published results, by the same tags as the survey's catalogs. */
export const resultsCatalogs: Readonly<Record<string, ResultsTexts>> = { en };

/** The texts in a catalog's language, or in English in a language that has none, such as one that a test adds. */
export function resultsTexts({ tag }: { tag: string }): ResultsTexts {
  return resultsCatalogs[tag] ?? en;
}
