import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { expect, test, vi } from 'vitest';
import { aResponse, send } from '../test/collector.ts';
import { aFolder } from '../test/folder.ts';
import { aMailServer } from '../test/mail-server.ts';
import { requires } from '../test/requires.ts';
import { aServingProcess, builtCollector, heartProcess } from '../test/processes.ts';
import { aPerson, sendForm } from '../test/staff.ts';
import { openDatabase } from './database/database.ts';
import { version } from './version.ts';

/** The lines as a log shipper reads them: each is JSON. */
const read = (log: string[]) => log.map((line) => JSON.parse(line) as Record<string, unknown>);

/** Removes a table from the running collector's database. */
async function withoutRegions(DATABASE_URL: string): Promise<void> {
  const db = await openDatabase(DATABASE_URL);
  await db.$client.execute('ALTER TABLE region RENAME TO away');
  db.$client.close();
}

test('the first line has the version and settings, the last ones report the stop, and none has a secret', async () => {
  await using folder = await aFolder();
  const secrets = {
    ...{
      SMTP_URL: 'smtp://heart:s3cret-mail@127.0.0.1:1',
      MAIL_FROM: 'survey@example.gov',
      METRICS_TOKEN: 's3cret-metrics-token',
    },
    ...{ OIDC_ISSUER: 'https://id.example.gov', OIDC_CLIENT_ID: 'heart', OIDC_CLIENT_SECRET: 's3cret-oidc' },
    ...{ DATABASE_AUTH_TOKEN: 's3cret-database' },
  };
  await using collector = await aServingProcess({ DATABASE_URL: `file:${folder.file('heart.db')}`, ...secrets });
  expect(await collector.kill('SIGTERM')).toBe(0);
  const lines = read(collector.log);
  expect(lines).toMatchObject([
    { level: 'info', msg: 'started', version, node: process.version, time: expect.stringMatching(/^\d{4}-.*Z$/) },
    { level: 'info', msg: 'stopping', signal: 'SIGTERM' },
    { level: 'info', msg: 'stopped', ms: expect.any(Number) },
  ]);
  expect(lines[0]!['config']).toMatchObject({
    ...{ databaseUrl: `file:${folder.file('heart.db')}`, databaseAuthToken: 'set', metricsToken: 'set' },
    ...{ smtpUrl: 'smtp://127.0.0.1:1', oidc: 'https://id.example.gov', rateLimit: null },
  });
  expect(collector.log.join('\n')).not.toContain('s3cret');
});

test('the log of a failed request has its route, status and duration, and nothing about its sender', async () => {
  await using folder = await aFolder();
  const DATABASE_URL = `file:${folder.file('heart.db')}`;
  await using collector = await aServingProcess({ DATABASE_URL, TRUST_PROXY: '1' });
  await withoutRegions(DATABASE_URL);
  const traces = { 'X-Forwarded-For': '203.0.113.77', 'User-Agent': 'Probe/7', Referer: 'https://mail.example/inbox' };
  const response = aResponse({ comment: 'Thank you, Mrs. Vasquez' });
  const init = { method: 'POST', headers: { ...traces, 'Content-Type': 'application/json' } };
  await fetch(`${collector.url}/api/v1/responses`, { ...init, body: JSON.stringify(response) });
  // A job may fail meanwhile, too.
  const failed = () => read(collector.log).filter(({ msg }) => msg === 'database unavailable');
  await expect.poll(failed).toHaveLength(1);
  // One line per second is enough for an unavailable database.
  await vi.waitFor(async () => {
    const page = await fetch(`${collector.url}/s/central?employee=k9-code`, { headers: traces });
    expect(page.status).toBe(503);
    expect(failed()).toHaveLength(2);
  }, 10_000);
  expect(failed()).toMatchObject([
    { level: 'error', method: 'POST', route: '/api/v1/responses', status: 503 },
    { level: 'error', method: 'GET', route: '/s/:region', status: 503 },
  ]);
  expect(failed()[0]).toMatchObject({
    ms: expect.any(Number),
    err: { code: 'SQLITE_ERROR', stack: expect.any(Array) },
  });
  const all = collector.log.join('\n');
  for (const trace of ['203.0.113', 'Probe', 'mail.example', response.id, 'Vasquez', 'k9-code', 'central']) {
    expect(all, trace).not.toContain(trace);
  }
});

