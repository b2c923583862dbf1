import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { wrongAddressPage, errorPage } from './console/console.ts';
import { createCore, type Core, type Dependencies } from './core.ts';
import { isUnavailable } from './database/database.ts';
import { gzipped } from './http/gzipped.ts';
import { securityHeaders } from './http/headers.ts';
import { requireOneHost } from './http/one-host.ts';
import { fromOwnPages } from './http/own-pages.ts';
import { unavailable, problem, type Refusal } from './http/problem.ts';
import { closeAfterUnreadBody } from './http/unread-body.ts';
import { watchRequests } from './http/watch.ts';
import { mountIn, zoneOf } from './http/zones.ts';
import { StillBusy } from './limits/few-at-once.ts';
import { messagePage } from './pages/page.ts';
import {
  mountConsole,
  mountFeedback,
  mountOperator,
  mountPublic,
  mountPublished,
  mountResultsApi,
  mountSurvey,
} from './parts.ts';
import { directIntake, headersWhenStored } from './responses/responses.ts';
import { unknownPage } from './survey/survey.ts';

export type { Dependencies } from './core.ts';

/** The collector: one Hono app, and what answers Node's requests with it. */
export interface App {
  hono: Hono;
  listener: RequestListener;
}

export async function createApp(dependencies: Dependencies): Promise<App> {
  const core = await createCore(dependencies);
  const { config, meter } = core;
  const app = new Hono();
  app.use(watchRequests(meter.answered));
  app.use(closeAfterUnreadBody());
  app.use(requireOneHost());
  const secured = securityHeaders({
    frameAncestors: config.frameAncestors,
    https: config.baseUrl.startsWith('https:'),
  });
  app.use(secured);

  const mount = mountIn(app, {
    survey: [gzipped()],
    console: [fromOwnPages(config.baseUrl, (c) => refuseForeign(core, c))],
  });
  const intake = await mountSurvey(core, mount, dependencies);
  mountResultsApi(core, mount);
  mountConsole(core, mount, dependencies);
  mountFeedback(core, mount, dependencies);
  mountPublished(core, mount);
  mountPublic(core, mount, app);
  mountOperator(core, mount);

  app.notFound((c) => refuse(core, c, { status: 404, title: 'There is nothing at this address.' }));
  app.onError((error, c) => {
    if (error instanceof StillBusy) return refuse(core, c, stillBusy, 'still busy');
    core.report(error, c);
    return refuse(core, c, isUnavailable(error) ? unavailable : broken);
  });
  const direct = { ...intake, headers: await headersWhenStored(secured), answered: meter.answered };
  return { hono: app, listener: directIntake(direct, getRequestListener(app.fetch)) };
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
