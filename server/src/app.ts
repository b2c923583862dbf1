import { readFileSync } from 'node:fs';
import type { Catalogues } from '@heart-survey/shared/languages/languages';
import { Hono, type Context } from 'hono';
import {
  createAttempts,
  createDevices,
  createPasswordRule,
  createPasswords,
  createProvider,
  createSignIn,
  sessionCookie,
  whoIs,
  type Passwords,
} from './sign-in/sign-in.ts';
import { requireReader } from './access/access.ts';
import { openPlansBelowTarget, plansReader } from './action-plans/action-plans.ts';
import { auditRoutes } from './audit-log/audit-log.ts';
import type { Config } from './config.ts';
import { accountRoutes } from './sign-in/account-routes.ts';
import { commentRoutes } from './comments/comments.ts';
import { createConsole, otherNamePage, refusedPage } from './console/console.ts';
import { signInRoutes } from './sign-in/routes.ts';
import { isOutOfOrder, type Database } from './database/database.ts';
import { createReadiness } from './database/readiness.ts';
import { readSecret } from './database/seed.ts';
import { pack, serveAsset } from './http/asset.ts';
import { emailRoutes } from './email/email.ts';
import { directoryRoutes } from './directory/directory.ts';
import { reporter } from './http/report.ts';
import { watchRequests } from './http/watch.ts';
import { clientKeys } from './limits/client-address.ts';
import { StillBusy } from './limits/few-at-once.ts';
import { gzipped } from './http/gzipped.ts';
import { securityHeaders } from './http/headers.ts';
import { requireOneHost } from './http/one-host.ts';
import { openApiRoutes } from './http/openapi.ts';
import { fileBesideCode } from './files.ts';
import { closeAfterUnreadBody } from './http/unread-body.ts';
import { exclusionRoutes } from './flagged/flagged.ts';
import { createNameCheck } from './http/other-name.ts';
import { fromOwnPages } from './http/own-pages.ts';
import { messagePage } from './pages/page.ts';
import { outOfOrder, problem, type Refusal } from './http/problem.ts';
import { rateLimit } from './limits/rate-limit.ts';
import type { Logger } from './log.ts';
import { createMeter, metricsRoutes, type Meter } from './metrics/metrics.ts';
import { emailKinds, outgoingEmail } from './outgoing-email.ts';
import type { Outbox } from './outbox/outbox.ts';
import { formRoutes } from './responses/form-routes.ts';
import { paperRoutes } from './paper/paper.ts';
import { createPaperStore, createRehearsal, createResponseStore } from './responses/responses.ts';
import { intakeRoutes, rehearsalRoutes } from './responses/routes.ts';
import { peopleRoutes } from './people/people.ts';
import { printRoutes } from './print/print.ts';
import { agencyRoutes } from './results/agency-routes.ts';
import { exportRoutes } from './results/export-routes.ts';
import { resultsConsole } from './results/console-routes.ts';
import { resultsRoutes } from './results/routes.ts';
import { signatureRoutes } from './signature/signature.ts';
import { tokenRoutes } from './tokens/tokens.ts';
import { embedRoutes } from './survey/embed-routes.ts';
import { surveyRoutes } from './survey/routes.ts';
import { createDirectory, readAgency } from './org/org.ts';
import { newPageId, offerLanguages, pageScript, unknownPage } from './survey/survey.ts';
import { keepBuild, keepTexts, widgetRoutes, type WidgetTexts } from './survey/widget-builds.ts';

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
  /** Where emails go; without it, the app has one of its own. */
  outbox?: Outbox;
  /** Who measures; without one, the app has its own. */
  meter?: Meter;
  /** The element's script as it is handed out; without it, the workspace's own build. */
  widget?: Uint8Array<ArrayBuffer>;
  /** What that script says in other languages. */
  texts?: WidgetTexts;
  /** Every language that there is, by its tag. */
  catalogues?: Catalogues;
  /** Who makes and checks the hashes of passwords; without one, they are as slow to guess as they have to be. */
  passwords?: Passwords;
}

