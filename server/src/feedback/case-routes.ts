import { randomUUID } from 'node:crypto';
import { feedbackTexts } from '@heart-survey/shared/feedback/feedback';
import { cleanText, fill } from '@heart-survey/shared/text';
import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { caseByKey, keyIn, maxCaseForm, maxCaseText, writeBack, writersCase } from '../cases/cases.ts';
import { isUnavailable } from '../database/database.ts';
import { isOfType, limitBody } from '../http/body.ts';
import { readEncoded } from '../http/encoded-form.ts';
import { unavailable } from '../http/problem.ts';
import { readAgency } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { messagePage } from '../pages/page.ts';
import { casePage, keyPage } from './case-page.ts';
import { counted, sentId } from './fields.ts';
import type { FeedbackRoutes } from './form-routes.ts';
import type { Shown } from './frame.ts';
import { createTries, type Tries } from './tries.ts';

/** `/case`: a case as its writer sees it. The reference and the receipt come in the body, never in an address. */
export function caseRoutes(routes: FeedbackRoutes): Hono {
  const app = new Hono();
  const tries = createTries(routes);
  const { languages, db } = routes;

  app.get('/case', async (c) => {
    const shown = { ...textsFor(routes, c), agency: await readAgency(db) };
    return c.html(keyPage({ ...shown, typed: { reference: '', receipt: '' }, problems: [] }));
  });
  const refuse = (c: Context, status: 413 | 415) => {
    const text = languages.choose(c);
    const { errors } = feedbackTexts(text);
    const message = status === 413 ? errors.tooLarge : errors.refused;
    return c.html(messagePage(text, `${text.errorPrefix} ${text.problem}`, message), status);
  };
  app.post(
    '/case',
    limitBody((c) => refuse(c, 413), maxCaseForm),
    async (c) => {
      c.header('Cache-Control', 'no-store');
      if (!isOfType(c, 'application/x-www-form-urlencoded')) return refuse(c, 415);
      const { pairs, garbled } = readEncoded(new Uint8Array(await c.req.arrayBuffer()));
      return answer(routes, tries, c, { given: (name) => pairs.get(name) ?? undefined, garbled });
    },
  );
  return app;
}

interface Posted {
  given: (name: string) => string | undefined;
  garbled: boolean;
}

function textsFor({ languages }: FeedbackRoutes, c: Context, asked?: string): Omit<Shown, 'agency'> {
  const text = languages.choose(c, asked ?? c.req.query('lang'));
  return { text, texts: feedbackTexts(text), languages };
}

async function answer(routes: FeedbackRoutes, tries: Tries, c: Context, posted: Posted): Promise<Response> {
  const { db, secret } = routes;
  const { given } = posted;
  const asked = given('lang');
  const shown = {
    ...textsFor(routes, c, routes.languages.find(asked) ?? given('language')),
    agency: await readAgency(db),
  };
  const typed = {
    reference: (given('reference') ?? '').slice(0, 100),
    receipt: (given('receipt') ?? '').slice(0, 100),
  };
  const { case: words } = shown.texts;
  const wrong = (status: 404 | 429, message: string) =>
    c.html(keyPage({ ...shown, typed, problems: [{ at: 'reference', message }] }), status);

  const key = keyIn(typed.reference, typed.receipt);
  if (key === undefined) return wrong(404, words.wrong);
  // The second one is a limit for a whole network, so that guesses at many references are not for free.
  const wait = tries.wait(c, key.reference) ?? (await routes.flooded(c));
  if (wait !== null) {
    c.header('Retry-After', String(wait));
    return wrong(429, fill(words.wait, { seconds: String(wait) }));
  }
  // Counted before it is checked, so that simultaneous tries all count.
  const forgive = tries.count(c, key.reference);
  const file = await caseByKey(db, secret, key);
  if (file === undefined) return wrong(404, words.wrong);
  forgive();
  return showCase(routes, c, { ...posted, shown, file, typed, asked });
}

interface OpenedCase extends Posted {
  shown: Shown;
  file: NonNullable<Awaited<ReturnType<typeof caseByKey>>>;
  typed: { reference: string; receipt: string };
  /** The language that the writer asked to switch to. */
  asked: string | undefined;
}

/** Shows the case, after storing the message that came with it, if there is one. */
async function showCase(routes: FeedbackRoutes, c: Context, opened: OpenedCase): Promise<Response> {
  const { db, clock, organization } = routes;
  const { given, shown, file, typed, asked } = opened;
  const message = cleanText(given('message') ?? '', maxCaseText).trim();
  const isSent = given('message') !== undefined && asked === undefined;
  const result = isSent ? await take(routes, c, opened, message) : { status: 200 as const, problems: [] };
  const { status, problems } = result;
  if ('retryAfter' in result) c.header('Retry-After', String(result.retryAfter));
  const found = await writersCase(db, await organization(), file, clock());
  const isStored = isSent && problems.length === 0;
  return c.html(
    casePage({
      ...shown,
      found,
      key: typed,
      // A message that is sent again keeps its id.
      send: isStored ? randomUUID() : sentId(given('id')),
      message: isStored ? '' : message,
      problems,
      notice: 'notice' in result ? result.notice : undefined,
      isSwitched: asked !== undefined,
    }),
    status,
  );
}

type Taken =
  | { status: 200 | 201; problems: []; notice: 'sent' | 'sentBefore' }
  | { status: ContentfulStatusCode; problems: FieldError[]; retryAfter?: number };

/** Stores a message of the writer. */
async function take(routes: FeedbackRoutes, c: Context, opened: OpenedCase, message: string): Promise<Taken> {
  const { shown, file, given, garbled } = opened;
  const { case: words, errors } = shown.texts;
  const wrong = (status: ContentfulStatusCode, text: string, retryAfter?: number): Taken => ({
    status,
    problems: [{ at: 'message', message: text }],
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
  if (garbled) return wrong(400, errors.garbled);
  if (message === '') return wrong(400, words.messageEmpty);
  if (message.length > maxCaseText) return wrong(400, fill(words.messageTooLong, { count: counted(message) }));
  const wait = await routes.limited(c);
  if (wait !== null) return wrong(429, errors.tooMany, wait);
  const { departments } = await routes.organization();
  const department = departments.find(({ id }) => id === file.departmentId)!;
  try {
    const written = { file, department, id: sentId(given('id')), text: message, now: routes.clock() };
    const isNew = await writeBack(routes, written);
    return { status: isNew ? 201 : 200, problems: [], notice: isNew ? 'sent' : 'sentBefore' };
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    routes.report(error, c);
    return wrong(503, errors.unavailable, unavailable.retryAfter);
  }
}
