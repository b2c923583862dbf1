import { currentWording } from '@heart-survey/shared/items';
import { isLanguage } from '@heart-survey/shared/languages/languages';
import type { SurveyResponse } from '@heart-survey/shared/response';
import { fingerprint, fingerprintKey } from './fingerprint.ts';
import { storedReceipts, type ResponseRow } from './queries.ts';
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
 * @returns `known` if its id was stored before or has been undone, and `closed` if its quarter has been closed.
 */
export function createPaperStore({ db, secret, alongside }: Pick<ResponseStoreOptions, 'db' | 'secret' | 'alongside'>) {
  const rowOf = createPaperRow(secret);
  return async (response: SurveyResponse, form: PaperForm): Promise<'stored' | 'known' | 'closed'> => {
    const { id } = response;
    const row = rowOf(response, form);
    const isKnown = async () => (await storedReceipts(db, [id])).has(id);
    if (await isKnown()) return 'known';
    if ((await storeRows(db, [row], alongside)).has(id)) return 'stored';
    return (await isKnown()) ? 'known' : 'closed';
  };
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
