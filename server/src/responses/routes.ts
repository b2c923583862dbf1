import type { IncomingMessage } from 'node:http';
import { readResponse, surveyResponse, type Problem, type SurveyResponse } from '@heart-survey/shared/response';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { cors } from 'hono/cors';
import { isOfType, limitBody, readText } from '../http/body.ts';
import { otherMethods } from '../http/methods.ts';
import { jsonContent, problems } from '../http/openapi.ts';
import { problem, type Refusal } from '../http/problem.ts';
import type { Asking } from '../limits/client-address.ts';
import type { Sender } from './flags.ts';
import { receipt, type Outcome } from './outcome.ts';

export interface IntakeRoutes {
  submit: (response: SurveyResponse, sender: Sender) => Promise<Outcome>;
  sender: (c: Context) => Promise<Sender>;
  /** How many seconds this client must wait before sending again, or null if it may send now. */
  limited: (asking: Asking) => Promise<number | null>;
}

const tooMany = (retryAfter: number): Refusal => ({
  status: 429,
  title: 'Too many responses from your network. Try again later.',
  retryAfter,
});

const guessing = (retryAfter: number): Refusal => ({
  status: 429,
  title: 'Too many different responses were sent with this id. Use a new id for a new response.',
  retryAfter,
});

const refusals = {
  conflict: { status: 409, title: 'A different response was already stored with this id.' },
  'unknown-region': { status: 404, title: 'Unknown region.' },
  ended: { status: 410, title: 'This survey has ended.' },
  refused: { status: 400, title: 'The database rejected this response.' },
} as const satisfies Record<string, Refusal>;

const describeIntake = describeRoute({
  operationId: 'sendResponse',
  tags: ['Responses'],
  summary: 'Send one completed survey',
  description:
    'You create the id. If you send the same response again, it is stored only once and you get the same answer. ' +
    'The body is uncompressed JSON in UTF-8, at most 64 KiB. Any web page may send it (CORS).',
  requestBody: { required: true, content: jsonContent(surveyResponse) },
  responses: {
    201: { description: 'Stored on disk', content: jsonContent(receipt) },
    200: { description: 'Already stored', content: jsonContent(receipt) },
    ...problems({
      400: 'Not a valid response; `errors` lists each problem',
      403: 'The channel is `paper`; staff enter these responses in the console',
      404: 'Unknown region',
      409: 'A different response was already stored with this id',
      410: 'The region’s survey has ended',
      413: 'More than 64 KiB',
      415: 'Not application/json in UTF-8',
      429: 'Too many responses from this network, or too many different ones with this id; see Retry-After',
      500: 'Something went wrong on our end',
      503: 'The response cannot be stored right now; see Retry-After',
    }),
  },
});

/** Where responses are sent as JSON. */
export const intakePath = '/api/v1/responses';

/** The public endpoint for responses as JSON, from the element on any web page. */
export function intakeRoutes(intake: IntakeRoutes): Hono {
  const app = new Hono();
  app.use(
    intakePath,
    cors({
      origin: '*',
      allowMethods: ['POST'],
      allowHeaders: ['Content-Type'],
      exposeHeaders: ['Retry-After'],
      maxAge: 86_400,
    }),
  );
  app.use(intakePath, limitLarge);
  app.post(intakePath, describeIntake, take(intake));
  app.all(intakePath, otherMethods('POST, OPTIONS', byPost));
  return app;
}

/**
 * The same endpoint for trying out the survey. It stores nothing, and only the collector's own pages may use it. If it
 * were open to other origins, a page that used it by mistake would thank people for answers that are thrown away.
 */
export function rehearsalRoutes({ submit, limited }: Pick<IntakeRoutes, 'submit' | 'limited'>): Hono {
  const app = new Hono();
  app.use(intakePath, limitLarge);
  const nobody = async () => ({ client: '', email: null });
  app.post(intakePath, take({ submit, limited, sender: nobody }));
  app.all(intakePath, otherMethods('POST', byPost));
  return app;
}

const limitLarge = limitBody((c) => problem(c, { status: 413, title: 'A response can have at most 64 KiB.' }));

const byPost = 'Use POST to send a response.';

const settled = new WeakMap<IncomingMessage, Promise<Outcome>>();

/** Tells the endpoint how the response in this request ended, so that it only answers. */
export function settle(incoming: IncomingMessage, outcome: Promise<Outcome>): void {
  settled.set(incoming, outcome);
}

function take({ submit, limited, sender }: IntakeRoutes) {
  return async (c: Context): Promise<Response> => {
    const before = settled.get(c.env?.incoming);
    const wait = before === undefined ? await limited(c) : null;
    if (wait !== null) return problem(c, tooMany(wait));
    if (!isOfType(c, 'application/json')) return problem(c, { status: 415, title: 'Send application/json in UTF-8.' });
    const read = readJson(await readText(c));
    if ('problems' in read)
      return problem(c, { status: 400, title: 'This is not a valid response.', errors: read.problems });
    if (read.response.channel === 'paper') {
      const errors = [{ path: 'channel', message: 'Only signed-in staff can enter paper responses.' }];
      return problem(c, { status: 403, title: 'Sign in to enter paper responses.', errors });
    }
    const outcome = await (before ?? submit(read.response, await sender(c)));
    if ('receipt' in outcome) return c.json(outcome.receipt, outcome.kind === 'stored' ? 201 : 200);
    if (outcome.kind === 'guessing') return problem(c, guessing(outcome.retryAfter));
    return problem(c, refusals[outcome.kind]);
  };
}

export function readJson(body: string | null): ReturnType<typeof readResponse> {
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
