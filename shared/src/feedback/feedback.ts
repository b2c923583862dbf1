import ar from './ar.json' with { type: 'json' };
import { en } from './en.ts';
import es from './es.json' with { type: 'json' };
import fa from './fa.json' with { type: 'json' };
import type { FeedbackTexts } from './feedback-texts.ts';
import ko from './ko.json' with { type: 'json' };
import so from './so.json' with { type: 'json' };
import tl from './tl.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };
import zhHans from './zh-Hans.json' with { type: 'json' };
import zhHant from './zh-Hant.json' with { type: 'json' };

export {
  feedbackKinds,
  surveyFormats,
  type FeedbackKind,
  type FeedbackTexts,
  type SurveyFormat,
} from './feedback-texts.ts';

/** `feedback.test.ts` checks what the type of a JSON file cannot: the length of its lists. */
const fromFile = (file: object) => file as FeedbackTexts;

/** The texts of the pages for complaints and requests, by the same tags as the survey's catalogs. */
export const feedbackCatalogs: Readonly<Record<string, FeedbackTexts>> = {
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
export function feedbackTexts({ tag }: { tag: string }): FeedbackTexts {
  return feedbackCatalogs[tag] ?? en;
}
