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

/** Catalogs by their BCP 47 tags. */
export type Catalogues = Readonly<Record<string, Catalogue>>;

/** Every language that the survey is available in: a county's threshold languages. */
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

/** Whether the tag is one of the survey's languages. */
export function isLanguage(tag: string | null): tag is string {
  return tag !== null && Object.hasOwn(catalogues, tag);
}

/** Only the texts of the form, which the element fetches. */
export function formTextsOf(catalogue: Catalogue): FormTexts {
  return Object.fromEntries(formTexts.map((name) => [name, catalogue[name]])) as Pick<
    Catalogue,
    (typeof formTexts)[number]
  >;
}
