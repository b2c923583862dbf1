import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { readResponse, type SurveyResponse } from '@heart-survey/shared/response';
import type { FormProblem } from '@heart-survey/shared/survey-form';
import { surveyPath } from '@heart-survey/shared/survey-link';
import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isOfType, limitBody } from '../http/body.ts';
import { messagePage } from '../pages/page.ts';
import { unavailable } from '../http/problem.ts';
import { isUnavailable } from '../database/database.ts';
import {
  askNext,
  carriedBy,
  endedPage,
  formatsOfAll,
  groupQuestion,
  homeOf,
  kioskLink,
  ratingOf,
  surveyPage,
  trapField,
  unknownPage,
  type FormatsOffered,
  type Languages,
  type PageScript,
} from '../survey/survey.ts';
import { findBySlug, hasEnded, type Organization } from '../org/org.ts';
import { formProblems, keptAnswers, readFields, responseInput, sentId, type Fields } from './form-fields.ts';
import type { Sender } from './flags.ts';
import type { Outcome } from './outcome.ts';

export interface FormRoutes {
  submit: (response: SurveyResponse, sender: Sender) => Promise<Outcome>;
  sender: (c: Context) => Promise<Sender>;
  limited: (c: Context) => Promise<number | null>;
  /** The same limit for every post, stored or not. It is far higher than any honest use. */
  flooded: (c: Context) => Promise<number | null>;
  organization: () => Promise<Organization>;
  languages: Languages;
  formatsOffered: FormatsOffered;
  clock: () => number;
  newId: () => string;
  script: PageScript;
  /** Reports a storage failure to the operator. */
  report: (error: unknown, c: Context) => void;
}

/** The endpoint for the survey page without JavaScript. It uses the same schema and store as the API. */
export function formRoutes(routes: FormRoutes): Hono {
  const app = new Hono();
  const refuseLarge = (c: Context) => refuseWhole(routes, c, 413, 'tooLarge');
  app.post('/s/:region', limitBody(refuseLarge), async (c) => {
    if (!isOfType(c, 'application/x-www-form-urlencoded')) return refuseWhole(routes, c, 415, 'refused');
    const { fields, garbled } = readFields(new Uint8Array(await c.req.arrayBuffer()));
    // A language button asks for the same page in that language. Nothing is sent.
    const [asked] = [fields.get('lang')].flat();
    const { languages } = routes;
    const text = languages.choose(c, languages.find(asked) ?? asText(fields.get('language')));
    return answer({ routes, c, fields, asked, text, slug: c.req.param('region') }, garbled);
  });
  return app;
}

/** A form that was posted, and what its answer depends on. */
interface Post {
  routes: FormRoutes;
  c: Context;
  fields: Fields;
  /** The language that the respondent asked to switch to, if any. */
  asked: string | undefined;
  text: Catalog;
  /** The region's, from the path. */
  slug: string;
}

async function answer(post: Post, garbled: boolean): Promise<Response> {
  const { routes, c, fields, asked, text, slug } = post;
  const pause = await routes.flooded(c);
  if (pause !== null) return showAgain(post, 429, whole(text.tooMany), pause);
  const garbledComment: FormProblem[] = garbled ? [{ at: 'comment', message: text.garbled }] : [];
  if (asked !== undefined) return showAgain(post, 200, garbledComment);
  const wait = await routes.limited(c);
  if (wait !== null) return showAgain(post, 429, whole(text.tooMany), wait);
  if (garbled) return showAgain(post, 400, garbledComment);
  const read = readResponse(responseInput(fields, slug));
  if ('problems' in read) return showAgain(post, 400, formProblems(read.problems, text));
  if (read.response.channel === 'paper') return showAgain(post, 403, whole(text.refused));

  const outcome = await send(post, read.response);
  if (outcome === null) return showAgain(post, 503, whole(text.unavailable), unavailable.retryAfter);
  if (outcome.kind === 'conflict') return showAgain(post, 409, whole(text.alreadySent));
  if (outcome.kind === 'guessing') return showAgain(post, 429, whole(text.alreadySent), outcome.retryAfter, true);
  if (outcome.kind === 'refused') return showAgain(post, 400, whole(text.refused));
  if (outcome.kind === 'unknown-region') return showAgain(post, 404, whole(text.refused));
  if (outcome.kind === 'ended') return showAgain(post, 410, whole(text.refused));
  return thank(post, read.response);
}

