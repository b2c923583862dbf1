import type { Catalogs } from '@heart-survey/shared/languages/languages';
import type { Context } from 'hono';
import type { WhoIs } from './access/access.ts';
import type { Config } from './config.ts';
import { isUnavailable, type Database } from './database/database.ts';
import { readSecret } from './database/seed.ts';
import { createAddressCheck } from './http/wrong-address.ts';
import { reporter } from './http/report.ts';
import { clientKeys } from './limits/client-address.ts';
import { rateLimit } from './limits/rate-limit.ts';
import type { Logger } from './log.ts';
import { createMeter, type Meter } from './metrics/metrics.ts';
import { createOrganization, readAgency } from './org/org.ts';
import { createTypesetter, type Typesetter } from './reports/reports.ts';
import type { MailTimeouts } from './outbox/outbox.ts';
import { openSigning } from './signing/signing.ts';
import { formatsOffered } from './survey-plans/survey-plans.ts';
import { createPasswordRule, createPasswords, createSignIn, whoIs, type Passwords } from './sign-in/sign-in.ts';
import { newPageId, offerLanguages, type FormatsOffered, type WidgetTexts } from './survey/survey.ts';

/** What the collector needs: everything that differs between a test and a real installation. */
export interface Dependencies {
  /** Migrated and seeded. */
  db: Database;
  config: Config;
  /** Milliseconds since the epoch. */
  clock: () => number;
  log: Logger;
  /** Creates the id of a page view, a UUID. */
  newId?: () => string;
  mailTimeouts?: MailTimeouts;
  /** Collects the metrics. Without it, the app creates its own meter. */
  meter?: Meter;
  /** The script of the survey's element. Without it, the workspace's own build. */
  widget?: Uint8Array<ArrayBuffer>;
  /** The script of the element for results. Without it, the workspace's own build. */
  resultsWidget?: Uint8Array<ArrayBuffer>;
  /** The survey script's texts in other languages. */
  texts?: WidgetTexts;
  /** Every language by its tag. */
  catalogs?: Catalogs;
  /** Makes PDFs. Without it, the app creates its own. */
  typesetter?: Typesetter;
  /** Hashes and checks passwords. Slow by default, so that passwords are hard to guess. */
  passwords?: Passwords;
}

/** What several parts of the app share. */
export type Core = Awaited<ReturnType<typeof createCore>>;

/** Creates what several parts of the app share. */
export async function createCore(dependencies: Dependencies) {
  const { db, config, clock, log, newId = () => newPageId(clock()) } = dependencies;
  const { baseUrl } = config;
  const secret = await readSecret(db);
  const passwordRule = createPasswordRule(config.oidc);
  const access = { db, clock, baseUrl, passwordRule };
  const passwords = dependencies.passwords ?? createPasswords();
  const signingKey = await openSigning({ db, clock, log, file: config.signingKeyFile });
  const signIn = createSignIn({ ...access, secret, passwords });
  const who = whoIs(db, signIn, passwordRule, clock);
  return {
    ...access,
    config,
    log,
    newId,
    secret,
    passwords,
    signIn,
    /** Reads the key to sign with. */
    signingKey,
    whoIs: who,
    ...limitsOf(dependencies, who),
    organization: createOrganization(db),
    agency: () => readAgency(db),
    formatsOffered: formatsReader(db, log),
    languages: offerLanguages(config.languages, dependencies.catalogs),
    addressCheck: createAddressCheck({ ...config, clock, log }),
    report: reporter(log, clock),
    typesetter: dependencies.typesetter ?? createTypesetter(),
    meter:
      dependencies.meter ??
      createMeter({ clock, databaseUrl: config.databaseUrl, isRead: config.metricsToken !== undefined }),
  };
}

/** No page and no answer waits for the formats: if they cannot be read, there are none. */
function formatsReader(db: Database, log: Logger): FormatsOffered {
  return () =>
    formatsOffered(db).catch((err: unknown) => {
      if (!isUnavailable(err)) log.error({ err }, 'survey formats unreadable');
      return new Map();
    });
}

function limitsOf({ config, clock }: Dependencies, whoIs: WhoIs) {
  const clientKey = clientKeys(clock, config.trustProxy);
  const reaches = { customer: clientKey, site: clientKeys(clock, config.trustProxy, 'site') };
  // Storing the response matters more than knowing who is signed in.
  const visitor = (c: Context) => whoIs(c.req.raw.headers).catch(() => undefined);
  return {
    clientKey,
    /** Who sends a response: a hash of the network, and the email address of a signed-in person. */
    sender: async (c: Context) => ({ client: clientKey(c), email: (await visitor(c))?.person.email ?? null }),
    /** Limits responses. */
    limited: rateLimit(reaches, config.rateLimit, clock),
    /** Limits requests that store nothing, such as a change of language: ten times as many as responses. */
    flooded: rateLimit(reaches, config.rateLimit && 10 * config.rateLimit, clock),
  };
}
