import ar from './ar.json' with { type: 'json' };
import { en } from './en.ts';
import es from './es.json' with { type: 'json' };
import fa from './fa.json' with { type: 'json' };
import ko from './ko.json' with { type: 'json' };
import type { ResultsTexts } from './results-texts.ts';
import so from './so.json' with { type: 'json' };
import tl from './tl.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };
import zhHans from './zh-Hans.json' with { type: 'json' };
import zhHant from './zh-Hant.json' with { type: 'json' };

export type { ResultsTexts } from './results-texts.ts';

/** `results.test.ts` checks what the type of a JSON file cannot: the length of its lists. */
const fromFile = (file: object) => file as ResultsTexts;

/** The texts of the published results, by the same tags as the survey's catalogs. */
export const resultsCatalogs: Readonly<Record<string, ResultsTexts>> = {
  en,
  es: fromFile(es),
  ar: fromFile(ar),
  'zh-Hans': fromFile(zhHans),
  'zh-Hant': fromFile(zhHant),
  tl: fromFile(tl),
  ko: fromFile(ko),
  fa: fromFile(fa),
  so: fromFile(so),
  vi: fromFile(vi),
};

/** The texts in a catalog's language, or in English in a language that has none, such as one that a test adds. */
export function resultsTexts({ tag }: { tag: string }): ResultsTexts {
  return resultsCatalogs[tag] ?? en;
}
