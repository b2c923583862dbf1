import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { expect } from 'vitest';
import { aResponse, send } from '../test/collector.ts';
import { deviations, type Schema } from '../test/json-schema.ts';
import { sendBytes, statusesOf } from '../test/raw-socket.ts';
import { routesOf } from '../test/routes.ts';
import { addGroups, answerAllYear, yearQuarters } from '../test/group-years.ts';
import { publish } from '../test/publishing.ts';
import { insertRows } from '../test/rows.ts';
import { aPerson } from '../test/staff.ts';
import { submitted } from '../test/submissions.ts';
import { expectNothingInside, type Answer } from '../test/wire.ts';
import { roles } from '../src/access/access.ts';
import type { CollectorApart } from './collector-apart.ts';
import { fuzzRequests, rawRequests, type FuzzRequest, type Surface } from './fuzz-requests.ts';

/** An answer that takes longer than this counts as missing, in milliseconds; the machine may be busy. */
const timeout = 20_000;

interface Described {
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
type Paths = Record<string, Record<string, Described>>;

/** Creates data for every feature, so that there is something to find. */
export async function furnish(
  collector: Pick<CollectorApart, 'url' | 'db' | 'heart' | 'env' | 'clock'>,
): Promise<void> {
  await insertRows(collector.db, { responses: 40, quarter: '2026-04' });
  await insertRows(collector.db, { responses: 5, quarter: '2026-04', region: 'east' });
  await addGroups(collector);
  await answerAllYear(collector);
  for (const quarter of yearQuarters) {
    const closing = await collector.heart('close-quarter', '--quarter', quarter);
    expect(closing.err).toBe('');
    await publish(collector, { quarter, submission: await submitted(collector, quarter) });
  }
  for (let rating = 1; rating <= 5; rating++) {
    const comment = rating % 2 ? 'Call me at (555) 010-0142, please.' : '=HYPERLINK("https://evil.example")';
    expect((await send(collector, aResponse({ rating, comment, language: 'es', channel: 'embed' }))).status).toBe(201);
  }
}

/** Signs everyone in and collects links and fields from their pages, from which the requests are made. */
async function lookAround(collector: CollectorApart, paths: Paths): Promise<Surface> {
  const routes = (await routesOf(collector)).filter(({ method }) => method !== 'ALL');
  const [fields, values] = [new Set<string>(), new Set<string>()];
  const people: Record<string, string>[] = [];
  const start = [...new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path))].map((path) =>
    path
      .replace(/:department|:slug/, 'cws')
      .replace(':region', 'central')
      .replace(/:quarter[^/]*/, '2026-07'),
  );
  for (const role of roles) {
    const { cookie } = await aPerson(collector, role);
    people.push({ cookie });
    for (const path of start.filter((path) => !path.includes(':') && !/\.(csv|xlsx|js|json)$/.test(path))) {
      const page = await (await fetch(collector.url + path, { headers: { cookie } })).text();
      for (const [, name] of page.matchAll(/\sname="([^"]+)"/g)) fields.add(name!);
      for (const [, value] of page.matchAll(/\svalue="([^"<&]{1,80})"/g)) values.add(value!);
      for (const [, href] of page.matchAll(/\shref="\/([^"?#]+)/g)) {
        for (const piece of href!.split('/')) values.add(piece);
      }
    }
  }
  people.push({ Authorization: `Bearer ${(await collector.heart('token', 'create')).out}` });
  const body = paths['/api/v1/responses']!['post']!.requestBody!.content['application/json']!.schema;
  // A person who signs out everywhere sees nothing after that.
  const open = routes.filter(({ path }) => !path.includes('sign-out'));
  return { routes: open, fields: [...fields], values: [...values], body, people };
}

