import type { SurveyResponse } from '@heart-survey/shared/response';
import { lookUp } from './lookup.ts';
import { receiptOf, type Outcome } from './outcome.ts';
import { resolver } from './resolve.ts';
import type { ResponseStoreOptions } from './store.ts';

/** Answers like the store, as far as it can know in advance, but stores nothing. */
export function createRehearsal(
  options: Pick<ResponseStoreOptions, 'db' | 'clock'>,
): (response: SurveyResponse) => Promise<Outcome> {
  return async (response) => {
    const resolve = resolver(await lookUp(options.db, [response]));
    const sender = { client: '', email: null };
    const resolved = resolve({ response, receivedAt: options.clock(), fingerprint: '', sender });
    return 'row' in resolved ? { kind: 'stored', receipt: receiptOf(resolved.row) } : resolved;
  };
}
