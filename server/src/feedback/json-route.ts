import { isoDay } from '@heart-survey/shared/dates';
import type { Context } from 'hono';
import { readText } from '../http/body.ts';
import { problem, unavailable } from '../http/problem.ts';
import { readFiling } from './fields.ts';
import type { createFiler, FiledMessage } from './filing.ts';
import type { FeedbackRoutes } from './form-routes.ts';

/** Takes a complaint or a request as JSON. Errors are problem documents. */
export function jsonTaker({ limited, languages }: FeedbackRoutes, file: ReturnType<typeof createFiler>) {
  return async (c: Context): Promise<Response> => {
    const wait = await limited(c);
    if (wait !== null) {
      return problem(c, {
        status: 429,
        title: 'Too many messages from your network. Try again later.',
        retryAfter: wait,
      });
    }
    const read = readFiling(await readText(c));
    if ('problems' in read) {
      return problem(c, { status: 400, title: 'This is not a valid message.', errors: read.problems });
    }
    const language = languages.choose(c, read.language).tag;
    const filed = await file(c, { typed: read.typed, send: read.id, page: '', language, isTrapped: false });
    if (filed === null)
      return problem(c, { ...unavailable, title: 'Messages cannot be saved right now. Please try again shortly.' });
    if (!filed.opened.isSame) {
      return problem(c, { status: 409, title: 'A different message was already stored with this id.' });
    }
    return c.json(receiptOf(filed), filed.opened.receipt === null ? 200 : 201);
  };
}

function receiptOf({ opened, zone }: FiledMessage) {
  const promises = opened.clocks.flatMap(({ rule, dueAt }) =>
    dueAt === null ? [] : [{ until: rule.stops, date: isoDay(dueAt - 1, zone) }],
  );
  return { reference: opened.reference, receipt: opened.receipt, promises };
}