/** The operation of the document that the request addresses, if any. */
function describedBy(paths: Paths, { method, target }: FuzzRequest): Described | undefined {
  const path = target.split('?')[0]!;
  // `{quarter}.csv` must come before `{quarter}`, which would match it too.
  const byLength = Object.entries(paths).toSorted(([a], [b]) => b.length - a.length);
  const found = byLength.find(([template]) =>
    new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  return found?.[1][method.toLowerCase()];
}

function expectDescribed(described: Described, { status, headers, body }: Answer): void {
  const response = described.responses[String(status)];
  expect(Object.keys(described.responses), 'the statuses of the document').toContain(String(status));
  if (status === 304) return expect(body).toBe('');
  const type = headers.get('content-type')?.split(';')[0] ?? 'none';
  const content = response?.content ?? {};
  expect(Object.keys(content), 'the types of the document').toContain(type);
  if (type.endsWith('json')) expect(deviations(content[type]!.schema, JSON.parse(body))).toEqual([]);
}

/** The request as `fetch` can send it; undefined if it cannot. Raw requests can. */
function sendable({ url }: { url: string }, { method, target, headers, body }: FuzzRequest): Request | undefined {
  try {
    return new Request(url + target, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) });
  } catch {
    return undefined;
  }
}

async function ask(request: Request): Promise<Answer> {
  const answer = await fetch(request, { signal: AbortSignal.timeout(timeout) });
  return { status: answer.status, headers: answer.headers, body: new TextDecoder().decode(await answer.arrayBuffer()) };
}

function expectCorrect(request: FuzzRequest, answer: Answer, paths: Paths): void {
  expect(answer.status).toBeLessThan(500);
  // Node itself answers more than 16 KiB of headers, before the app sees them.
  if (answer.status === 431) return expect(answer.body).toBe('');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('x-injected')).toBeNull();
  if (answer.body !== '') expect(answer.headers.get('content-type')).not.toBeNull();
  const to = answer.headers.get('location');
  if (to !== null) expect(new URL(to, 'http://here.example').origin).toBe('http://here.example');
  if (answer.headers.get('content-type')?.startsWith('text/html')) {
    expect(answer.body).not.toContain('<script>alert(1)');
    expectNothingInside(answer);
  }
  const described = describedBy(paths, request);
  if (described) expectDescribed(described, answer);
}

export interface Fuzzed {
  /** How many requests were sent. */
  sent: number;
  statuses: Record<string, number>;
  /** The longest wait, in milliseconds. */
  slowest: number;
}

/**
 * Sends that many requests, one in ten of them as raw bytes over its own socket; fails at the first incorrect answer.
 */
export async function fuzz(collector: CollectorApart, requests: number, seed: number): Promise<Fuzzed> {
  const { paths } = (await (await fetch(`${collector.url}/openapi.json`)).json()) as { paths: Paths };
  const surface = await lookAround(collector, paths);
  const statuses: Record<string, number> = {};
  let [sent, slowest] = [0, 0];
  const counted = async (answer: () => Promise<number[]>) => {
    const start = performance.now();
    const answered = await answer();
    sent += 1;
    for (const status of answered) statuses[status] = (statuses[status] ?? 0) + 1;
    slowest = Math.max(slowest, Math.round(performance.now() - start));
  };
  const raw = Math.floor(requests / 10);
  await fc.assert(
    fc.asyncProperty(
      fuzzRequests(surface).filter((request) => sendable(collector, request) !== undefined),
      (request) =>
        counted(async () => {
          const answer = await ask(sendable(collector, request)!);
          expectCorrect(request, answer, paths);
          return [answer.status];
        }),
    ),
    { numRuns: requests - raw, seed, endOnFailure: true },
  );
  await fc.assert(
    fc.asyncProperty(rawRequests, (bytes) =>
      counted(async () => {
        const answered = statusesOf(await sendBytes(collector, bytes));
        for (const status of answered) expect(status).toBeLessThan(500);
        return answered;
      }),
    ),
    { numRuns: raw, seed, endOnFailure: true },
  );
  return { sent, statuses, slowest };
}

/** A random seed; `FUZZ_SEED` repeats a run. */
export function aSeed(): number {
  return Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
}

export const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);