test('logs nothing for successful and rejected requests and for pages', async () => {
  await using folder = await aFolder();
  await using collector = await aServingProcess({ DATABASE_URL: `file:${folder.file('heart.db')}` });
  await send(collector, aResponse());
  await send(collector, {});
  for (const path of ['/s/central', '/s/nowhere', '/nowhere', '/readyz']) await fetch(collector.url + path);
  expect(await collector.kill('SIGTERM')).toBe(0);
  expect(read(collector.log).map(({ msg }) => msg)).toEqual(['started', 'stopping', 'stopped']);
});

test('an email that is refused is logged without its recipient', async () => {
  await using folder = await aFolder();
  await using mail = await aMailServer({ refuses: true });
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' };
  await using collector = await aServingProcess(env);
  const heart = async (...args: string[]) => {
    const ended = await heartProcess(args, { ...env, BASE_URL: collector.url });
    return { ...ended, code: ended.code ?? 1 };
  };
  const { email } = await aPerson({ ...collector, heart }, 'ambassador');
  await sendForm(collector, '/console/forgotten', { email });
  await expect.poll(() => collector.log).toHaveLength(2);
  const err = { code: 'EENVELOPE', responseCode: 550, message: expect.stringContaining('unknown here') };
  expect(read(collector.log)[1]).toMatchObject({ level: 'error', msg: 'email not sent', err });
  expect(collector.log[1]).not.toContain(email);
  expect(collector.log[1]).not.toContain('@example.gov');
});

test('logs a crash without the query that caused it, and ends the collector', async () => {
  await using folder = await aFolder();
  const failing = `process.on('SIGUSR2', () => {
    throw new Error('Failed query: insert into person values (?)\\nparams: jane@example.gov,Vasquez');
  });`;
  await writeFile(folder.file('failing.mjs'), failing);
  await using collector = await aServingProcess({
    DATABASE_URL: `file:${folder.file('heart.db')}`,
    NODE_OPTIONS: `--import=${folder.file('failing.mjs')}`,
  });
  expect(await collector.kill('SIGUSR2')).toBe(1);
  expect(read(collector.log)[1]).toMatchObject({ level: 'error', msg: 'crashed', err: { type: 'Error' } });
  expect(collector.log[1]).not.toMatch(/jane|Vasquez/);
});

test.skipIf(!existsSync('/dev/full'))(
  'a collector keeps running when its log cannot be written',
  requires('Linux'),
  async () => {
    await using folder = await aFolder();
    const DATABASE_URL = `file:${folder.file('heart.db')}`;
    const child = spawn('/bin/sh', ['-c', 'exec "$0" "$1" serve 2>/dev/full', process.execPath, builtCollector], {
      env: { DATABASE_URL, PORT: '0' },
      timeout: 60_000,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const gone = once(child, 'close');
    // Its first log line is lost before it prints that it is listening.
    const [greeting] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const url = `http://127.0.0.1:${/:(\d+)\.$/.exec(greeting)![1]}`;
    const db = await openDatabase(DATABASE_URL);
    await db.$client.execute('ALTER TABLE region RENAME TO away');
    expect((await send({ url }, aResponse())).status).toBe(503);
    await db.$client.execute('ALTER TABLE away RENAME TO region');
    db.$client.close();
    expect((await send({ url }, aResponse())).status).toBe(201);
    child.kill('SIGTERM');
    expect(await gone).toEqual([0, null]);
  },
);
