import { ar } from './ar.ts';
import { formTexts, type Catalogue, type FormTexts } from './catalogue.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fa } from './fa.ts';
import { ko } from './ko.ts';
import { so } from './so.ts';
import { tl } from './tl.ts';
import { vi } from './vi.ts';
import { zhHans } from './zh-Hans.ts';
import { zhHant } from './zh-Hant.ts';

/** A set of catalogues by their BCP 47 tags. */
export type Catalogues = Readonly<Record<string, Catalogue>>;

/** Every language that the survey can be answered in: a county's threshold languages. */
export const catalogues: Catalogues = {
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

/** Whether a response may be stored as answered in that language. */
export function isLanguage(tag: string | null): tag is string {
  return tag !== null && Object.hasOwn(catalogues, tag);
}

/** What the form says, without what only pages say: as the element asks for it. */
export function formTextsOf(catalogue: Catalogue): FormTexts {
  return Object.fromEntries(formTexts.map((name) => [name, catalogue[name]])) as Pick<
    Catalogue,
    (typeof formTexts)[number]
  >;
}
