import { hash } from 'node:crypto';
import { lettersIn, type HeartLetter } from '@heart-survey/shared/heart';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { firstNameIn } from './names.ts';
import { quoted, saysSomething } from './quoted.ts';
import { cutsForOthers, showsFirstName } from './shown-names.ts';
import { recipientsOf, shownIds, wallRows, type Shown } from './wall-queries.ts';

/** A customer's words as others see them: never with a date, and with no more names than were chosen. */
export interface WallQuote {
  quoted: string;
  language: string | null;
  letters: HeartLetter[];
  /** The team, or the first names of those who chose that, or the region. */
  who: string;
}

/** The same for the second reader. */
interface ReadableQuote extends WallQuote {
  id: number;
  /** The id of the person who sent the thank-you. */
  sentBy: string | null;
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
): Promise<{ quotes: ReadableQuote[]; isLast: boolean }> {
  const ids = shuffled(await shownIds(db, id, now, 'wall'));
  const shown = ids.slice((page - 1) * pageSize, page * pageSize);
  return { quotes: await quotesOf(db, shown), isLast: ids.length <= page * pageSize };
}

/** What the public may see: quotes whose writers and employees agreed, and that a second person approved. */
export async function readPublicQuotes(
  db: Database,
  { id }: Pick<Department, 'id'>,
  now: number,
): Promise<WallQuote[]> {
  const quotes = await quotesOf(db, shuffled(await shownIds(db, id, now, 'public')));
  return quotes.map(({ quoted, language, letters, who }) => ({ quoted, language, letters, who }));
}

/** In an order that says nothing about when: by the hash of the response's id, which contains its time. */
function shuffled(rows: { id: number; responseId: string }[]): number[] {
  return rows
    .map(({ id, responseId }) => ({ id, key: hash('sha256', responseId) }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ id }) => id);
}

async function quotesOf(db: Database, ids: number[]): Promise<ReadableQuote[]> {
  if (ids.length === 0) return [];
  const [rows, recipients] = await Promise.all([wallRows(db, ids), recipientsOf(db, ids)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const { comment, cuts, letters, language, publicDecision, team } = row;
    const own = recipients.filter(({ recognitionId }) => recognitionId === id);
    const quote = quoted(comment, cutsForOthers(comment, cuts, own, team));
    if (!saysSomething(quote)) return [];
    return {
      id,
      quoted: quote,
      language,
      letters: lettersIn(letters ?? ''),
      who: team ?? (firstNames(own) || row.region),
      publicDecision,
      sentBy: row.decidedBy,
      isForPublic: row.isForPublic === 1,
    };
  });
}

const inList = new Intl.ListFormat('en');

/** The first names of those who chose to show them, in the order of the alphabet. */
function firstNames(recipients: Shown[]): string {
  const names = recipients.filter((person) => showsFirstName(person, null)).map(({ name }) => firstNameIn(name));
  return inList.format(names.toSorted((one, other) => one.localeCompare(other, 'en')));
}
