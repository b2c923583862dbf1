import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ratings } from '@heart-survey/shared/items';
import { startCollector, type CollectorOptions } from '../src/cli/collector.ts';
import { readConfig } from '../src/config.ts';
import { openDatabase, type Database } from '../src/database/database.ts';
import { prepareDatabase } from '../src/database/prepare.ts';
import type { Figures } from '../src/figures/figures.ts';
import { aDatabase, isOnServer } from './database.ts';
import { heartHere, type Ended } from './heart.ts';
import { quickPasswords } from './passwords.ts';

/** The real collector, listening on its own port, with its own database. */
export interface TestCollector extends AsyncDisposable {
  url: string;
  /** A separate connection to the same file, to inspect the database. */
  db: Database;
  /** The collector's clock, which only the test moves. */
  clock: { now: number };
  env: Record<string, string>;
  /** Runs a `heart` command on the same file while the collector runs. */
  heart(...args: string[]): Promise<Ended>;
  /** The figures of `cws` as `heart averages --json` shows them. */
  figures(quarter?: string): Promise<Figures>;
  /** Restarts the collector on the same file, with other inputs if they are given, like another version. */
  restart(given?: Given): Promise<void>;
}

/** A collector's inputs besides its environment. */
type Given = Pick<
  CollectorOptions,
  'widget' | 'resultsWidget' | 'catalogs' | 'mailTimeouts' | 'timeouts' | 'passwords' | 'typesetter'
> &
  Partial<Pick<CollectorOptions, 'log'>> & {
    /** The time limit for a libSQL server's reply, in milliseconds. */
    serverTimeout?: number;
  };

/** Monday, 2026-08-17, noon in California: the middle of the quarter 2026-07. */
export const midQuarter = Date.UTC(2026, 7, 17, 19);

/**
 * @param settings go into its environment, such as `RATE_LIMIT`. With another collector's `DATABASE_URL`, both share the
 * file.
 */
export async function aCollector(settings: Record<string, string> = {}, given: Given = {}): Promise<TestCollector> {
  const folder = await mkdtemp(join(tmpdir(), 'heart-'));
  const database = settings['DATABASE_URL'] === undefined ? await aDatabase(folder) : undefined;
  const env: Record<string, string> & { DATABASE_URL: string } = {
    ...{ DATABASE_URL: database?.url ?? '', PORT: '0', RATE_LIMIT: 'off' },
    ...settings,
  };
  // Collectors that share a server share the key; those that share a file do so by themselves.
  if (isOnServer) env['SIGNING_KEY_FILE'] ??= join(tmpdir(), `heart-key-${new URL(env.DATABASE_URL).port}.json`);
  const token = env['DATABASE_AUTH_TOKEN'];
  const clock = { now: midQuarter };
  const now = () => clock.now;
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join('\n'));
  const log = { info: () => {}, error: () => {} };
  const open = async ({ serverTimeout, ...given }: Given) => {
    const db = await prepareDatabase(env.DATABASE_URL, now, token, serverTimeout);
    const collector = await startCollector({
      db,
      config: read.config,
      clock: now,
      log,
      passwords: quickPasswords,
      // A job that ran by the system's clock would take the test's clock for one that jumped.
      isScheduled: false,
      ...given,
    });
    await collector.load();
    return { db, collector };
  };
  let running = await open(given);
  const db = await openDatabase(env.DATABASE_URL, token);
  const stop = async () => {
    // The test's own idle connections would delay the close.
    await running.collector.stop(0);
    running.db.$client.close();
  };
  const test: TestCollector = {
    url: `http://127.0.0.1:${running.collector.port}`,
    db,
    clock,
    env,
    heart: (...args) => heartHere(args, env, now),
    async figures(quarter) {
      const asked = ['--department', 'cws', ...(quarter ? ['--quarter', quarter] : [])];
      const { code, out, err } = await test.heart('averages', '--json', ...asked);
      if (code !== 0) throw new Error(err);
      return JSON.parse(out) as Figures;
    },
    async restart(given = {}) {
      await stop();
      running = await open(given);
      test.url = `http://127.0.0.1:${running.collector.port}`;
    },
    async [Symbol.asyncDispose]() {
      await stop();
      db.$client.close();
      await database?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
  return test;
}

/** A response as JSON. By default it is valid, with the same rating for all six items. */
export function aResponse({ rating = 4, ...given }: { rating?: number; [key: string]: unknown } = {}) {
  const ratings = {
    helpfulness: rating,
    expertise: rating,
    attentiveness: rating,
    respect: rating,
    timeliness: rating,
    overall: rating,
  } as Ratings;
  return { id: randomUUID() as string, region: 'central', ratings, ...given };
}

/** Posts a response to the public intake; a string is sent unchanged. */
export function send(collector: { url: string }, body: unknown, contentType = 'application/json'): Promise<Response> {
  return fetch(`${collector.url}/api/v1/responses`, {
    method: 'POST',
    headers: { 'Content-Type': contentType },
    body: body instanceof Uint8Array ? new Uint8Array(body) : typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Posts a form like a browser without JavaScript. */
export function sendForm(collector: { url: string }, fields: Record<string, string> | string, region = 'central') {
  return fetch(`${collector.url}/s/${region}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
    redirect: 'manual',
  });
}

/** How many rows a query counts. */
export async function count(db: Database, sql: string): Promise<number> {
  const { rows } = await db.$client.execute(`SELECT count(*) AS n FROM ${sql}`);
  return Number(rows[0]!['n']);
}
