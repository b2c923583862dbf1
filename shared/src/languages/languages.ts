import ar from './ar.json' with { type: 'json' };
import { catalogueFrom } from './catalogue-file.ts';
import { formTexts, type Catalogue, type FormTexts } from './catalogue.ts';
import { en } from './en.ts';
import es from './es.json' with { type: 'json' };
import fa from './fa.json' with { type: 'json' };
import ko from './ko.json' with { type: 'json' };
import so from './so.json' with { type: 'json' };
import tl from './tl.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };
import zhHans from './zh-Hans.json' with { type: 'json' };
import zhHant from './zh-Hant.json' with { type: 'json' };

/** Catalogs by their BCP 47 tags. */
export type Catalogues = Readonly<Record<string, Catalogue>>;

/** Every language that the survey is available in: a county's threshold languages. */
export const catalogues: Catalogues = {
  en,
  es: catalogueFrom(es),
  ar: catalogueFrom(ar),
  'zh-Hans': catalogueFrom(zhHans),
  'zh-Hant': catalogueFrom(zhHant),
  tl: catalogueFrom(tl),
  ko: catalogueFrom(ko),
  fa: catalogueFrom(fa),
  so: catalogueFrom(so),
  vi: catalogueFrom(vi),
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
