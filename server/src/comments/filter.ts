import { isLanguage } from '@heart-survey/shared/languages/languages';
import type { Quarter } from '@heart-survey/shared/quarters';
import { cleanText } from '@heart-survey/shared/text';
import { findBySlug, type Department, type Region } from '../org/org.ts';

/** Groups of overall ratings to filter by. */
export const ratingGroups = {
  low: 'Overall 1 or 2',
  middle: 'Overall 3',
  high: 'Overall 4 or 5',
  none: 'Overall not rated',
} as const;
export type RatingGroup = keyof typeof ratingGroups;

/** Which comments are shown, by whether they are flagged or hidden. */
export const shows = {
  open: 'All except hidden',
  flagged: 'Flagged for danger or abuse',
  hidden: 'Hidden',
} as const;
export type Show = keyof typeof shows;

/** Filters for comments without a known language. */
export const unknownLanguage = 'unknown';

/** Which comments to show, among those that the person may read. */
export interface CommentFilter {
  search: string;
  quarter: Quarter;
  /** One region that the person may read; undefined for all of them. */
  region: Region | undefined;
  language: string | undefined;
  rating: RatingGroup | undefined;
  show: Show;
  /** Only those whose writers agreed that others may see them. */
  onlyMayShow?: boolean;
}

/** Where a page of the list starts: before or after a comment, in the order of arrival. */
export interface Position {
  before?: number | undefined;
  after?: number | undefined;
}

/** The maximum length of a search, in UTF-16 units. */
const maxSearch = 100;

/** Reads the filter from a query string, ignoring invalid values. */
export function filterOf(
  query: Record<string, string>,
  { regions, department, now }: { regions: Region[]; department: Department; now: number },
): CommentFilter {
  const { q = '', quarter = '', region, language = '', rating = '', show = '' } = query;
  return {
    search: cleanText(q).trim().slice(0, maxSearch),
    quarter: department.calendar.byId(quarter) ?? department.calendar.at(now),
    region: findBySlug(regions, region),
    language: isLanguage(language) || language === unknownLanguage ? language : undefined,
    rating: Object.hasOwn(ratingGroups, rating) ? (rating as RatingGroup) : undefined,
    show: Object.hasOwn(shows, show) ? (show as Show) : 'open',
  };
}

/** Reads where the page starts from a query string, ignoring invalid values. */
export function positionOf({ before = '', after = '' }: Record<string, string>): Position {
  const rowNumber = (text: string) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined);
  const older = rowNumber(before);
  return older === undefined ? { after: rowNumber(after) } : { before: older };
}

/** The query string for a filter and a position, without default values. */
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
