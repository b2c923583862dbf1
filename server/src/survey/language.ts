import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { catalogs, type Catalogs } from '@heart-survey/shared/languages/languages';
import { matchLanguage } from '@heart-survey/shared/languages/match';
import { parseAccept } from 'hono/utils/accept';
import type { Context } from 'hono';
import { shortMemory } from '../limits/short-memory.ts';

/** Chooses among the languages that the installation offers. */
export interface Languages {
  offered: Catalog[];
  /** The tag of the offered language that matches the wanted one. */
  find(wanted: string | undefined): string | undefined;
  /** The language asked for by tag or `?lang`, or else the browser's best match, or else the installation's first language. */
  choose(c: Context, asked?: string | null): Catalog;
}

/** The maximum number of accepted languages to check. A header can name thousands. */
const maxAccepted = 20;

/** The longest header that is remembered, in characters. Browsers send a few different short ones. */
const maxRemembered = 200;

/**
 * @param tags the configured languages, at least one. Each has a catalog.
 * @param all all catalogs.
 */
export function offerLanguages(tags: string[], all: Catalogs = catalogs): Languages {
  const offered = tags.map((tag) => all[tag]!);
  const chosen = shortMemory<Catalog>({ duration: Number.POSITIVE_INFINITY, maxNames: 1000 });
  const find = (wanted: string | undefined) => matchLanguage(wanted ?? '', tags);
  return {
    offered,
    find,
    choose(c, asked = c.req.query('lang')) {
      const header = c.req.header('accept-language') ?? '';
      // A header has no line breaks, so no other pair has this name.
      const name = `${header}\n${asked ?? ''}`;
      const before = chosen.get(name);
      if (before !== undefined) return before;
      const accepted = parseAccept(header).filter(({ q }) => q > 0);
      const wanted = [asked ?? '', ...accepted.slice(0, maxAccepted).map(({ type }) => type)];
      const tag = wanted.map(find).find((found) => found !== undefined);
      const catalog = offered.find((catalog) => catalog.tag === tag) ?? offered[0]!;
      if (name.length <= maxRemembered) chosen.set(name, catalog, 0);
      return catalog;
    },
  };
}