/** @returns null if the response could not be stored. */
async function send({ routes, c, fields }: Post, response: SurveyResponse): Promise<Outcome | null> {
  const isTrapped = (fields.get(trapField) ?? '') !== '';
  // The survey page posts to its own address. A form sent from another site, even on the
  // same domain, makes visitors answer without asking them.
  const isForeign = ['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '');
  const sender = { ...(await routes.sender(c)), isTrapped, isForeign };
  return routes.submit(response, sender).catch((error: unknown) => {
    if (!isUnavailable(error)) throw error;
    routes.report(error, c);
    return null;
  });
}

function thank({ routes, c, text, slug }: Post, { channel, employee, campaign }: SurveyResponse): Response {
  const query = new URLSearchParams({
    ...(text === routes.languages.choose(c) ? {} : { lang: text.tag }),
    // On a kiosk, the survey starts over for the next person as it was opened.
    ...(channel === 'kiosk' ? { channel: 'kiosk', home: homeOf(c, routes.languages, text) } : {}),
  });
  if (channel === 'kiosk') {
    for (const [name, code] of Object.entries({ employee, campaign, group: carriedBy(c).group })) {
      if (code) query.set(name, code);
    }
  }
  return c.redirect(`${surveyPath(slug)}/thanks${query.size === 0 ? '' : `?${query.toString()}`}`, 303);
}

/** Shows the form again with the problems and everything that was typed. */
async function showAgain(
  post: Post,
  status: ContentfulStatusCode,
  problems: FormProblem[],
  retryAfter?: number,
  isTaken = status === 409,
): Promise<Response> {
  const { routes, c, fields, asked, text } = post;
  const { languages, script } = routes;
  const [{ region, group }, offered] = await Promise.all([officeOf(post), routes.formatsOffered()]);
  if (!region) {
    leaveKiosk(routes, c);
    return c.html(unknownPage(text), 404);
  }
  if ('retiredAt' in region && hasEnded(region, routes.clock())) {
    leaveKiosk(routes, c);
    return c.html(endedPage(text, region), 410);
  }
  if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
  c.header('Cache-Control', 'no-store');
  // Keeps the id, so that answers that were stored after all are not stored twice. A conflict needs a new id.
  const { hidden, ...kept } = keptAnswers(fields, (isTaken ? undefined : sentId(fields)) ?? routes.newId());
  const survey = {
    text,
    languages,
    region,
    script,
    formats: formatsOfAll(offered, 'retiredAt' in region ? [region.department.id] : []),
    problems,
    ...kept,
    hidden: asked === undefined ? hidden : { ...hidden, language: text.tag },
    carried: carriedBy(c),
    group,
    overall: ratingOf(c.req.query('overall')),
    home: fields.get('channel') === 'kiosk' ? homeOf(c, languages, text) : undefined,
    isBegun: false,
    isReply: true,
    isSwitched: asked !== undefined,
  };
  return c.html(surveyPage(survey), status);
}

/** If the regions cannot be read, the answers are shown again without the office's name, and with the box if it was checked. */
function officeOf({ routes, text, slug, fields }: Post) {
  const asksToShow = fields.has('mayShow') ? 1 : 0;
  const unnamed = { slug, name: text.thisOffice, department: { name: '', notice: null, asksToShow } };
  return routes.organization().then(
    (all) => {
      const region = findBySlug(all.regions, slug);
      return { region, group: region ? groupQuestion(all, region.department, text) : null };
    },
    () => ({ region: unnamed, group: null }),
  );
}

/** Answers a request that is not a form, or too large. */
function refuseWhole(routes: FormRoutes, c: Context, status: 413 | 415, why: 'tooLarge' | 'refused') {
  leaveKiosk(routes, c);
  const text = routes.languages.choose(c);
  return c.html(messagePage(text, `${text.errorPrefix} ${text.problem}`, text[why]), status);
}

/** For a page without a form: a kiosk continues automatically. */
function leaveKiosk({ languages }: FormRoutes, c: Context): void {
  const home = languages.find(c.req.query('home'));
  if (home === undefined) return;
  askNext(c, kioskLink(c.req.param('region')!, home, carriedBy(c)), 'abandoned');
}

function whole(message: string): FormProblem[] {
  return [{ at: 'form', message }];
}

function asText(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
