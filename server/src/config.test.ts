import { expect, test } from 'vitest';
import { aFolder } from '../test/folder.ts';
import { heartProcess } from '../test/processes.ts';
import { readConfig } from './config.ts';

const messages = {
  port: 'PORT must be a whole number from 0 to 65535.',
  host: 'HOST must name an address to listen on.',
  base: 'BASE_URL must be a web address without a path, such as https://survey.example.gov.',
  database: 'DATABASE_URL must be a file such as file:data/heart.db, or start with libsql://, https:// or http://.',
  signingKey: 'SIGNING_KEY_FILE must be the path of a file, such as data/signing-key.json.',
  proxy: 'TRUST_PROXY must be a whole number from 0 to 10.',
  rate: 'RATE_LIMIT must be off, or the number of responses that one address may send in ten minutes.',
  outOfRange: 'RATE_LIMIT must be a whole number from 1 to 1000000.',
  languages: 'LANGUAGES must be a comma-separated list of these tags: en,es,ar,zh-Hans,zh-Hant,tl,ko,fa,so,vi.',
  noLanguage: 'LANGUAGES must name at least one language, such as en,es.',
  smtp: 'SMTP_URL must be a mail server such as smtp://user:password@mail.example.gov:587.',
  encode:
    'SMTP_URL must look like smtp://user:password@mail.example.gov:587. Percent-encode the other characters of the user and the password: # is %23, @ is %40, / is %2F, ? is %3F, % is %25.',
  from: 'MAIL_FROM must be an email address.',
  localFrom:
    'MAIL_FROM must be your own address, such as HEART Survey <heart-survey@example.gov>. Mail servers reject email from localhost.',
  issuer: 'OIDC_ISSUER must be the web address of the provider, such as https://login.example.gov.',
  metrics: 'METRICS_TOKEN must have at least 16 characters and no spaces.',
  ancestors: 'FRAME_ANCESTORS must be a list of origins such as https://www.example.gov.',
};

const wrong: [name: string, value: string, line: string][] = [
  ...['abc', '99999', '65536', '-1', '80.5', '8787 ', '0x50', '1e3', '٨', '9'.repeat(400)].map(
    (value): [string, string, string] => ['PORT', value, messages.port],
  ),
  ...['foo', '/survey', 'ftp://survey.example.gov', 'https://', 'https://a.example/survey', 'https://a.example?b'].map(
    (value): [string, string, string] => ['BASE_URL', value, messages.base],
  ),
  ...['nonsense', 'data/heart.db', 'file:', 'file:data/', 'postgres://localhost/heart', 'libsql://'].map(
    (value): [string, string, string] => ['DATABASE_URL', value, messages.database],
  ),
  ['SIGNING_KEY_FILE', 'data/', messages.signingKey],
  ...['yes', 'true', '11', '-1'].map((value): [string, string, string] => ['TRUST_PROXY', value, messages.proxy]),
  ...['0', '1000001'].map((value): [string, string, string] => ['RATE_LIMIT', value, messages.outOfRange]),
  ...['x', '-5', '1.5', 'OFF', 'none'].map((value): [string, string, string] => [
    ...(['RATE_LIMIT', value, messages.rate] as const),
  ]),
  ...['!!', 'tlh', 'en,xx', 'EN', '__proto__', 'en;es'].map((value): [string, string, string] => [
    ...(['LANGUAGES', value, messages.languages] as const),
  ]),
  ['LANGUAGES', ' , ', messages.noLanguage],
  ...['foo', '*', "'self'", 'www.example.gov', 'https://a.example/', 'https://a.example/b', 'javascript:alert(1)'].map(
    (value): [string, string, string] => ['FRAME_ANCESTORS', value, messages.ancestors],
  ),
  ['FRAME_ANCESTORS', 'https://a.example, foo', messages.ancestors],
  // An unencoded special character in a password ends the password, the host or the port early.
  ...[
    'smtp://heart:se#cret@mail.example.gov:587',
    'smtp://heart:1#@mail.example.gov:587',
    'smtp://heart:se@cret@mail.example.gov:587',
    'smtp://heart@example.gov:secret@mail.example.gov',
    'smtp://heart:1/secret@mail.example.gov:587',
    'smtp://heart:1?secret@mail.example.gov:587',
    String.raw`smtp://heart:se\cret@mail.example.gov`,
    'smtp://heart:100%sure@mail.example.gov',
    'smtp://heart:two words@mail.example.gov',
    'smtp://mail.example.gov/inbox',
    'smtp://mail.example.gov#587',
    'smtp://mail.example.gov:587:587',
    'smtp://mail.example.gov:99999',
    'smtps://heart:secret@',
  ].map((value): [string, string, string] => ['SMTP_URL', value, messages.encode]),
  ...['mail.example.gov', 'http://mail.example.gov', 'smtp://'].map((value): [string, string, string] => [
    ...(['SMTP_URL', value, messages.smtp] as const),
  ]),
  ['MAIL_FROM', 'heart', messages.from],
  ['MAIL_FROM', 'heart@example.gov\r\nBcc: x@example.gov', messages.from],
  ['OIDC_ISSUER', 'id.example.gov', messages.issuer],
  [
    'OIDC_ISSUER',
    'https://login.example.gov/realms/county/.well-known/openid-configuration',
    'OIDC_ISSUER is https://login.example.gov/realms/county/.well-known/openid-configuration, the address of the provider’s description. It must be the issuer itself. Remove /.well-known and everything after it.',
  ],
  ...[
    'https://user:secret@login.example.gov',
    'https://login.example.gov/?tenant=1',
    'https://login.example.gov/#a',
  ].map((value): [string, string, string] => [
    'OIDC_ISSUER',
    value,
    'OIDC_ISSUER must be an address without a user name, a ? or a #.',
  ]),
  [
    'OIDC_ISSUER',
    'https://login.example.gov/%zz',
    'OIDC_ISSUER has a % in its path that is not part of an encoded character. Write a percent sign as %25.',
  ],
  [
    'OIDC_EMAIL_CLAIM',
    'e mail',
    'OIDC_EMAIL_CLAIM must be the name of a claim, such as email, preferred_username or upn.',
  ],
  ['OIDC_TRUST_EMAIL', 'yes', 'OIDC_TRUST_EMAIL must be true or false.'],
  ['OIDC_ONLY', '1', 'OIDC_ONLY must be true or false.'],
  ['OIDC_BREAK_GLASS', 'admin', 'OIDC_BREAK_GLASS must be an email address.'],
  ['METRICS_TOKEN', 'fifteen-letters', messages.metrics],
  ['METRICS_TOKEN', 'with a space in between', messages.metrics],
];