const bundle = new URL(import.meta.resolve('@heart-survey/widget/bundle'));
const bundleTexts = new URL(import.meta.resolve('@heart-survey/widget/texts'));
const signatureScript = new URL(import.meta.resolve('@heart-survey/widget/signature'));
const hostedPage = new URL(import.meta.resolve('@heart-survey/widget/page'));
const icon = fileBesideCode('http/favicon.svg');
/** What stands before the API's path where answers are only tried out. */
const rehearsal = '/embed/preview';

/**
 * The collector as one Hono app. Hand-offs from one feature to a later one are wired here: a stored response opens an
 * action plan in its own commit.
 */
export async function createApp(dependencies: Dependencies): Promise<Hono> {
  const {
    db,
    config,
    clock,
    log,
    newId = () => newPageId(clock()),
    widget = bytes(bundle),
    texts = read(bundleTexts),
    meter = createMeter({ clock, databaseUrl: config.databaseUrl, isRead: config.metricsToken !== undefined }),
    outbox = outgoingEmail(dependencies, meter.emailFailed),
  } = dependencies;
  const app = new Hono();
  const directory = createDirectory(db);
  const languages = offerLanguages(config.languages, dependencies.catalogues);
  const clients = clientKeys(clock, config.trustProxy);
  const sites = clientKeys(clock, config.trustProxy, 'site');
  const reaches = { customer: clients, site: sites };
  const limited = rateLimit(reaches, config.rateLimit, clock);
  // For requests that store nothing, such as a change of language: ten times as many as responses.
  const flooded = rateLimit(reaches, config.rateLimit && 10 * config.rateLimit, clock);
  const secret = await readSecret(db);
  const report = reporter(log, clock);
  const hosted = pageScript(languages, bytes(hostedPage), config.frameAncestors);
  const { script } = hosted;
  const build = await keepBuild(db, clock, widget);
  const kept = await keepTexts(db, clock, texts, languages);
  const alongside = openPlansBelowTarget;
  const submit = createResponseStore({ db, clock, secret, alongside, watch: meter.writer });

  const passwordRule = createPasswordRule(config.oidc);
  const access = { db, clock, baseUrl: config.baseUrl, passwordRule };
  const passwords = dependencies.passwords ?? createPasswords();
  const signIn = createSignIn({ ...access, secret, passwords });
  const who = whoIs(db, signIn, passwordRule, clock);
  // Where nobody can be known, the answer matters more.
  const visitor = (c: Context) => who(c.req.raw.headers).catch(() => undefined);
  const sender = async (c: Context) => ({ client: clients(c), email: (await visitor(c))?.person.email ?? null });

  const names = createNameCheck({ ...config, clock, log });

  const about = { agency: () => readAgency(db), baseUrl: config.baseUrl };

  app.use(watchRequests(meter.answered));
  app.use(closeAfterUnreadBody());
  app.use(requireOneHost());
  app.use(securityHeaders({ frameAncestors: config.frameAncestors, https: config.baseUrl.startsWith('https:') }));
  app.use('/s/*', gzipped());
  app.use(
    '/console/*',
    fromOwnPages(config.baseUrl, (c) => {
      const name = names.refused(c);
      return c.html(name ? otherNamePage(name, pathToKeep(c)) : refusedPage('other page'), 403);
    }),
  );

  app.route('/', surveyRoutes({ ...about, directory, languages, clock, newId, script }));
  app.route('/', embedRoutes({ ...config, directory, build, rehearsal }));
  const counted = { form: meter.counting('form', submit), api: meter.counting('api', submit) };
  const page = { directory, languages, clock, newId, script };
  app.route('/', formRoutes({ submit: counted.form, sender, limited, flooded, report, ...page }));
  app.route('/', intakeRoutes({ submit: counted.api, sender, limited }));
  app.route(rehearsal, rehearsalRoutes({ submit: createRehearsal({ db, clock }), limited: flooded }));

  app.route(
    '/',
    resultsRoutes({ db, directory, clock, plansOf: plansReader(db), guard: requireReader(db, who, clock) }),
  );
  const staff = createConsole({ db, directory, clock, whoIs: who, names });
  const provider = config.oidc && createProvider({ ...access, secret, log, ...config.oidc });
  const devices = createDevices({ secret, baseUrl: config.baseUrl });
  const doors = {
    ...access,
    signIn,
    passwords,
    whoIs: who,
    outbox,
    provider,
    devices,
    attempts: createAttempts({ clock, clientKey: clients, devices }),
    log,
    names,
  };
  app.route('/', signInRoutes(doors));
  // In the order of the navigation.
  const plansOf = plansReader(db);
  resultsConsole(staff, { db, plansOf });
  agencyRoutes(staff, { db, plansOf });
  exportRoutes(staff, { db, plansOf });
  commentRoutes(staff, { db, outbox });
  exclusionRoutes(staff, { db });
  const store = createPaperStore({ db, secret, alongside });
  paperRoutes(staff, { db, store, languages: config.languages });
  directoryRoutes(staff, access);
  peopleRoutes(staff, { ...access, outbox, provider: provider?.name });
  emailRoutes(staff, { db, outbox, kinds: emailKinds(dependencies) });
  auditRoutes(staff, { db, secret });
  tokenRoutes(staff, access);
  accountRoutes(staff, doors);
  app.route('/', staff.routes);

  app.route('/', widgetRoutes(db, build, kept));
  app.route('/', hosted.routes);
  app.route('/', signatureRoutes({ ...about, directory, languages, clock, script: bytes(signatureScript) }));
  app.route('/', printRoutes({ ...about, directory, languages, clock }));
  app.get(
    '/favicon.svg',
    serveAsset({ file: pack(bytes(icon)), type: 'image/svg+xml', cache: 'public, max-age=86400' }),
  );
  app.route('/', openApiRoutes(app, { baseUrl: config.baseUrl, sessionCookie: sessionCookie(config.baseUrl) }));
  app.route('/', metricsRoutes(meter, config.metricsToken));
  app.get('/healthz', (c) => c.text('ok'));
  const ready = createReadiness(db);
  const soon = { 'Retry-After': String(outOfOrder.retryAfter) };
  app.get('/readyz', async (c) => ((await ready()) ? c.text('ready') : c.text('not ready', 503, soon)));

  const refuse = (c: Context, refusal: Refusal, why: Parameters<typeof refusedPage>[0] = refusedFor(refusal)) => {
    if (['/api/', `${rehearsal}/api/`].some((path) => c.req.path.startsWith(path))) return problem(c, refusal);
    const text = languages.choose(c);
    if (refusal.retryAfter !== undefined) c.header('Retry-After', String(refusal.retryAfter));
    if (c.req.path === '/console' || c.req.path.startsWith('/console/')) {
      return c.html(refusedPage(why), refusal.status);
    }
    if (refusal.status === 404) return c.html(unknownPage(text), 404);
    // An empty address is that of the page itself.
    const again = { href: '', says: text.tryAgain };
    return c.html(messagePage(text, text.brokenTitle, text.broken, again), refusal.status);
  };
  app.notFound((c) => refuse(c, { status: 404, title: 'There is nothing at this address.' }));
  app.onError((error, c) => {
    if (error instanceof StillBusy) return refuse(c, stillBusy, 'still busy');
    report(error, c);
    return refuse(c, isOutOfOrder(error) ? outOfOrder : { status: 500, title: 'Something went wrong on our side.' });
  });
  return app;
}

/** A link for a password is opened again under the right name; whatever else was posted begins at the console's home. */
function pathToKeep({ req }: Context): string | undefined {
  return req.path.startsWith('/console/link/') ? req.path : undefined;
}

const stillBusy: Refusal = {
  status: 503,
  title: 'What you asked for before is still being made. Try again in a minute.',
  retryAfter: 60,
};

function refusedFor({ status }: Refusal) {
  if (status === 404) return 'nothing';
  return status === outOfOrder.status ? 'unavailable' : 'broken';
}

function read(file: URL): WidgetTexts {
  return JSON.parse(readFileSync(file, 'utf8')) as WidgetTexts;
}

function bytes(file: URL): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(file));
}
