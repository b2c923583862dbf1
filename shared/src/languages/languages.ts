import ar from './ar.json' with { type: 'json' };
import { catalogFrom } from './catalog-file.ts';
import { formTexts, type Catalog, type FormTexts } from './catalog.ts';
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
export type Catalogs = Readonly<Record<string, Catalog>>;

/** Every language that the survey is available in: a county's threshold languages. */
export const catalogs: Catalogs = {
  en,
  es: catalogFrom(es),
  ar: catalogFrom(ar),
  'zh-Hans': catalogFrom(zhHans),
  'zh-Hant': catalogFrom(zhHant),
  tl: catalogFrom(tl),
  ko: catalogFrom(ko),
  fa: catalogFrom(fa),
  so: catalogFrom(so),
  vi: catalogFrom(vi),
};

/** Whether the tag is one of the survey's languages. */
export function isLanguage(tag: string | null): tag is string {
  return tag !== null && Object.hasOwn(catalogs, tag);
}

/** Only the texts of the form, which the element fetches. */
export function formTextsOf(catalog: Catalog): FormTexts {
  return Object.fromEntries(formTexts.map((name) => [name, catalog[name]])) as Pick<
    Catalog,
    (typeof formTexts)[number]
  >;
}