test.each(wrong)('rejects %s=%s with one clear line', (name, value, line) => {
  expect(readConfig({ [name]: value })).toEqual({ errors: [line] });
});

test('an incomplete provider gives a line for each missing setting', () => {
  const line = (name: string) =>
    `${name} must be set too. Sign-in with a provider needs OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.`;
  expect(readConfig({ OIDC_ISSUER: 'https://login.example.gov' })).toEqual({
    errors: [line('OIDC_CLIENT_ID'), line('OIDC_CLIENT_SECRET')],
  });
  expect(readConfig({ OIDC_CLIENT_ID: 'heart', OIDC_CLIENT_SECRET: 'x' })).toEqual({ errors: [line('OIDC_ISSUER')] });
});

const provider = {
  OIDC_ISSUER: 'https://login.example.gov',
  OIDC_CLIENT_ID: 'heart',
  OIDC_CLIENT_SECRET: 'secret',
};

test('trusts no email addresses from an issuer where anyone can create an account', () => {
  const shared = [
    'https://login.microsoftonline.com/common/v2.0',
    'https://login.microsoftonline.com/organizations/v2.0',
    'https://login.microsoftonline.com/consumers/v2.0',
    'https://login.microsoftonline.com/Common',
    'https://login.microsoftonline.com//common/v2.0',
    'https://LOGIN.microsoftonline.com./%63ommon/v2.0',
    'https://login.microsoftonline.us/organizations/v2.0',
    'https://login.partner.microsoftonline.cn/common/v2.0',
    'https://sts.windows.net/common/',
    'https://login.microsoft.com/common/v2.0',
    'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
    'https://login.microsoftonline.com/{tenantid}/v2.0',
    'https://login.microsoftonline.com',
  ];
  const errors = [expect.stringMatching(/^OIDC_TRUST_EMAIL cannot be used with this OIDC_ISSUER, .*tenant ID/)];
  for (const OIDC_ISSUER of shared) {
    expect(readConfig({ ...provider, OIDC_ISSUER, OIDC_TRUST_EMAIL: 'true' }), OIDC_ISSUER).toEqual({ errors });
    expect(readConfig({ ...provider, OIDC_ISSUER }), OIDC_ISSUER).toHaveProperty('config');
  }
  const OIDC_ISSUER = 'https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0';
  expect(readConfig({ ...provider, OIDC_ISSUER, OIDC_TRUST_EMAIL: 'true' })).toMatchObject({
    config: { oidc: { issuer: OIDC_ISSUER, trustEmail: true, emailClaim: 'email', breakGlass: undefined } },
  });
});

