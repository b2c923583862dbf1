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
  employeeOf,
  endedPage,
  homeOf,
  kioskLink,
  ratingOf,
  surveyPage,
  trapField,
  unknownPage,
  type Languages,
  type PageScript,
} from '../survey/survey.ts';
import { findBySlug, hasEnded, type Directory } from '../org/org.ts';
import { formProblems, keptAnswers, readFields, responseInput, sentId } from './form-fields.ts';
import type { Sender } from './flags.ts';
import type { Outcome } from './outcome.ts';

export interface FormRoutes {
  submit: (response: SurveyResponse, sender: Sender) => Promise<Outcome>;
  sender: (c: Context) => Promise<Sender>;
  limited: (c: Context) => Promise<number | null>;
  /** The same limit for every post, stored or not. It is far higher than any honest use. */
  flooded: (c: Context) => Promise<number | null>;
  directory: () => Promise<Directory>;
  languages: Languages;
  clock: () => number;
  newId: () => string;
  script: PageScript;
  /** Reports a storage failure to the operator. */
  report: (error: unknown, c: Context) => void;
}

/** The endpoint for the survey page without JavaScript. It uses the same schema and store as the API. */
export function formRoutes(routes: FormRoutes): Hono {
  const { submit, sender, limited, flooded, directory, languages, clock, newId, script, report } = routes;
  const app = new Hono();

  /** For a page without a form: a kiosk continues automatically. */
  const leaveKiosk = (c: Context) => {
    const home = languages.find(c.req.query('home'));
    if (home === undefined) return;
    const employee = employeeOf(c.req.query('employee'));
    askNext(c, kioskLink(c.req.param('region')!, home, employee), 'abandoned');
  };

  const refuseLarge = (c: Context) => {
    leaveKiosk(c);
    const text = languages.choose(c);
    return c.html(messagePage(text, `${text.errorPrefix} ${text.problem}`, text.tooLarge), 413);
  };

  app.post('/s/:region', limitBody(refuseLarge), async (c) => {
    if (!isOfType(c, 'application/x-www-form-urlencoded')) {
      leaveKiosk(c);
      const text = languages.choose(c);
      return c.html(messagePage(text, `${text.errorPrefix} ${text.problem}`, text.refused), 415);
    }
    const { fields, garbled } = readFields(new Uint8Array(await c.req.arrayBuffer()));
    // A language button asks for the same page in that language. Nothing is sent.
    const [asked] = [fields.get('lang')].flat();
    const text = languages.choose(c, languages.find(asked) ?? asText(fields.get('language')));
    const slug = c.req.param('region');

    const again = async (
      status: ContentfulStatusCode,
      problems: FormProblem[],
      retryAfter?: number,
      isTaken = status === 409,
    ) => {
      const region = await directory().then(
        ({ regions }) => findBySlug(regions, slug),
        // If the regions cannot be read either, the answers are shown again without the office's name.
        () => ({ slug, name: text.thisOffice, department: { name: '', notice: null } }),
      );
      if (!region) {
        leaveKiosk(c);
        return c.html(unknownPage(text), 404);
      }
      if ('retiredAt' in region && hasEnded(region, clock())) {
        leaveKiosk(c);
        return c.html(endedPage(text, region), 410);
      }
      if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
      c.header('Cache-Control', 'no-store');
      // Keeps the id, so that answers that were stored after all are not stored twice. A conflict needs a new id.
      const { hidden, ...kept } = keptAnswers(fields, (isTaken ? undefined : sentId(fields)) ?? newId());
      const survey = {
        ...{ text, languages, region, script, problems, ...kept },
        hidden: asked === undefined ? hidden : { ...hidden, language: text.tag },
        overall: ratingOf(c.req.query('overall')),
        home: fields.get('channel') === 'kiosk' ? homeOf(c, languages, text) : undefined,
        isBegun: false,
        isReply: true,
        isSwitched: asked !== undefined,
      };
      return c.html(surveyPage(survey), status);
    };
    const whole = (message: string): FormProblem[] => [{ at: 'form', message }];

    const pause = await flooded(c);
    if (pause !== null) return again(429, whole(text.tooMany), pause);
    if (asked !== undefined) return again(200, garbled ? [{ at: 'comment', message: text.garbled }] : []);
    const wait = await limited(c);
    if (wait !== null) return again(429, whole(text.tooMany), wait);
    if (garbled) return again(400, [{ at: 'comment', message: text.garbled }]);
    const read = readResponse(responseInput(fields, slug));
    if ('problems' in read) return again(400, formProblems(read.problems, text));
    if (read.response.channel === 'paper') return again(403, whole(text.refused));

    const isTrapped = (fields.get(trapField) ?? '') !== '';
    // The survey page posts to its own address. A form sent from another site, even on the
    // same domain, makes visitors answer without asking them.
    const isForeign = ['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '');
    const outcome = await submit(read.response, { ...(await sender(c)), isTrapped, isForeign }).catch(
      (error: unknown) => {
        if (!isUnavailable(error)) throw error;
        report(error, c);
        return null;
      },
    );
    if (outcome === null) return again(503, whole(text.unavailable), unavailable.retryAfter);
    if (outcome.kind === 'conflict') return again(409, whole(text.alreadySent));
    if (outcome.kind === 'guessing') return again(429, whole(text.alreadySent), outcome.retryAfter, true);
    if (outcome.kind === 'refused') return again(400, whole(text.refused));
    if (outcome.kind === 'unknown-region') return again(404, whole(text.refused));
    if (outcome.kind === 'ended') return again(410, whole(text.refused));
    const query = new URLSearchParams({
      ...(text === languages.choose(c) ? {} : { lang: text.tag }),
      // On a kiosk, the survey starts over for the next person as it was opened.
      ...(read.response.channel === 'kiosk' ? { channel: 'kiosk', home: homeOf(c, languages, text) } : {}),
    });
    if (read.response.channel === 'kiosk' && read.response.employee !== null) {
      query.set('employee', read.response.employee);
    }
    return c.redirect(`${surveyPath(slug)}/thanks${query.size === 0 ? '' : `?${query.toString()}`}`, 303);
  });

  return app;
}

function asText(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
