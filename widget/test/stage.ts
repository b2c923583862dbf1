import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { GroupTexts, RegionTexts } from '@heart-survey/shared/survey-form';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { published } from './published.ts';

/** The element's texts in other languages, and the hash in their addresses. */
const built = JSON.parse(readFileSync(new URL('../dist/texts.json', import.meta.url), 'utf8')) as {
  hash: string;
  texts: Record<string, string>;
};

export const { texts } = built;

const elements = Object.fromEntries(
  ['heart-survey', 'heart-results'].map((name) => [
    `/widget/v1/${name}.js`,
    readFileSync(new URL(`../dist/${name}.js`, import.meta.url)),
  ]),
);

/** The scripted collector's reply to one response; `hang` never replies. */
type Answer = { status: number; json: unknown } | { status: number; html: string } | 'hang';
export type Reply = (sent: SentResponse) => Answer;

interface SentResponse {
  id: string;
  region: string;
  ratings: Record<string, number>;
  [key: string]: unknown;
}

/** 201 with the collector's receipt. */
const stored: Reply = ({ id }) => ({
  status: 201,
  json: { id, quarter: '2026-07', receivedAt: '2026-08-03T16:00:00.000Z' },
});

export interface Stage {
  page: Page;
  /** The collector's origin, which also serves the widget's script. */
  collector: string;
  /** The body of every `POST /api/v1/responses`, in order. */
  sent: SentResponse[];
  /** Their headers. */
  headers: IncomingMessage['headers'][];
  /** The address of every request of the page. */
  requests: string[];
  /** The errors that the page threw, or left as rejected promises. */
  errors: Error[];
  /** The next replies, in order; after them, each response is stored. */
  replies: Reply[];
  /** The texts of the box, by language, if the department asks. */
  mayShow: Record<string, { label: string; hint: string }>;
  /** The question for the customer group by language, if the department asks. */
  groups: Record<string, GroupTexts>;
  close(): Promise<void>;
}

export interface StageOptions extends BrowserContextOptions {
  /** The Content-Security-Policy of the page; `CDN` stands for the collector's origin. */
  policy?: string;
  /** Scripts on the page's own host, by their paths. */
  files?: Record<string, string>;
  /** Runs in the page before its own scripts. */
  prepare?: () => void;
  replies?: Reply[];
  mayShow?: Stage['mayShow'];
  groups?: Stage['groups'];
}

export const script = '<script type="module" src="CDN/widget/v1/heart-survey.js"></script>';

/** The tag as a webmaster writes it. */
export const tag =
  '<heart-survey region="central" region-name="Central Region"><p>The survey is not here.</p></heart-survey>';

export const resultsScript = '<script type="module" src="CDN/widget/v1/heart-results.js"></script>';

/** The tag of published results as a webmaster writes it. */
export const resultsTag = '<heart-results department="cws"><p>The results are not here.</p></heart-results>';

/** Opens a host page with that markup in its `<main>`, with a collector on another origin. */
async function open(browser: Browser, markup = tag + script, options: StageOptions = {}): Promise<Stage> {
  const { policy, files = {}, prepare, replies = [], mayShow = {}, groups = {}, ...context } = options;
  const stage = { sent: [], headers: [], requests: [], errors: [], replies, mayShow, groups } as unknown as Stage;
  const collector = await listen(collectorOf(stage));
  stage.collector = origin(collector);
  const withOrigin = (text: string): string => text.replaceAll('CDN', stage.collector);
  const host = await listen((request, response) => {
    const file = files[request.url ?? ''];
    if (policy !== undefined) response.setHeader('content-security-policy', withOrigin(policy));
    response.setHeader('content-type', file === undefined ? 'text/html; charset=utf-8' : 'text/javascript');
    response.end(file ?? hostPage(withOrigin(markup)));
  });
  const tabs = await browser.newContext(context);
  stage.page = await tabs.newPage();
  stage.page.on('request', (request) => stage.requests.push(request.url()));
  stage.page.on('pageerror', (error) => {
    // Firefox reports here what a policy blocked, even the icon that it requests on its own.
    if (error.name !== 'Content-Security-Policy') stage.errors.push(error);
  });
  if (prepare !== undefined) await stage.page.addInitScript(prepare);
  stage.close = async () => {
    await tabs.close();
    for (const server of [host, collector]) server.close().closeAllConnections();
  };
  await stage.page.goto(`${origin(host)}/`);
  return stage;
}

/** One browser for the tests of a file; each stage is closed after its test. @returns a function that opens one. */
export function useStages(): (markup?: string, options?: StageOptions) => Promise<Stage> {
  let browser: Browser;
  const opened: Stage[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const stage of opened.splice(0)) await stage.close();
  });
  return async (markup, options) => {
    const stage = await open(browser, markup, options);
    opened.push(stage);
    return stage;
  };
}

/** Rates these items, and finds each radio like a respondent, by its statement and label. */
export async function rate(page: Page, ratings: Record<string, string>): Promise<void> {
  for (const [word, point] of Object.entries(ratings)) {
    await page.getByRole('group', { name: word }).getByRole('radio', { name: point, exact: true }).check();
  }
}

/** The element with the focus, inside the shadow roots. */
export async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element === null ? '' : `${element.localName}${element.id && `#${element.id}`}`;
  });
}

function collectorOf(stage: Stage): RequestListener {
  return (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'content-type');
    const { pathname: path, searchParams } = new URL(request.url ?? '/', stage.collector);
    const language = searchParams.get('lang') ?? '';
    if (elements[path]) response.setHeader('content-type', 'text/javascript').end(elements[path]);
    else if (textsAt(path) !== undefined) response.setHeader('content-type', 'application/json').end(textsAt(path));
    else if (path.startsWith('/widget/v1/s/'))
      response.setHeader('content-type', 'application/json').end(JSON.stringify(regionTexts(stage, language)));
    else if (path === '/widget/v1/results/cws.json')
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify(published(stage.collector, { lang: language })));
    else if (request.method === 'OPTIONS') response.writeHead(204).end();
    else if (request.method === 'POST' && path === '/api/v1/responses') void receive(stage, request, response);
    else response.writeHead(404).end();
  };
}

function regionTexts({ mayShow, groups }: Stage, language: string): RegionTexts | null {
  const [box, group] = [mayShow[language] ?? null, groups[language] ?? null];
  return box || group ? { mayShow: box, group } : null;
}

function textsAt(path: string): string | undefined {
  const [, tag, hash] = /^\/widget\/v1\/([-\w]+)\.([-\w]+)\.json$/.exec(path) ?? [];
  return hash === built.hash ? texts[tag!] : undefined;
}

async function receive(stage: Stage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await json(request)) as SentResponse;
  stage.sent.push(body);
  stage.headers.push(request.headers);
  const answer = (stage.replies.shift() ?? stored)(body);
  if (answer === 'hang') return;
  const [type, text] =
    'json' in answer ? ['application/json', JSON.stringify(answer.json)] : ['text/html', answer.html];
  response.writeHead(answer.status, { 'content-type': type }).end(text);
}

function hostPage(markup: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1"><title>An agency</title>
    </head><body><main><h1>An agency</h1>${markup}</main></body></html>`;
}

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function origin(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs in the page: the browser stores nothing, as if its storage were full or forbidden. */
export function forbidStorage(): void {
  Storage.prototype.setItem = () => {
    throw new DOMException('No room', 'QuotaExceededError');
  };
}
