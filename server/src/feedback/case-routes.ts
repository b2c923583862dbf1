import { randomUUID } from 'node:crypto';
import { feedbackTexts } from '@heart-survey/shared/feedback/feedback';
import { cleanText, fill } from '@heart-survey/shared/text';
import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import {
  caseByKey,
  caseById,
  keyIn,
  linesOf,
  maxCaseForm,
  maxCaseText,
  standardTexts,
  writeBack,
  writerIsNotSatisfied,
  writersCase,
  type WritersCase,
} from '../cases/cases.ts';
import { isUnavailable, type Database } from '../database/database.ts';
import { isOfType, limitBody } from '../http/body.ts';
import { readEncoded } from '../http/encoded-form.ts';
import { unavailable } from '../http/problem.ts';
import { readAgency, readPublicTexts } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { messagePage } from '../pages/page.ts';
import { casePage, keyPage, type CasePage } from './case-page.ts';
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

/** Shows the case, after storing what came with it, if there is anything. */
async function showCase(routes: FeedbackRoutes, c: Context, opened: OpenedCase): Promise<Response> {
  const { db, clock, organization } = routes;
  const { given, shown, typed, asked } = opened;
  const isSecond = given('second') !== undefined;
  const isSent = (isSecond || given('message') !== undefined) && asked === undefined;
  const written = { message: writtenIn(given, 'message'), why: writtenIn(given, 'why') };
  const field = isSecond ? 'why' : 'message';
  const result = isSent ? await take(routes, c, opened, field, written[field]) : { status: 200 as const, problems: [] };
  const { status, problems } = result;
  if ('retryAfter' in result) c.header('Retry-After', String(result.retryAfter));
  // As it is now.
  const file = (await caseById(db, opened.file.id)) ?? opened.file;
  const found = await writersCase(db, await organization(), file, clock());
  const isStored = (name: 'message' | 'why') => isSent && name === field && problems.length === 0;
  return c.html(
    casePage({
      ...shown,
      found,
      key: typed,
      // A message that is sent again keeps its id.
      send: isStored('message') ? randomUUID() : sentId(given('id')),
      sendSecond: isStored('why') ? randomUUID() : sentId(given('second-id')),
      message: isStored('message') ? '' : written.message,
      why: isStored('why') ? '' : written.why,
      problems,
      notice: 'notice' in result ? noticeFor(result.notice, found) : undefined,
      ombudsman: found.second.isOver ? await ombudsmanLines(db, shown) : [],
      isSwitched: asked !== undefined,
    }),
    status,
  );
}

/** After the second stage, nobody is looking at it again. */
const noticeFor = (notice: CasePage['notice'], { second }: WritersCase) =>
  notice === 'before' && second.isOver ? undefined : notice;

const writtenIn = (given: Posted['given'], name: string) => cleanText(given(name) ?? '', maxCaseText).trim();

/** How to reach the Ombudsman, in the agency's words or in ours. */
async function ombudsmanLines(db: Database, { text, agency }: Shown): Promise<string[]> {
  const own = await readPublicTexts(db, text.tag);
  return linesOf({ ...standardTexts(text, agency), ...own }.ombudsman);
}

type Taken =
  | { status: 200 | 201; problems: []; notice: CasePage['notice'] }
  | { status: ContentfulStatusCode; problems: FieldError[]; retryAfter?: number };

/** Stores a message of the writer, or that they are not satisfied. @param field where the text was typed. */
async function take(
  routes: FeedbackRoutes,
  c: Context,
  opened: OpenedCase,
  field: 'message' | 'why',
  text: string,
): Promise<Taken> {
  const { shown, given, garbled } = opened;
  const { case: words, errors } = shown.texts;
  const wrong = (status: ContentfulStatusCode, message: string, retryAfter?: number): Taken => ({
    status,
    problems: [{ at: field, message }],
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
  if (garbled) return wrong(400, errors.garbled);
  if (text === '' && field === 'message') return wrong(400, words.messageEmpty);
  if (text.length > maxCaseText) return wrong(400, fill(words.messageTooLong, { count: counted(text) }));
  const wait = await routes.limited(c);
  if (wait !== null) return wrong(429, errors.tooMany, wait);
  try {
    const written = { file: opened.file, text, now: routes.clock() };
    const notice =
      field === 'message'
        ? await writeMessage(routes, { ...written, id: sentId(given('id')) })
        : await sayNotSatisfied(routes, { ...written, id: sentId(given('second-id')) });
    return { status: notice === 'sent' || notice === 'begun' ? 201 : 200, problems: [], notice };
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    routes.report(error, c);
    return wrong(503, errors.unavailable, unavailable.retryAfter);
  }
}

type Written = Pick<OpenedCase, 'file'> & { id: string; text: string; now: number };

async function writeMessage(routes: FeedbackRoutes, written: Written): Promise<'sent' | 'sentBefore'> {
  const { departments } = await routes.organization();
  const department = departments.find(({ id }) => id === written.file.departmentId)!;
  return (await writeBack(routes, { ...written, department })) ? 'sent' : 'sentBefore';
}

async function sayNotSatisfied(routes: FeedbackRoutes, written: Written): Promise<'begun' | 'sent' | 'before'> {
  return writerIsNotSatisfied(routes, { ...written, organization: await routes.organization() });
}
