import { currentWording } from '@heart-survey/shared/items';
import { isLanguage } from '@heart-survey/shared/languages/languages';
import type { SurveyResponse } from '@heart-survey/shared/response';
import { and, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { response as table } from '../database/schema.ts';
import { fingerprint, fingerprintKey } from './fingerprint.ts';
import type { Saved } from './interview-store.ts';
import { lookUp } from './lookup.ts';
import type { ResponseRow } from './queries.ts';
import { storeRows } from './stored-rows.ts';
import type { ResponseStoreOptions } from './store.ts';

/** The region, quarter, and date of a paper form. */
export interface PaperForm {
  regionId: number;
  /** The quarter of the date written on the form (docs/design.md §3.7). */
  quarter: string;
  /** The month of that date. */
  month: string;
  /** `2026-10-03`. */
  paperDate: string;
  /** Missing for a form of a restatement, which is in no batch. */
  batchId?: number;
  receivedAt: number;
  /** The customer group that is checked on the form. */
  groupId?: number | null;
}

/**
 * Stores a response that staff entered from a paper form.
 * @returns `known` if it was stored before, `used` if another form was stored under its id or has been undone, and `closed`
 * if its quarter has been closed.
 */
export function createPaperStore({ db, secret, alongside }: Pick<ResponseStoreOptions, 'db' | 'secret' | 'alongside'>) {
  const rowOf = createPaperRow(secret);
  return async (response: SurveyResponse, form: PaperForm): Promise<Saved | 'closed'> => {
    const { id } = response;
    const row = rowOf(response, form);
    const before = await earlier(db, row);
    if (before) return before;
    if ((await storeRows(db, [row], alongside)).has(id)) return 'stored';
    return (await earlier(db, row)) ?? 'closed';
  };
}

/** Whether this form, or another one, was stored under its id before. */
async function earlier(db: Database, row: ResponseRow): Promise<'known' | 'used' | undefined> {
  const before = (await lookUp(db, [{ id: row.id }])).receipts.get(row.id);
  if (!before) return undefined;
  // The date on the form is no part of what a response's fingerprint covers.
  const isSame =
    before.fingerprint === row.fingerprint &&
    (await db.$count(table, and(eq(table.id, row.id), eq(table.paperDate, row.paperDate!)))) > 0;
  return isSame ? 'known' : 'used';
}

/** Makes the row of a response that staff entered from a paper form. */
export function createPaperRow(secret: string) {
  const key = fingerprintKey(secret);
  return (response: SurveyResponse, form: PaperForm): ResponseRow => ({
    id: response.id,
    ...response.ratings,
    comment: response.comment,
    language: isLanguage(response.language) ? response.language : null,
    channel: 'paper',
    wording: response.wording ?? currentWording,
    fingerprint: fingerprint(key, response),
    ...form,
  });
}