test('rejects settings that need other settings', () => {
  const lines = (env: Record<string, string>) => readConfig(env);
  expect(lines({ ...provider, OIDC_EMAIL_CLAIM: 'upn' })).toEqual({
    errors: ['OIDC_EMAIL_CLAIM=upn needs OIDC_TRUST_EMAIL=true, because a provider confirms only the claim email.'],
  });
  expect(lines({ ...provider, OIDC_ONLY: 'true' })).toEqual({
    errors: [
      'OIDC_ONLY needs OIDC_BREAK_GLASS, the address of an administrator who can use a password when the provider is down.',
    ],
  });
  expect(lines({ ...provider, OIDC_BREAK_GLASS: 'admin@example.gov' })).toEqual({
    errors: ['OIDC_BREAK_GLASS has no effect without OIDC_ONLY=true.'],
  });
  expect(lines({ OIDC_ONLY: 'true', OIDC_BREAK_GLASS: 'admin@example.gov' })).toEqual({
    errors: ['OIDC_ONLY and OIDC_TRUST_EMAIL need a provider. Set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.'],
  });
  expect(lines({ ...provider, OIDC_ONLY: 'true', OIDC_BREAK_GLASS: 'Admin@Example.gov' })).toMatchObject({
    config: { oidc: { breakGlass: 'admin@example.gov' } },
  });
});

test('rejects a localhost sender if there is a mail server', () => {
  const SMTP_URL = 'smtp://mail.example.gov';
  expect(readConfig({ SMTP_URL })).toEqual({ errors: [messages.localFrom] });
  for (const MAIL_FROM of [
    'heart@localhost',
    'HEART <heart@LOCALHOST>',
    'heart@localhost.localdomain',
    'heart@[127.0.0.1]',
    'heart@127.0.0.1',
    'heart@[IPv6:::1]',
  ]) {
    expect(readConfig({ SMTP_URL, MAIL_FROM }), MAIL_FROM).toEqual({ errors: [messages.localFrom] });
    expect(readConfig({ MAIL_FROM }), MAIL_FROM).toHaveProperty('config');
  }
  const MAIL_FROM = 'HEART Survey <heart@localhost.example.gov>';
  expect(readConfig({ SMTP_URL, MAIL_FROM })).toMatchObject({ config: { mailFrom: MAIL_FROM } });
});

test('accepts a mail server with a percent-encoded password, without one, by IP address, and with options', () => {
  const MAIL_FROM = 'heart@example.gov';
  for (const SMTP_URL of [
    'smtp://mail.example.gov',
    'smtp://mail.example.gov/',
    'smtp://relay:25',
    'smtp://127.0.0.1:2525',
    'smtps://heart%40example.gov:se%23cr%2Fet%3F@mail.example.gov:465',
    'smtp://heart:a:b@mail.example.gov',
    'smtp://[2001:db8::1]:25',
    'smtp://mail.example.gov:587?name=survey.example.gov&requireTLS=true',
  ])
    expect(readConfig({ SMTP_URL, MAIL_FROM }), SMTP_URL).toMatchObject({ config: { smtpUrl: SMTP_URL } });
});

test('reports several problems with one line each', () => {
  const all = {
    ...{ PORT: 'abc', BASE_URL: 'foo', DATABASE_URL: 'nonsense', TRUST_PROXY: 'yes', RATE_LIMIT: 'x' },
    ...{ LANGUAGES: '!!', FRAME_ANCESTORS: 'foo' },
  };
  const { port, base, database, proxy, rate, languages, ancestors } = messages;
  expect(readConfig(all)).toEqual({ errors: [port, base, database, proxy, rate, languages, ancestors] });
});

