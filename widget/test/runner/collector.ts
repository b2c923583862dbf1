import { json } from 'node:stream/consumers';
import type { TestRunnerConfig } from '@web/test-runner';
import type { GroupTexts, RegionTexts } from '@heart-survey/shared/survey-form';
import { texts, textsHash } from '../../form-texts-build.ts';
import { published } from '../published.ts';

/** The collector's next reply: `hold` waits until the test releases it, `hang` never replies. */
export interface Reply {
  status?: number;
  json?: unknown;
  html?: string;
  wait?: 'hold' | 'hang';
}

/** Everything that a test's collector has received. */
export interface Log {
  /** The body of every response that arrived, in order. */
  sent: Record<string, unknown>[];
  headers: Record<string, string | string[] | undefined>[];
  /** How often each language's texts were requested, in order. */
  languages: string[];
  /** The address of every request for what the region adds to the form, in order. */
  boxes: string[];
  /** The address of every request for a department's results, in order. */
  results: string[];
}

interface Collector extends Log {
  replies: Reply[];
  /** Languages whose requests are cut off, as if there were no network. */
  offline: boolean;
  /** Whether requests for texts wait for the test to release them. */
  holdsTexts: boolean;
  held: (() => void)[];
  /** The texts of the box by language, if the department asks. */
  mayShow: Record<string, { label: string; hint: string }>;
  /** The question for the customer group by language, if the department asks. */
  groups: Record<string, GroupTexts>;
  /** Whether requests for the box wait for the test to release them. */
  holdsBox: boolean;
  /** Whether requests for results wait for the test to release them. */
  holdsResults: boolean;
  /** What it replies to every request for results, if not the results. */
  resultsReply: Reply | undefined;
  /** The quarters whose figures are withheld. */
  hidden: string[];
}

type Middleware = NonNullable<TestRunnerConfig['middleware']>[number];
type Context = Parameters<Middleware>[0];

const collectors = new Map<string, Collector>();

function collectorOf(name: string): Collector {
  const known = collectors.get(name);
  if (known) return known;
  const collector: Collector = {
    sent: [],
    headers: [],
    languages: [],
    boxes: [],
    results: [],
    replies: [],
    offline: false,
    holdsTexts: false,
    held: [],
    mayShow: {},
    groups: {},
    holdsBox: false,
    holdsResults: false,
    resultsReply: undefined,
    hidden: [],
  };
  collectors.set(name, collector);
  return collector;
}

interface Setting {
  replies?: Reply[];
  offline?: boolean;
  holdsTexts?: boolean;
  mayShow?: Collector['mayShow'];
  groups?: Collector['groups'];
  holdsBox?: boolean;
  holdsResults?: boolean;
  /** Null for the results. */
  resultsReply?: Reply | null;
  hidden?: string[];
  release?: boolean;
}

/**
 * A scripted collector for each test at `/collector/{name}` on the test server, so that requests cross the network. The test
 * sets it up and reads it at `/collector/{name}/script`.
 */
export const scriptedCollector: Middleware = async (context, next) => {
  const [, name, path] = /^\/collector\/([\w-]+)(\/.*)$/.exec(context.path) ?? [];
  if (name === undefined) return next();
  const collector = collectorOf(name);
  const language = /^\/widget\/v1\/([-\w]+)\.([-\w]+)\.json$/.exec(path ?? '');
  context.status = 404;
  if (path === '/script') await script(collector, context);
  else if (language && language[2] === textsHash) await serveTexts(collector, language[1]!, context);
  else if (path?.startsWith('/widget/v1/s/')) await serveBox(collector, path, context);
  else if (path?.startsWith('/widget/v1/results/')) await serveResults(collector, path, context);
  else if (path === '/api/v1/responses' && context.method === 'POST') await take(collector, context);
  return undefined;
};

async function script(collector: Collector, context: Context): Promise<void> {
  if (context.method === 'POST') {
    const { replies = [], resultsReply, release, ...settings } = (await json(context.req)) as Setting;
    collector.replies.push(...replies);
    Object.assign(collector, settings);
    if (resultsReply !== undefined) collector.resultsReply = resultsReply ?? undefined;
    if (release) for (const answer of collector.held.splice(0)) answer();
  }
  const { sent, headers, languages, boxes, results } = collector;
  context.status = 200;
  context.body = { sent, headers, languages, boxes, results } satisfies Log;
}

/** Replies about any department, `cws` by its name and others by their slugs. */
async function serveResults(collector: Collector, path: string, context: Context): Promise<void> {
  const [lang, quarter] = ['lang', 'quarter'].map((name) => context.query[name] as string | undefined);
  const slug = /([^/]*)\.json$/.exec(path)![1]!;
  collector.results.push(`${path}${context.search}`);
  // The reply as of now, however late it is sent.
  const { resultsReply, hidden } = collector;
  if (collector.holdsResults) await new Promise<void>((resolve) => collector.held.push(resolve));
  if (collector.offline) {
    context.req.socket.destroy();
    return;
  }
  const results = published(context.origin, { lang, quarter, hidden });
  const named = results && { ...results, name: slug === 'cws' ? results.name : slug };
  const { status = named ? 200 : 404, json: data = named ?? { status: 404 }, html } = resultsReply ?? {};
  const type = html === undefined ? 'application/json' : 'text/html';
  // Past the test server, which lets browsers cache every address that ends like a file.
  context.respond = false;
  context.res
    .writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
    .end(html ?? JSON.stringify(data));
}

async function serveBox(collector: Collector, path: string, context: Context): Promise<void> {
  collector.boxes.push(`${path}${context.search}`);
  if (collector.holdsBox) await new Promise<void>((resolve) => collector.held.push(resolve));
  context.status = 200;
  context.set('cache-control', 'no-store');
  context.type = 'json';
  const lang = String(context.query['lang']);
  const [mayShow, group] = [collector.mayShow[lang] ?? null, collector.groups[lang] ?? null];
  context.body = JSON.stringify(mayShow || group ? ({ mayShow, group } satisfies RegionTexts) : null);
}

async function serveTexts(collector: Collector, tag: string, context: Context): Promise<void> {
  collector.languages.push(tag);
  if (collector.holdsTexts) await new Promise<void>((resolve) => collector.held.push(resolve));
  if (collector.offline) {
    context.req.socket.destroy();
    return;
  }
  context.status = 200;
  context.set('cache-control', 'no-store');
  context.type = 'json';
  context.body = texts[tag];
}

async function take(collector: Collector, context: Context): Promise<void> {
  const body = (await json(context.req)) as Record<string, unknown>;
  collector.sent.push(body);
  collector.headers.push(context.headers);
  const receipt = { id: body['id'], quarter: '2026-07', receivedAt: '2026-08-03T16:00:00.000Z' };
  const { status = 201, json: data = receipt, html, wait } = collector.replies.shift() ?? {};
  if (wait === 'hang') {
    context.respond = false;
    return;
  }
  if (wait === 'hold') await new Promise<void>((resolve) => collector.held.push(resolve));
  context.status = status;
  context.type = html === undefined ? 'application/json' : 'text/html';
  context.body = html ?? JSON.stringify(data);
}
