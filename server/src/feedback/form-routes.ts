import { randomUUID } from 'node:crypto';
import { feedbackTexts } from '@heart-survey/shared/feedback/feedback';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { maxCaseForm } from '../cases/cases.ts';
import { isOfType, limitBody } from '../http/body.ts';
import { readEncoded } from '../http/encoded-form.ts';
import { problem, unavailable } from '../http/problem.ts';
import { hasEnded, readAgency, readPublicTexts, type Agency, type Organization } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { messagePage } from '../pages/page.ts';
import { formatsOfAll, trapField, type FormatsOffered, type Languages } from '../survey/survey.ts';
import { emptyForm, problemsIn, readTyped, sendOf, sentId, type Typed } from './fields.ts';
import { createFiler, type FilerOptions } from './filing.ts';
import { formPage } from './form-page.ts';
import { jsonTaker } from './json-route.ts';
import { receiptPage } from './receipt-page.ts';

export interface FeedbackRoutes extends FilerOptions {
  languages: Languages;
  formatsOffered: FormatsOffered;
  /** Makes the id of a page, which has the time in it. */
  newId: () => string;
  /** The survey's limits: for what is stored, and for requests that store nothing. */
  limited: (c: Context) => Promise<number | null>;
  flooded: (c: Context) => Promise<number | null>;
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
}

/** `/feedback`: the form for complaints and requests, and where it is sent. */
export function formRoutes(routes: FeedbackRoutes): Hono {
  const app = new Hono();
  const file = createFiler(routes);
  const takeForm = formTaker(routes, file);
  const takeJson = jsonTaker(routes, file);

  app.get('/feedback', async (c) => {
    // Back returns to the same copy of the page, so that a message that is sent again is known.
    c.header('Cache-Control', 'private, max-age=0, must-revalidate');
    const typed = emptyForm((name) => c.req.query(name));
    return showForm(routes, c, { text: routes.languages.choose(c), typed, send: randomUUID() });
  });
  app.post(
    '/feedback',
    limitBody((c) => refuseWhole(routes, c, 413), maxCaseForm),
    async (c) => {
      c.header('Cache-Control', 'no-store');
      if (isOfType(c, 'application/json')) return takeJson(c);
      return isOfType(c, 'application/x-www-form-urlencoded') ? takeForm(c) : refuseWhole(routes, c, 415);
    },
  );
  return app;
}

function formTaker(routes: FeedbackRoutes, file: ReturnType<typeof createFiler>) {
  const { languages, db, baseUrl } = routes;
  return async (c: Context): Promise<Response> => {
    const { pairs, garbled } = readEncoded(new Uint8Array(await c.req.arrayBuffer()));
    const given = (name: string) => pairs.get(name) ?? undefined;
    const asked = given('lang');
    const text = languages.choose(c, languages.find(asked) ?? given('language'));
    const texts = feedbackTexts(text);
    const sent = { text, typed: readTyped(given), send: sentId(given('id')), page: given('page') };
    const again = (status: ContentfulStatusCode, problems: FieldError[], retryAfter?: number) =>
      showForm(routes, c, { ...sent, problems, status, retryAfter, isSwitched: asked !== undefined });
    const whole = (message: string): FieldError[] => [{ at: '', message }];

    const pause = await routes.flooded(c);
    if (pause !== null) return again(429, whole(texts.errors.tooMany), pause);
    const lost = garbled ? [{ at: 'text', message: texts.errors.garbled }] : [];
    // A language button asks for the same page in that language. Nothing is sent.
    if (asked !== undefined) return again(200, lost);
    const problems = [...lost, ...problemsIn(sent.typed, texts)];
    if (problems.length > 0) return again(400, problems);
    const wait = await routes.limited(c);
    if (wait !== null) return again(429, whole(texts.errors.tooMany), wait);
    const isTrapped = (given(trapField) ?? '') !== '';
    const send = sendOf(sent.send, sent.typed);
    const filed = await file(c, { ...sent, send, page: sent.page ?? '', language: text.tag, isTrapped });
    if (filed === null) return again(503, whole(texts.errors.unavailable), unavailable.retryAfter);
    const shown = { text, texts, languages, agency: await readAgency(db) };
    return c.html(receiptPage({ ...shown, ...filed, baseUrl }), filed.opened.receipt === null ? 200 : 201);
  };
}

interface ShownForm {
  text: Catalog;
  typed: Typed;
  send: string;
  page?: string | undefined;
  problems?: FieldError[];
  status?: ContentfulStatusCode;
  retryAfter?: number | undefined;
  isSwitched?: boolean;
}

/** Shows the form, with everything that was typed. If the database is unavailable, it has no offices to choose from. */
async function showForm(routes: FeedbackRoutes, c: Context, shown: ShownForm): Promise<Response> {
  const { db, languages, clock, newId } = routes;
  const { text, typed, send, page = newId(), problems = [], status = 200, retryAfter, isSwitched = false } = shown;
  if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
  const read = Promise.all([
    routes.organization(),
    readAgency(db),
    readPublicTexts(db, text.tag),
    routes.formatsOffered(),
  ]);
  const nothing: [Pick<Organization, 'regions'>, Agency, object, Awaited<ReturnType<FormatsOffered>>] = [
    { regions: [] },
    {},
    {},
    new Map(),
  ];
  const [{ regions }, agency, own, offered] = status === 503 ? await read.catch(() => nothing) : await read;
  const open = regions.filter((region) => !hasEnded(region, clock()));
  // If an office is chosen, only its formats are promised.
  const chosen = open.filter(({ slug }) => slug === typed.office);
  const asked = new Set((chosen.length === 0 ? open : chosen).map(({ department }) => department.id));
  const formats = formatsOfAll(offered, asked);
  const frame = { text, texts: feedbackTexts(text), languages, agency };
  const hidden = { send, page };
  return c.html(formPage({ ...frame, own, regions: open, formats, hidden, typed, problems, isSwitched }), status);
}

/** Answers a request that was not read, or that is not a form. */
function refuseWhole({ languages }: FeedbackRoutes, c: Context, status: 413 | 415): Response | Promise<Response> {
  c.header('Cache-Control', 'no-store');
  if (status === 413 && isOfType(c, 'application/json')) {
    return problem(c, { status, title: 'A message can have at most 256 KiB.' });
  }
  const text = languages.choose(c);
  const { errors } = feedbackTexts(text);
  const message = status === 413 ? errors.tooLarge : errors.refused;
  return c.html(messagePage(text, `${text.errorPrefix} ${text.problem}`, message), status);
}
