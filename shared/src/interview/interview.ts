import ar from './ar.json' with { type: 'json' };
import { en } from './en.ts';
import es from './es.json' with { type: 'json' };
import fa from './fa.json' with { type: 'json' };
import ko from './ko.json' with { type: 'json' };
import type { InterviewTexts } from './interview-texts.ts';
import so from './so.json' with { type: 'json' };
import tl from './tl.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };
import zhHans from './zh-Hans.json' with { type: 'json' };
import zhHant from './zh-Hant.json' with { type: 'json' };

export type { InterviewTexts } from './interview-texts.ts';

/** What an interviewer reads aloud, by the same tags as the survey's catalogs. */
export const interviewCatalogs: Readonly<Record<string, InterviewTexts>> = {
  en,
  es,
  ar,
  'zh-Hans': zhHans,
  'zh-Hant': zhHant,
  tl,
  ko,
  fa,
  so,
  vi,
};

/** The texts in a catalog's language, or in English in a language that has none, such as one that a test adds. */
export function interviewTexts({ tag }: { tag: string }): InterviewTexts {
  return interviewCatalogs[tag] ?? en;
}