test('uses the defaults of a local collector for an empty environment', () => {
  const defaults = {
    port: 8787,
    host: '127.0.0.1',
    baseUrl: 'http://localhost:8787',
    databaseUrl: 'file:data/heart.db',
    signingKeyFile: 'data/signing-key.json',
    databaseAuthToken: undefined,
    moveAuthToken: undefined,
    trustProxy: 0,
    rateLimit: 120,
    languages: ['en', 'es'],
    frameAncestors: [],
    smtpUrl: undefined,
    mailFrom: 'HEART Survey <heart-survey@localhost>',
    backupFolder: undefined,
    backupKeep: 14,
    oidc: undefined,
    metricsToken: undefined,
    hasSocket: false,
  };
  expect(readConfig({})).toEqual({ config: defaults });
  const empty = Object.fromEntries(['PORT', 'HOST', 'BASE_URL', 'RATE_LIMIT', 'LANGUAGES'].map((name) => [name, '']));
  expect(readConfig({ ...empty, UNKNOWN: 'x', DATABASE_URL: undefined })).toEqual({ config: defaults });
  for (const [DATABASE_URL, signingKeyFile] of [
    ['file:/var/lib/heart-survey/heart.db', '/var/lib/heart-survey/signing-key.json'],
    ['file:heart.db', 'signing-key.json'],
    ['https://db.example.gov', 'data/signing-key.json'],
  ]) {
    expect(readConfig({ DATABASE_URL })).toMatchObject({ config: { signingKeyFile } });
  }
  expect(readConfig({ PORT: '9000' })).toMatchObject({ config: { baseUrl: 'http://localhost:9000' } });
});

test('reads every setting', () => {
  const set = {
    ...{ PORT: '0', HOST: '0.0.0.0', BASE_URL: 'https://survey.example.gov/', RATE_LIMIT: 'off', TRUST_PROXY: '2' },
    ...{ DATABASE_URL: 'libsql://heart.example.gov', DATABASE_AUTH_TOKEN: 'secret', LANGUAGES: 'es, en' },
    FRAME_ANCESTORS: 'https://www.example.gov  http://intranet:8080',
    ...{ SMTP_URL: 'smtps://user:secret@mail.example.gov:465', MAIL_FROM: 'HEART <heart@example.gov>' },
    ...{
      OIDC_ISSUER: 'https://id.example.gov',
      OIDC_CLIENT_ID: 'heart',
      OIDC_CLIENT_SECRET: 's',
      OIDC_NAME: 'County ID',
    },
    METRICS_TOKEN: '0123456789abcdef',
    SIGNING_KEY_FILE: '/etc/heart/signing-key.json',
    ...{ LISTEN_FDS: '1', LISTEN_PID: String(process.pid) },
  };
  expect(readConfig(set)).toEqual({
    config: {
      ...{ port: 0, host: '0.0.0.0', baseUrl: 'https://survey.example.gov', rateLimit: null, trustProxy: 2 },
      signingKeyFile: '/etc/heart/signing-key.json',
      ...{ databaseUrl: 'libsql://heart.example.gov', databaseAuthToken: 'secret', languages: ['es', 'en'] },
      frameAncestors: ['https://www.example.gov', 'http://intranet:8080'],
      ...{ smtpUrl: 'smtps://user:secret@mail.example.gov:465', mailFrom: 'HEART <heart@example.gov>' },
      backupFolder: undefined,
      backupKeep: 14,
      oidc: {
        issuer: 'https://id.example.gov',
        clientId: 'heart',
        clientSecret: 's',
        name: 'County ID',
        emailClaim: 'email',
        trustEmail: false,
        breakGlass: undefined,
      },
      metricsToken: '0123456789abcdef',
      hasSocket: true,
    },
  });
});

test('refuses to start with a wrong value, in one plain line', async () => {
  await using folder = await aFolder();
  const environments: [env: Record<string, string>, ...lines: string[]][] = [
    [{ DATABASE_URL: 'nonsense' }, messages.database],
    [{ PORT: 'abc' }, messages.port],
    [{ PORT: '99999' }, messages.port],
    [{ RATE_LIMIT: 'x' }, messages.rate],
    [{ BASE_URL: 'foo' }, messages.base],
    [{ LANGUAGES: '!!' }, messages.languages],
    [{ FRAME_ANCESTORS: 'foo' }, messages.ancestors],
    [
      { FRAME_ANCESTORS: 'foo', DATABASE_URL: 'nonsense', PORT: '99999' },
      messages.port,
      messages.database,
      messages.ancestors,
    ],
  ];
  await Promise.all(
    environments.map(async ([env, ...lines]) => {
      const ended = await heartProcess(['serve'], env, folder.path);
      expect
        .soft(ended, JSON.stringify(env))
        .toEqual({ code: 1, out: '', err: lines.map((line) => `${line}\n`).join('') });
    }),
  );
  expect(await folder.files()).toEqual([]);
});

test('ignores a socket that was passed to another program', () => {
  expect(readConfig({ LISTEN_FDS: '1', LISTEN_PID: String(process.ppid) })).toMatchObject({
    config: { hasSocket: false },
  });
  expect(readConfig({ LISTEN_FDS: '1' })).toMatchObject({ config: { hasSocket: false } });
});
