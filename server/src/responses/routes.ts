import { readResponse, surveyResponse, type Problem, type SurveyResponse } from '@heart-survey/shared/response';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { cors } from 'hono/cors';
import { isOfType, limitBody, readText } from '../http/body.ts';
import { otherMethods } from '../http/methods.ts';
import { jsonContent, problems } from '../http/openapi.ts';
import { problem, type Refusal } from '../http/problem.ts';
import type { Sender } from './flags.ts';
import { receipt, type Outcome } from './outcome.ts';

export interface IntakeRoutes {
  submit: (response: SurveyResponse, sender: Sender) => Promise<Outcome>;
  sender: (c: Context) => Promise<Sender>;
  /** In how many seconds this client may send again, or null where it may now. */
  limited: (c: Context) => Promise<number | null>;
}

const tooMany = (retryAfter: number): Refusal => ({
  status: 429,
  title: 'Many answers came from your network just now. Please wait a little.',
  retryAfter,
});

const guessing = (retryAfter: number): Refusal => ({
  status: 429,
  title: 'Too many different answers were sent under this id. Use a new id for a new response.',
  retryAfter,
});

const refusals = {
  conflict: { status: 409, title: 'Other answers were stored under this id before.' },
  'unknown-region': { status: 404, title: 'There is no such region.' },
  ended: { status: 410, title: 'This survey has ended.' },
  refused: { status: 400, title: 'The database refused this response.' },
} as const satisfies Record<string, Refusal>;

const describeIntake = describeRoute({
  operationId: 'sendResponse',
  tags: ['Responses'],
  summary: 'Send one completed survey',
  description:
    'The sender makes the id. Sent again with the same content, a response is stored once and answered the same. ' +
    'The body is JSON in UTF-8 of at most 64 KiB, not compressed. Any web page may send it (CORS).',
  requestBody: { required: true, content: jsonContent(surveyResponse) },
  responses: {
    201: { description: 'Stored, and on disk', content: jsonContent(receipt) },
    200: { description: 'Stored before', content: jsonContent(receipt) },
    ...problems({
      400: 'Not a response; `errors` names each problem',
      403: 'The channel is `paper`: paper responses are entered in the console',
      404: 'No such region',
      409: 'Other answers were stored under this id before',
      410: 'The region’s survey has ended',
      413: 'More than 64 KiB',
      415: 'Not application/json in UTF-8',
      429: 'Too many from this network, or too many different ones under this id; see Retry-After',
      500: 'Something went wrong on our side',
      503: 'The answers cannot be saved just now; see Retry-After',
    }),
  },
});

const path = '/api/v1/responses';

/** The public intake: JSON from the element, from any page on the web. */
export function intakeRoutes(intake: IntakeRoutes): Hono {
  const app = new Hono();
  app.use(
    path,
    cors({
      origin: '*',
      allowMethods: ['POST'],
      allowHeaders: ['Content-Type'],
      exposeHeaders: ['Retry-After'],
      maxAge: 86_400,
    }),
  );
  app.use(path, limitLarge);
  app.post(path, describeIntake, take(intake));
  app.all(path, otherMethods('POST, OPTIONS', byPost));
  return app;
}

/**
 * The same door for trying the survey out: before a store that keeps nothing, and for pages of the collector's own. Were
 * it open to other origins, a page that sent its answers here by mistake would thank people for what is thrown away.
 */
export function rehearsalRoutes({ submit, limited }: Pick<IntakeRoutes, 'submit' | 'limited'>): Hono {
  const app = new Hono();
  app.use(path, limitLarge);
  const nobody = async () => ({ client: '', email: null });
  app.post(path, take({ submit, limited, sender: nobody }));
  app.all(path, otherMethods('POST', byPost));
  return app;
}

const limitLarge = limitBody((c) => problem(c, { status: 413, title: 'A response has at most 64 KiB.' }));

const byPost = 'Responses are sent by POST.';

function take({ submit, limited, sender }: IntakeRoutes) {
  return async (c: Context): Promise<Response> => {
    const wait = await limited(c);
    if (wait !== null) return problem(c, tooMany(wait));
    if (!isOfType(c, 'application/json')) return problem(c, { status: 415, title: 'Send application/json in UTF-8.' });
    const read = readJson(await readText(c));
    if ('problems' in read) return problem(c, { status: 400, title: 'This is not a response.', errors: read.problems });
    if (read.response.channel === 'paper') {
      const errors = [{ path: 'channel', message: 'Paper responses are entered by staff who are signed in.' }];
      return problem(c, { status: 403, title: 'Paper responses need a session.', errors });
    }
    const outcome = await submit(read.response, await sender(c));
    if ('receipt' in outcome) return c.json(outcome.receipt, outcome.kind === 'stored' ? 201 : 200);
    if (outcome.kind === 'guessing') return problem(c, guessing(outcome.retryAfter));
    return problem(c, refusals[outcome.kind]);
  };
}

function readJson(body: string | null): ReturnType<typeof readResponse> {
  const whole = (message: string): { problems: Problem[] } => ({ problems: [{ path: '', message }] });
  if (body === null) return whole('The body is not UTF-8.');
  let input: unknown;
  try {
    input = JSON.parse(body);
  } catch {
    return whole('The body is not JSON.');
  }
  return readResponse(input);
}
