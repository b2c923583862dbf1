import { dirname, join } from 'node:path';
import { catalogs, isLanguage } from '@heart-survey/shared/languages/languages';
import * as v from 'valibot';
import { fileOf } from './database/database.ts';
import { mailEntries, mailErrors } from './outbox/outbox.ts';
import { oidcEntries, oidcErrors, oidcOf, type OidcSettings } from './sign-in/provider-settings.ts';

/** The settings from the environment, read once at startup. */
export interface Config {
  port: number;
  host: string;
  /** The address where customers reach the collector, without a trailing slash. */
  baseUrl: string;
  databaseUrl: string;
  databaseAuthToken: string | undefined;
  /** The token of the server that `heart move` copies to. */
  moveAuthToken: string | undefined;
  /** The path of the file with the key that signs submissions. */
  signingKeyFile: string;
  /** How many proxies are in front of the collector and trusted to report a client's address. */
  trustProxy: number;
  /** Responses per client address in ten minutes. Null means no limit. */
  rateLimit: number | null;
  /** BCP 47 tags of the offered languages, the default first. */
  languages: string[];
  /** Origins that may show the survey page in a frame. */
  frameAncestors: string[];
  /** The mail server. Without one, emails stay in the outbox as drafts. */
  smtpUrl: string | undefined;
  /** Who emails come from. */
  mailFrom: string;
  /** The folder for daily backups. Without it, none are made. */
  backupFolder: string | undefined;
  /** How many backups are kept. */
  backupKeep: number;
  /** An OpenID Connect provider that staff may sign in with. */
  oidc: OidcSettings | undefined;
  /** The token for `/metrics`. Without it, that page does not exist. */
  metricsToken: string | undefined;
  /** Whether the system passes on a listening socket, as systemd does. */
  hasSocket: boolean;
}

const wholeNumber = (name: string, min: number, max: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,9}$/, `${name} must be a whole number from ${min} to ${max}.`),
    v.transform(Number),
    v.minValue(min, `${name} must be a whole number from ${min} to ${max}.`),
    v.maxValue(max, `${name} must be a whole number from ${min} to ${max}.`),
  );

const list = v.pipe(
  v.string(),
  v.transform((text) => text.split(/[\s,]+/).filter((part) => part !== '')),
);

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;
const isSite = (text: string) => URL.canParse(text) && /^https?:\/\/[^/?#]+\/?$/i.test(text);

const environment = v.object({
  PORT: v.optional(wholeNumber('PORT', 0, 65_535), '8787'),
  HOST: v.optional(v.pipe(v.string(), v.nonEmpty('HOST must name an address to listen on.')), '127.0.0.1'),
  BASE_URL: v.optional(
    v.pipe(
      v.string(),
      v.check(isSite, 'BASE_URL must be a web address without a path, such as https://survey.example.gov.'),
      v.transform((url) => new URL(url).origin),
    ),
  ),
  DATABASE_URL: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^(file:(?!.*:memory:).*[^/]|(libsql|https?|wss?):\/\/.+)$/,
        'DATABASE_URL must be a file such as file:data/heart.db, or start with libsql://, https:// or http://.',
      ),
    ),
    'file:data/heart.db',
  ),
  DATABASE_AUTH_TOKEN: v.optional(v.string()),
  MOVE_AUTH_TOKEN: v.optional(v.string()),
  SIGNING_KEY_FILE: v.optional(
    v.pipe(v.string(), v.regex(/[^/]$/, 'SIGNING_KEY_FILE must be the path of a file, such as data/signing-key.json.')),
  ),
  TRUST_PROXY: v.optional(wholeNumber('TRUST_PROXY', 0, 10), '0'),
  RATE_LIMIT: v.optional(
    v.union(
      [
        v.pipe(
          v.literal('off'),
          v.transform(() => null),
        ),
        wholeNumber('RATE_LIMIT', 1, 1_000_000),
      ],
      () => 'RATE_LIMIT must be off, or the number of responses that one address may send in ten minutes.',
    ),
    '120',
  ),
  LANGUAGES: v.optional(
    v.pipe(
      list,
      v.transform((tags) => [...new Set(tags)]),
      v.minLength(1, 'LANGUAGES must name at least one language, such as en,es.'),
      v.check(
        (tags) => tags.every(isLanguage),
        `LANGUAGES must be a comma-separated list of these tags: ${Object.keys(catalogs).join(',')}.`,
      ),
    ),
    'en,es',
  ),
  FRAME_ANCESTORS: v.optional(
    v.pipe(
      list,
      v.check(
        (origins) => origins.every(isOrigin),
        'FRAME_ANCESTORS must be a list of origins such as https://www.example.gov.',
      ),
    ),
    '',
  ),
  ...mailEntries,
  BACKUP_FOLDER: v.optional(v.string()),
  BACKUP_KEEP: v.optional(wholeNumber('BACKUP_KEEP', 1, 1000), '14'),
  ...oidcEntries,
  METRICS_TOKEN: v.optional(
    v.pipe(v.string(), v.regex(/^[\x21-\x7E]{16,}$/, 'METRICS_TOKEN must have at least 16 characters and no spaces.')),
  ),
  LISTEN_FDS: v.optional(v.string()),
  LISTEN_PID: v.optional(v.string()),
});

/** The names of all variables that are read. */
export const environmentNames: string[] = Object.keys(environment.entries);

/** The configuration, or one clear line for each mistake. An empty variable counts as not set. */
export function readConfig(env: Record<string, string | undefined>): { config: Config } | { errors: string[] } {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = v.safeParse(environment, given);
  if (!result.success) {
    // The first problem of a value is enough.
    const first = new Map(result.issues.toReversed().map((issue) => [v.getDotPath(issue), issue.message]));
    return { errors: [...first.values()].toReversed() };
  }
  const read = result.output;
  const errors = [...oidcErrors(read), ...mailErrors(read)];
  if (errors.length > 0) return { errors };
  if (read.BACKUP_FOLDER !== undefined && !read.DATABASE_URL.startsWith('file:')) {
    return {
      errors: ['BACKUP_FOLDER works only with a database file. Back up a database server with its own tools.'],
    };
  }
  return {
    config: {
      port: read.PORT,
      host: read.HOST,
      baseUrl: read.BASE_URL ?? `http://localhost:${read.PORT}`,
      databaseUrl: read.DATABASE_URL,
      databaseAuthToken: read.DATABASE_AUTH_TOKEN,
      moveAuthToken: read.MOVE_AUTH_TOKEN,
      signingKeyFile: read.SIGNING_KEY_FILE ?? join(folderOf(read.DATABASE_URL), 'signing-key.json'),
      trustProxy: read.TRUST_PROXY,
      rateLimit: read.RATE_LIMIT,
      languages: read.LANGUAGES,
      frameAncestors: read.FRAME_ANCESTORS,
      smtpUrl: read.SMTP_URL,
      mailFrom: read.MAIL_FROM,
      backupFolder: read.BACKUP_FOLDER,
      backupKeep: read.BACKUP_KEEP,
      oidc: oidcOf(read),
      metricsToken: read.METRICS_TOKEN,
      // systemd sets both. A child process inherits the variables but not the socket.
      hasSocket: read.LISTEN_FDS === '1' && read.LISTEN_PID === String(process.pid),
    },
  };
}

/** The folder of a database file; for a server, that of the default database. */
function folderOf(databaseUrl: string): string {
  const file = fileOf(databaseUrl);
  return file === undefined ? 'data' : dirname(file);
}
