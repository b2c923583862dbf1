import { catalogues, isLanguage } from '@heart-survey/shared/languages/languages';
import * as v from 'valibot';
import { mailEntries, mailMistakes } from './outbox/outbox.ts';
import { oidcEntries, oidcMistakes, oidcOf, type OidcSettings } from './sign-in/provider-settings.ts';

/** What the environment says, read once at the start. */
export interface Config {
  port: number;
  host: string;
  /** Where customers reach the collector, without a slash at the end. */
  baseUrl: string;
  databaseUrl: string;
  databaseAuthToken: string | undefined;
  /** The token of the server to which `heart move` copies. */
  moveAuthToken: string | undefined;
  /** How many proxies stand before the collector and may be believed about a client's address. */
  trustProxy: number;
  /** Responses per client address in ten minutes, or null where nothing is limited. */
  rateLimit: number | null;
  /** BCP 47 tags of the languages offered, the first one being the default. */
  languages: string[];
  /** Origins that may show the survey page in a frame. */
  frameAncestors: string[];
  /** The mail server; without one, emails stay in the outbox as drafts. */
  smtpUrl: string | undefined;
  /** Who emails come from. */
  mailFrom: string;
  /** Where a backup is put each day; without it none is made. */
  backupFolder: string | undefined;
  /** How many of them are kept. */
  backupKeep: number;
  /** An OpenID Connect provider that staff may sign in with. */
  oidc: OidcSettings | undefined;
  /** What opens `/metrics`; without it there is no such page. */
  metricsToken: string | undefined;
  /** Whether the system hands over a socket that listens already, as systemd does. */
  hasSocket: boolean;
}

const wholeNumber = (name: string, least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,9}$/, `${name} must be a whole number from ${least} to ${most}.`),
    v.transform(Number),
    v.minValue(least, `${name} must be a whole number from ${least} to ${most}.`),
    v.maxValue(most, `${name} must be a whole number from ${least} to ${most}.`),
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
        'DATABASE_URL must be a file such as file:data/heart.db, or begin with libsql://, https:// or http://.',
      ),
    ),
    'file:data/heart.db',
  ),
  DATABASE_AUTH_TOKEN: v.optional(v.string()),
  MOVE_AUTH_TOKEN: v.optional(v.string()),
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
      () => 'RATE_LIMIT must be off, or how many responses one address may send in ten minutes.',
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
        `LANGUAGES must be tags of languages that there are, with commas between: ${Object.keys(catalogues).join(',')}.`,
      ),
    ),
    'en,es',
  ),
  FRAME_ANCESTORS: v.optional(
    v.pipe(
      list,
      v.check((origins) => origins.every(isOrigin), 'FRAME_ANCESTORS must be origins such as https://www.example.gov.'),
    ),
    '',
  ),
  ...mailEntries,
  BACKUP_FOLDER: v.optional(v.string()),
  BACKUP_KEEP: v.optional(wholeNumber('BACKUP_KEEP', 1, 1000), '14'),
  ...oidcEntries,
  METRICS_TOKEN: v.optional(
    v.pipe(v.string(), v.regex(/^[\x21-\x7E]{16,}$/, 'METRICS_TOKEN must be at least 16 characters without a space.')),
  ),
  LISTEN_FDS: v.optional(v.string()),
  LISTEN_PID: v.optional(v.string()),
});

/** Every variable that is read. */
export const environmentNames: string[] = Object.keys(environment.entries);

/** The configuration, or one clear line for each mistake. An empty variable counts as not set. */
export function readConfig(env: Record<string, string | undefined>): { config: Config } | { mistakes: string[] } {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = v.safeParse(environment, given);
  if (!result.success) {
    // Of a value's mistakes the first says it all.
    const first = new Map(result.issues.toReversed().map((issue) => [v.getDotPath(issue), issue.message]));
    return { mistakes: [...first.values()].toReversed() };
  }
  const read = result.output;
  const mistakes = [...oidcMistakes(read), ...mailMistakes(read)];
  if (mistakes.length > 0) return { mistakes };
  if (read.BACKUP_FOLDER !== undefined && !read.DATABASE_URL.startsWith('file:')) {
    return {
      mistakes: ['BACKUP_FOLDER is for a database that is a file: back a server’s up with what the server offers.'],
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
      // Both are said by systemd; a program that this one starts inherits the words and not the socket.
      hasSocket: read.LISTEN_FDS === '1' && read.LISTEN_PID === String(process.pid),
    },
  };
}
