import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { catalogues } from '@heart-survey/shared/languages/languages';
import { parseAccept } from 'hono/utils/accept';
import type { Context } from 'hono';

/** Chooses among the languages that the installation offers. */
export interface Languages {
  offered: Catalogue[];
  /** The language asked for by its tag, else the best that the browser accepts, else the installation's first. */
  choose(c: Context, asked?: string | null): Catalogue;
}

/** @param tags as configured, at least one; each has a catalogue. */
export function offerLanguages(tags: string[]): Languages {
  const offered = tags.map((tag) => catalogues[tag]!);
  const find = (tag: string) => offered.find((catalogue) => catalogue.tag.toLowerCase() === tag.toLowerCase());
  return {
    offered,
    choose(c, asked) {
      const accepted = parseAccept(c.req.header('accept-language') ?? '').filter(({ q }) => q > 0);
      const wanted = [asked ?? '', ...accepted.flatMap(({ type }) => [type, type.split('-')[0] ?? ''])];
      return wanted.map(find).find((catalogue) => catalogue !== undefined) ?? offered[0]!;
    },
  };
}
