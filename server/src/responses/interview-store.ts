import type { SurveyResponse } from '@heart-survey/shared/response';
import type { Statement } from '../database/statement.ts';
import { fingerprint, fingerprintKey } from './fingerprint.ts';
import { lookUp } from './lookup.ts';
import { resolver } from './resolve.ts';
import { storeRows } from './stored-rows.ts';
import type { ResponseStoreOptions } from './store.ts';

/** What became of a response that staff entered: a page that was used before does not cost the answers on it. */
export type Saved = 'stored' | 'known' | 'used';

/** Where and when an answer was given on the telephone. */
interface Interview {
  /** Milliseconds since the epoch. The response counts in the quarter of this instant (docs/design.md §3.7). */
  receivedAt: number;
  /** For the same commit, right after the response: the first one asks whether it was stored. */
  also: Statement[];
}

/** More retries than this means something is wrong: that many quarters cannot close during one commit. */
const maxRounds = 5;

/**
 * Stores a response that staff entered while a customer answered on the telephone. It is never flagged: many of them
 * come from the same office.
 * @returns `known` if it was stored before, `used` if another response was stored under its id or has been undone, and
 * `ended` if the region's survey has ended.
 */
export function createInterviewStore({
  db,
  secret,
  alongside,
}: Pick<ResponseStoreOptions, 'db' | 'secret' | 'alongside'>) {
  const key = fingerprintKey(secret);
  return async (response: SurveyResponse, { receivedAt, also }: Interview): Promise<Saved | 'ended'> => {
    const { id } = response;
    const sender = { client: '', email: null };
    const sent = fingerprint(key, response);
    const after = [() => also, ...alongside];
    for (let round = 1; round <= maxRounds; round += 1) {
      const known = await lookUp(db, [response]);
      const before = known.receipts.get(id);
      if (before) return before.fingerprint === sent ? 'known' : 'used';
      const found = resolver(known)({ response, receivedAt, fingerprint: sent, sender, isByStaff: true });
      if ('kind' in found) return 'ended';
      // Nothing is stored if the quarter closes at this moment. The next round takes the next quarter.
      if ((await storeRows(db, [found.row], after)).has(id)) return 'stored';
    }
    throw new Error('The interview could not be stored after several tries.');
  };
}
