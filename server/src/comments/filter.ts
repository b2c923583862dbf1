import { isLanguage } from '@heart-survey/shared/languages/languages';
import type { Quarter } from '@heart-survey/shared/quarters';
import { cleanText } from '@heart-survey/shared/text';
import { findBySlug, type Department, type Region } from '../org/org.ts';

/** The overall ratings that a filter puts together, in words. */
export const ratingGroups = {
  low: 'Overall 1 or 2',
  middle: 'Overall 3',
  high: 'Overall 4 or 5',
  none: 'Overall not rated',
} as const;
export type RatingGroup = keyof typeof ratingGroups;

/** Which comments are shown, by their marks. */
export const shows = {
  open: 'All that are not hidden',
  flagged: 'Flagged for danger or abuse',
  hidden: 'Hidden',
} as const;
export type Show = keyof typeof shows;

/** A comment whose language was not said, in a filter. */
export const unknownLanguage = 'unknown';

/** Which comments somebody asks for; all within what they may read. */
export interface CommentFilter {
  search: string;
  quarter: Quarter;
  /** One of those that they may read; undefined for all of these. */
  region: Region | undefined;
  language: string | undefined;
  rating: RatingGroup | undefined;
  show: Show;
}

/** Where a page of the list begins: before or after a place in the order of arrival. */
export interface Position {
  before?: number | undefined;
  after?: number | undefined;
}

/** The longest text that is searched for, in UTF-16 units. */
const longestSearch = 100;

/** Reads an address's query; what makes no sense in it is as if it were not there. */
export function filterOf(
  query: Record<string, string>,
  { regions, department, now }: { regions: Region[]; department: Department; now: number },
): CommentFilter {
  const { q = '', quarter = '', region, language = '', rating = '', show = '' } = query;
  return {
    search: cleanText(q).trim().slice(0, longestSearch),
    quarter: department.calendar.byId(quarter) ?? department.calendar.at(now),
    region: findBySlug(regions, region),
    language: isLanguage(language) || language === unknownLanguage ? language : undefined,
    rating: Object.hasOwn(ratingGroups, rating) ? (rating as RatingGroup) : undefined,
    show: Object.hasOwn(shows, show) ? (show as Show) : 'open',
  };
}

export function positionOf({ before = '', after = '' }: Record<string, string>): Position {
  const rowNumber = (text: string) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined);
  const older = rowNumber(before);
  return older === undefined ? { after: rowNumber(after) } : { before: older };
}

/** The address's query that asks for this, without what goes without saying. */
export function queryOf(filter: CommentFilter, position: Position = {}): string {
  const { search, quarter, region, language, rating, show } = filter;
  const parts = {
    q: search === '' ? undefined : search,
    quarter: quarter.id,
    region: region?.slug,
    language,
    rating,
    show: show === 'open' ? undefined : show,
    before: position.before,
    after: position.after,
  };
  const given = Object.entries(parts).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return `?${new URLSearchParams(given).toString()}`;
}
