import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Hono, type Context } from 'hono';
import { compress } from 'hono/compress';
import { requireToken } from './access/access.ts';
import { decidePlansAtClose, openPlansBelowTarget, plansReader } from './action-plans/action-plans.ts';
import type { Config } from './config.ts';
import { isOutOfOrder, type Database } from './database/database.ts';
import { isMigrated } from './database/migrate.ts';
import { readSecret } from './database/seed.ts';
import { serveAsset } from './http/asset.ts';
import { clientKeys } from './http/client-address.ts';
import { securityHeaders } from './http/headers.ts';
import { openApiRoutes } from './http/openapi.ts';
import { messagePage } from './http/page.ts';
import { outOfOrder, problem, type Refusal } from './http/problem.ts';
import { rateLimit } from './http/rate-limit.ts';
import type { Job } from './jobs/jobs.ts';
import type { Logger } from './log.ts';
import { formRoutes } from './responses/form-routes.ts';
import { createResponseStore } from './responses/responses.ts';
import { intakeRoutes } from './responses/routes.ts';
import { closeDueQuarters, type ClosingOptions } from './results/results.ts';
import { resultsRoutes } from './results/routes.ts';
import { surveyRoutes } from './survey/routes.ts';
import { createDirectory, offerLanguages } from './survey/survey.ts';

/** What the collector stands on. Everything that differs between a test and a county comes in here. */
export interface Dependencies {
  /** Migrated and seeded. */
  db: Database;
  config: Config;
  /** Milliseconds since the epoch. */
  clock: () => number;
  log: Logger;
  /** Makes the ids of pages; a UUID each. */
  newId?: () => string;
}

const widget = new URL(import.meta.resolve('@heart-survey/widget/bundle'));
const icon = new URL('./http/favicon.svg', import.meta.url);

/**
 * The collector as one Hono app. Hand-offs from one feature to a later one are wired here: a stored response opens an
 * action plan in its own commit.
 */
export async function createApp({ db, config, clock, log, newId = randomUUID }: Dependencies): Promise<Hono> {
  const app = new Hono();
  const directory = createDirectory(db);
  const languages = offerLanguages(config.languages);
  const limited = rateLimit(clientKeys(clock, config.trustProxy), config.rateLimit);
  const secret = await readSecret(db);
  const submit = createResponseStore({ db, directory, clock, secret, alongside: openPlansBelowTarget });

  app.use(securityHeaders({ frameAncestors: config.frameAncestors, https: config.baseUrl.startsWith('https:') }));
  app.use('/s/*', compress());

  app.route('/', surveyRoutes({ directory, languages, clock, newId }));
  app.route('/', formRoutes({ submit, limited, directory, languages, newId }));
  app.route('/', intakeRoutes({ submit, limited }));
  app.route('/', resultsRoutes({ db, directory, clock, plansOf: plansReader(db), guard: requireToken(db) }));

  app.get(
    '/widget/v1/heart-survey.js',
    serveAsset({ body: bytes(widget), type: 'text/javascript', cache: 'public, max-age=3600' }),
  );
  app.get('/favicon.svg', serveAsset({ body: bytes(icon), type: 'image/svg+xml', cache: 'public, max-age=86400' }));
  app.route('/', openApiRoutes(app, config.baseUrl));
  app.get('/healthz', (c) => c.text('ok'));
  app.get('/readyz', async (c) => ((await isReady(db)) ? c.text('ready') : c.text('not ready', 503)));

  const refuse = (c: Context, refusal: Refusal) => {
    if (c.req.path.startsWith('/api/')) return problem(c, refusal);
    const text = languages.choose(c);
    if (refusal.retryAfter !== undefined) c.header('Retry-After', String(refusal.retryAfter));
    const [title, message] =
      refusal.status === 404
        ? [text.notFoundTitle, text.notFound]
        : [`${text.errorPrefix} ${text.problem}`, text.unavailable];
    return c.html(messagePage(text, title, message), refusal.status);
  };
  app.notFound((c) => refuse(c, { status: 404, title: 'There is nothing at this address.' }));
  app.onError((error, c) => {
    log.error({ err: error, method: c.req.method, route: c.req.path });
    return refuse(c, isOutOfOrder(error) ? outOfOrder : { status: 500, title: 'Something went wrong on our side.' });
  });
  return app;
}

/** The table of what runs when. */
export function jobsOf({ db, clock, log }: Dependencies): Job[] {
  return [
    {
      name: 'close-quarters',
      when: '7 * * * *',
      run: async () => {
        for (const { department, quarter } of await closeDueQuarters(closingOptions(db, clock))) {
          log.info({ department: department.slug, quarter: quarter.id }, 'quarter closed');
        }
      },
    },
  ];
}

/** How a quarter is closed, by schedule or by hand: its action plans are decided in the same commit. */
export function closingOptions(db: Database, clock: () => number): ClosingOptions {
  return { db, clock, directory: createDirectory(db), alongside: decidePlansAtClose };
}

async function isReady(db: Database): Promise<boolean> {
  try {
    return await isMigrated(db);
  } catch {
    return false;
  }
}

function bytes(file: URL): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(file));
}
