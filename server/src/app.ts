import type { RequestListener } from 'node:http';
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { getPath } from 'hono/utils/url';
import { wrongAddressPage, errorPage } from './console/console.ts';
import { createCore, type Core, type Dependencies } from './core.ts';
import { isUnavailable } from './database/database.ts';
import { createFirstParts } from './first-parts.ts';
import { gzipped } from './http/gzipped.ts';
import { securityHeaders } from './http/headers.ts';
import { requireOneHost } from './http/one-host.ts';
import { fromOwnPages } from './http/own-pages.ts';
import { unavailable, problem, type Refusal } from './http/problem.ts';
import { closeAfterUnreadBody } from './http/unread-body.ts';
import { watchRequests } from './http/watch.ts';
import { mountIn, zoneOf } from './http/zones.ts';
import { StillBusy } from './limits/few-at-once.ts';
import type { Outbox } from './outbox/outbox.ts';
import { messagePage } from './pages/page.ts';
import { directIntake, headersWhenStored } from './responses/responses.ts';
import { unknownPage } from './survey/survey.ts';

export type { Dependencies } from './core.ts';

/** The request listener, and a function that loads the rest of the collector. */
export interface App {
  listener: RequestListener;
  /**
   * Loads everything. Before that, only the first parts answer; any other request calls it and waits. It rejects while the
   * database is unavailable, and can be called again.
   */
  load: () => Promise<Whole>;
  /** The outbox, once there is one. */
  outbox: () => Outbox | undefined;
}

/** All of the collector. */
interface Whole {
  hono: Hono;
  outbox: Outbox;
}

export async function createApp(dependencies: Dependencies): Promise<App> {
  const core = await createCore(dependencies);
  const secured = securityHeaders({
    frameAncestors: core.config.frameAncestors,
    https: core.config.baseUrl.startsWith('https:'),
  });
  const parts = createFirstParts(core);
  const first = emptyApp(core, secured);
  parts.mount(first.mount);

  let whole: Whole | undefined;
  const load = onceItWorks(async () => {
    const { app, mount } = emptyApp(core, secured);
    parts.mount(mount);
    const { mountParts } = await import('./parts.ts');
    const { outbox } = await mountParts(app, mount, core, dependencies);
    whole = { hono: app, outbox };
    return whole;
  });
  const answer = (request: Request, env: HttpBindings | Http2Bindings): Response | Promise<Response> => {
    if (whole !== undefined) return whole.hono.fetch(request, env);
    if (parts.have(getPath(request))) return first.app.fetch(request, env);
    return load().then(
      ({ hono }) => hono.fetch(request, env),
      (error: unknown) => failing(core, secured, error).fetch(request, env),
    );
  };
  const direct = { ...parts.intake, headers: await headersWhenStored(secured), answered: core.meter.answered };
  return { load, outbox: () => whole?.outbox, listener: directIntake(direct, getRequestListener(answer)) };
}

/** Runs the work once and shares its result. After a failure, the next call runs it again. */
export function onceItWorks<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let working: Promise<Result> | undefined;
  return () => {
    working ??= work().catch((error: unknown) => {
      working = undefined;
      throw error;
    });
    return working;
  };
}

/** An app that has no routes yet, only what all requests have in common. */
function emptyApp(core: Core, secured: MiddlewareHandler) {
  const { config, meter } = core;
  const app = new Hono();
  app.use(watchRequests(meter.answered));
  app.use(closeAfterUnreadBody());
  app.use(requireOneHost());
  app.use(secured);
  const mount = mountIn(app, {
    survey: [gzipped()],
    console: [fromOwnPages(config.baseUrl, (c) => refuseForeign(core, c))],
  });
  app.notFound((c) => refuse(core, c, { status: 404, title: 'There is nothing at this address.' }));
  app.onError((error, c) => {
    if (error instanceof StillBusy) return refuse(core, c, stillBusy, 'still busy');
    core.report(error, c);
    return refuse(core, c, isUnavailable(error) ? unavailable : broken);
  });
  return { app, mount };
}

/** Where the other parts are, unless they are in the zone `public`. */
const otherZones = [
  ['figures', '/api/v1/departments'],
  ['figures', '/.well-known/heart-survey-keys'],
  ['api', '/embed/preview/api'],
  ['console', '/console'],
  ['embed', '/widget'],
  ['results', '/results'],
] as const;

/** Answers that the other parts could not be loaded, for example while the disk is full. */
function failing(core: Core, secured: MiddlewareHandler, error: unknown): Hono {
  const { app, mount } = emptyApp(core, secured);
  for (const [zone, base] of otherZones) mount(zone, base, new Hono());
  app.all('*', () => {
    throw error;
  });
  return app;
}

const broken: Refusal = { status: 500, title: 'Something went wrong on our end.' };
const stillBusy: Refusal = {
  status: 503,
  title: 'Your previous download is still being prepared. Try again in a minute.',
  retryAfter: 60,
};

/** Answers a form that did not come from a console page: the console may be open at another address. */
function refuseForeign({ addressCheck }: Core, c: Context): Response | Promise<Response> {
  const wrongAddress = addressCheck.refused(c);
  // A sign-in link can be opened again at the right address; anything else starts over at the console's home.
  const kept = c.req.path.startsWith('/console/link/') ? c.req.path : undefined;
  return c.html(wrongAddress ? wrongAddressPage(wrongAddress, kept) : errorPage('other page'), 403);
}

/** Responds in the zone's format: a problem document for programs, a page for people. */
function refuse({ languages }: Core, c: Context, refusal: Refusal, why = refusedFor(refusal)) {
  const zone = zoneOf(c);
  if (zone === 'api' || zone === 'figures') return problem(c, refusal);
  const text = languages.choose(c);
  if (refusal.retryAfter !== undefined) c.header('Retry-After', String(refusal.retryAfter));
  if (zone === 'console') return c.html(errorPage(why), refusal.status);
  if (refusal.status === 404) return c.html(unknownPage(text), 404);
  // An empty address is the page itself.
  const again = { href: '', message: text.tryAgain };
  return c.html(messagePage(text, text.brokenTitle, text.broken, again), refusal.status);
}

function refusedFor({ status }: Refusal): Parameters<typeof errorPage>[0] {
  if (status === 404) return 'nothing';
  return status === unavailable.status ? 'unavailable' : 'broken';
}
