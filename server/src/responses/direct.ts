import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Hono, type MiddlewareHandler } from 'hono';
import { countHosts } from '../http/one-host.ts';
import { decode, maxBody } from '../http/body.ts';
import type { Answered } from '../http/watch.ts';
import { mountIn } from '../http/zones.ts';
import type { Asking } from '../limits/client-address.ts';
import type { Outcome } from './outcome.ts';
import { intakePath, intakeRoutes, readJson, settle, type IntakeRoutes } from './routes.ts';

// Most requests are responses that the element sends, and the app's router and its middleware cost more than storing one.
// These requests are taken before the app. It answers everything else: other requests, unusual ones, and every refusal.

export interface DirectIntake extends Pick<IntakeRoutes, 'submit' | 'limited'> {
  clientKey: (asking: Asking) => string;
  /** The headers with which the app answers a stored response. */
  headers: Readonly<Record<string, string>>;
  answered: (answered: Answered) => void;
}

/** The app as Node calls it. */
type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** @param app answers what is not taken here. */
export function directIntake(direct: DirectIntake, app: Listener): RequestListener {
  return (incoming, outgoing) =>
    void (isUsual(incoming) ? take(direct, app, incoming, outgoing) : app(incoming, outgoing));
}

const usualTypes = new Set(['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8']);
/** With a cookie, someone may be signed in. With the others, the body is not simply what follows. */
const unusualHeaders = ['cookie', 'transfer-encoding', 'content-encoding', 'expect'] as const;

function isUsual({ method, url, headers, rawHeaders }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    url === intakePath &&
    usualTypes.has(headers['content-type'] ?? '') &&
    Number(headers['content-length']) <= maxBody &&
    unusualHeaders.every((name) => headers[name] === undefined) &&
    countHosts(rawHeaders) === 1
  );
}

async function take(direct: DirectIntake, app: Listener, incoming: IncomingMessage, outgoing: ServerResponse) {
  const startedAt = performance.now();
  const body = await bodyOf(incoming);
  const outcome = await outcomeOf(direct, incoming, body);
  // That is where the app's server looks for a body that was already read.
  if (outcome === undefined || !('receipt' in outcome))
    return app(Object.assign(incoming, { rawBody: body }), outgoing);
  const status = outcome.kind === 'stored' ? 201 : 200;
  const answer = JSON.stringify(outcome.receipt);
  outgoing.writeHead(status, { ...direct.headers, 'content-length': Buffer.byteLength(answer) }).end(answer);
  direct.answered({ zone: 'api', status, seconds: (performance.now() - startedAt) / 1000 });
}

/** The whole body. It never comes if the client goes away before. */
function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
  });
}

/** @returns undefined if the app has to say what is wrong; it is told how a response ended that could not be stored. */
async function outcomeOf(
  { submit, limited, clientKey }: DirectIntake,
  incoming: IncomingMessage,
  body: Buffer,
): Promise<Outcome | undefined> {
  const read = readJson(decode(body));
  if ('problems' in read || read.response.channel === 'paper') return undefined;
  const asking = { req: { header: (name: string) => incoming.headers[name] as string | undefined }, env: { incoming } };
  if ((await limited(asking)) !== null) return undefined;
  const submitted = submit(read.response, { client: clientKey(asking), email: null });
  settle(incoming, submitted);
  return submitted.catch(() => undefined);
}

/** The headers with which the app answers a stored response: they are the same for each, so they are made once. */
export async function headersWhenStored(...middleware: MiddlewareHandler[]): Promise<Record<string, string>> {
  const app = new Hono().use(...middleware);
  const receipt = { id: randomUUID(), quarter: '', receivedAt: '' };
  const routes = intakeRoutes({
    submit: async () => ({ kind: 'stored', receipt }),
    sender: async () => ({ client: '', email: null }),
    limited: async () => null,
  });
  mountIn(app, {})('api', '/api', routes);
  const { headers } = await app.request(intakePath, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id: receipt.id, region: 'any', ratings: { overall: 5 } }),
  });
  return Object.fromEntries(headers);
}
