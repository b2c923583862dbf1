import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { catalogues, type Catalogues } from '@heart-survey/shared/languages/languages';
import { matchLanguage } from '@heart-survey/shared/languages/match';
import { parseAccept } from 'hono/utils/accept';
import type { Context } from 'hono';

/** Chooses among the languages that the installation offers. */
export interface Languages {
  offered: Catalogue[];
  /** The tag of the offered language that serves somebody who wants that one. */
  find(wanted: string | undefined): string | undefined;
  /** The language asked for by its tag or by `?lang`, else the best that the browser accepts, else the installation's first. */
  choose(c: Context, asked?: string | null): Catalogue;
}

/** Nobody reads more languages than this; a header can name thousands. */
const most = 20;

/**
 * @param tags as configured, at least one; each has a catalogue.
 * @param all the catalogues that there are.
 */
export function offerLanguages(tags: string[], all: Catalogues = catalogues): Languages {
  const offered = tags.map((tag) => all[tag]!);
  const find = (wanted: string | undefined) => matchLanguage(wanted ?? '', tags);
  return {
    offered,
    find,
    choose(c, asked = c.req.query('lang')) {
      const accepted = parseAccept(c.req.header('accept-language') ?? '').filter(({ q }) => q > 0);
      const wanted = [asked ?? '', ...accepted.slice(0, most).map(({ type }) => type)];
      const tag = wanted.map(find).find((found) => found !== undefined);
      return offered.find((catalogue) => catalogue.tag === tag) ?? offered[0]!;
    },
  };
}
