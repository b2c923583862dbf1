import { and, eq, isNotNull, isNull, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import { hasNone } from '../database/builder.ts';
import { commentMark, response, responseFlag } from '../database/schema.ts';
import type { Cut } from './quoted.ts';

/**
 * A condition on a response: its comment is still there and is not hidden, its response is not excluded, and it is not from the
 * employee themselves. Nothing is copied, so a thank-you ends everywhere when one of these changes.
 */
export function mayBeQuoted(): SQL | undefined {
  const isHidden = and(
    eq(commentMark.responseId, response.id),
    eq(commentMark.kind, 'hidden'),
    isNull(commentMark.liftedAt),
  );
  const isSelf = and(eq(responseFlag.responseId, response.id), eq(responseFlag.kind, 'self'));
  return and(
    isNotNull(response.comment),
    isNull(response.excludedAt),
    hasNone(commentMark, isHidden),
    hasNone(responseFlag, isSelf),
  );
}

const cuts = v.pipe(v.string(), v.parseJson(), v.array(v.tuple([v.number(), v.number()])));

/** The cuts as they are stored in `recognition.cuts`. */
export function storedCuts(text: string | null): Cut[] {
  return text === null ? [] : v.parse(cuts, text);
}
