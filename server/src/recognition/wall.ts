import { hash } from 'node:crypto';
import { lettersIn, type HeartLetter } from '@heart-survey/shared/heart';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { firstNameIn } from '@heart-survey/shared/names';
import { quoted, saysSomething } from './quoted.ts';
import { cutsForOthers, showsFirstName, type Thanked } from './shown-names.ts';
import { publicRowsIn, recipientsOf, shownIds, wallRows } from './wall-queries.ts';

/** A customer's words as others see them: never with a date, and with no more names than were chosen. */
interface WallQuote {
  quoted: string;
  language: string | null;
  letters: HeartLetter[];
  /** The team, or the first names of those who chose that, or the region. */
  who: string;
}

/** The same for the public. */
export interface PublicQuote extends Omit<WallQuote, 'who'> {
  /** Null if there is no one to name. */
  who: string | null;
}

/** The same for staff, with what a second reader decides from. */
export interface Quote extends WallQuote {
  /** The slug of the region if `who` is a region, otherwise null. */
  namesRegion: string | null;
  /** Names it in a form, and says nothing about the order of the thank-yous. */
  key: string;
  /** The id of the person who sent the thank-you. */
  sentBy: string | null;
  /** Those who were thanked, as they sign in. */
  thanked: { email: string | null; personId: string | null }[];
  /** Whether the writer and the employees agree that the public sees it. */
  isForPublic: boolean;
  publicDecision: 'approved' | 'declined' | null;
}

/** How many quotes a page of the wall shows. */
const pageSize = 40;

/** One page of the wall. @param page the first one is 1. */
export async function readWall(
  db: Database,
  { id }: Pick<Department, 'id'>,
  now: number,
  page: number,
): Promise<{ quotes: Quote[]; isLast: boolean }> {
  const all = shuffled(await shownIds(db, id, now));
  const shown = all.slice((page - 1) * pageSize, page * pageSize);
  return { quotes: await quotesOf(db, shown), isLast: all.length <= page * pageSize };
}

/** What a department published. */
export interface PublishedBy {
  departmentId: number;
  /**
   * For each quarter whose quotes are shown, the slugs of the regions that may be named: those that are shown in that quarter. A
   * quote that names a withheld region would tell what one of its few people answered.
   */
  regions: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * What the public may see: quotes whose writers and employees agreed, and that a second person approved.
 * @param rows as `readPublicRows` read them.
 * @returns those of each department, in the order given.
 */
export function publicQuotes(rows: string, published: readonly PublishedBy[]): PublicQuote[][] {
  const quotes = shuffled(publicRowsIn(rows)).map(({ key: _, ...row }) => ({ row, quote: quoteOf(row) }));
  return published.map(({ departmentId, regions }) =>
    quotes.flatMap(({ row, quote }) => {
      const named = regions.get(row.quarter);
      if (quote === undefined || row.departmentId !== departmentId || named === undefined) return [];
      const { namesRegion, who, ...shown } = quote;
      return [{ ...shown, who: namesRegion === null || named.has(namesRegion) ? who : null }];
    }),
  );
}

/** The thank-you with that key, if the department's wall shows it. */
export async function findOnWall(db: Database, { id }: Pick<Department, 'id'>, now: number, key: string) {
  const shown = await shownIds(db, id, now);
  return shown.find(({ responseId }) => keyOf(responseId) === key);
}

/** A hash, since the id of a response contains its time. */
const keyOf = (responseId: string) => hash('sha256', responseId);

/** In an order that says nothing about when. */
function shuffled<Row extends { responseId: string }>(rows: readonly Row[]): (Row & { key: string })[] {
  return rows
    .map((row) => ({ ...row, key: keyOf(row.responseId) }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

async function quotesOf(db: Database, shown: readonly { id: number; key: string }[]): Promise<Quote[]> {
  if (shown.length === 0) return [];
  const ids = shown.map(({ id }) => id);
  const [rows, recipients] = await Promise.all([wallRows(db, ids), recipientsOf(db, ids)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return shown.flatMap(({ id, key }) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const thanked = recipients.filter(({ recognitionId }) => recognitionId === id);
    const quote = quoteOf({ ...row, thanked });
    const { publicDecision, decidedBy: sentBy } = row;
    return quote === undefined
      ? []
      : [{ ...quote, key, publicDecision, sentBy, thanked, isForPublic: row.isForPublic === 1 }];
  });
}

interface Quotable {
  comment: string;
  cuts: string | null;
  letters: string | null;
  language: string | null;
  region: string;
  slug: string;
  team: string | null;
  thanked: readonly Thanked[];
}

/** A thank-you's quote as others see it; undefined if nothing of the customer's words is left. */
function quoteOf(row: Quotable): (WallQuote & Pick<Quote, 'namesRegion'>) | undefined {
  const { comment, cuts, letters, language, team, thanked } = row;
  const quote = quoted(comment, cutsForOthers(comment, cuts, thanked, team));
  if (!saysSomething(quote)) return undefined;
  const named = team ?? firstNames(thanked);
  return {
    quoted: quote,
    language,
    letters: lettersIn(letters ?? ''),
    who: named || row.region,
    namesRegion: named ? null : row.slug,
  };
}

let inList: Intl.ListFormat | undefined;

/** The first names of those who chose to show them, in the order of the alphabet. */
function firstNames(recipients: readonly Thanked[]): string {
  const names = recipients.filter((person) => showsFirstName(person, null)).map(({ name }) => firstNameIn(name));
  inList ??= new Intl.ListFormat('en');
  return inList.format(names.toSorted((one, other) => one.localeCompare(other, 'en')));
}
