import { mkdir, stat, writeFile } from 'node:fs/promises';
import { LibsqlError } from '@libsql/client';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, midQuarter, send } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aFolder } from '../../test/folder.ts';
import { aFreePort, aListener } from '../../test/listener.ts';
import { aServingProcess, heartProcess } from '../../test/processes.ts';
import { readConfig } from '../config.ts';
import type { Database } from '../database/database.ts';
import { prepareDatabase } from '../database/prepare.ts';
import { startCollector } from './collector.ts';

test('explains in one plain sentence why a database cannot be opened', async () => {
  await using folder = await aFolder();
  await writeFile(folder.file('notes.txt'), 'Thank you\n'.repeat(1000));
  await mkdir(folder.file('folder.db'));
  await using listener = await aListener();
  const proc = process.platform === 'linux' ? [['file:/proc/heart/heart.db', 'its folder cannot be created']] : [];
  const urls = [
    [`file:${folder.file('notes.txt')}/heart.db`, 'a part of its path is not a folder'],
    [`file:${folder.file('notes.txt')}/deeper/heart.db`, 'a part of its path is not a folder'],
    [`file:${folder.file('notes.txt')}`, 'it is not a database'],
    [`file:${folder.file('folder.db')}`, 'it is not a file that can be read and written'],
    ['http://127.0.0.1:1', 'its port is reserved for other services'],
    [`http://127.0.0.1:${await aFreePort()}`, 'nothing is listening there'],
    ...proc,
  ];
  await Promise.all(
    urls.map(async ([url, reason]) => {
      const ended = await heartProcess(['serve'], { DATABASE_URL: url!, PORT: String(listener.port) });
      const err = `The database ${url} cannot be opened: ${reason}.\n`;
      expect.soft(ended, url).toEqual({ code: 1, out: '', err });
    }),
  );
  expect((await folder.files()).toSorted()).toEqual(['folder.db', 'notes.txt']);
});

test('explains in one plain sentence that another program uses the port', async () => {
  await using folder = await aFolder();
  await using listener = await aListener();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, PORT: String(listener.port) };
  expect(await heartProcess(['serve'], env)).toEqual({
    code: 1,
    out: '',
    err: `Port ${listener.port} is in use by another program. Set PORT to a free port.\n`,
  });
  expect(await heartProcess(['serve'], { ...env, HOST: '192.0.2.1' })).toEqual({
    code: 1,
    out: '',
    err: 'HOST 192.0.2.1 is not an address of this computer.\n',
  });
});

/** A collector that loads only the first parts by itself. */
async function aBareCollector() {
  const folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, PORT: '0', RATE_LIMIT: 'off' };
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join('\n'));
  const db = await prepareDatabase(env.DATABASE_URL, () => midQuarter);
  const log = { info: () => {}, error: () => {} };
  const given = { db, config: read.config, clock: () => midQuarter, log, isScheduled: false };
  const { port, load, stop } = await startCollector({ ...given, loadsAfter: 60 * 60_000 });
  return {
    url: `http://127.0.0.1:${port}`,
    db,
    load,
    [Symbol.asyncDispose]: async () => {
      await stop(0);
      db.$client.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const visit = ({ url }: { url: string }, path: string) => fetch(url + path, { redirect: 'manual' });
const statuses = (collector: { url: string }, ...paths: string[]) =>
  Promise.all(paths.map(async (path) => (await visit(collector, path)).status));
/** The elements are stored when the rest is loaded. */
const elements = ({ db }: { db: Database }) => count(db, 'widget_build');

test('answers respondents before the other parts are loaded, while other requests wait', async () => {
  await using collector = await aBareCollector();
  expect(await statuses(collector, '/s/central', '/s/nowhere', '/healthz', '/readyz')).toEqual([200, 404, 200, 200]);
  const page = await (await visit(collector, '/s/central')).text();
  expect((await send(collector, aResponse({ rating: 5 }))).status).toBe(201);
  expect((await send(collector, 'no JSON')).status).toBe(400);
  const asked = {
    method: 'OPTIONS',
    headers: { Origin: 'https://www.example.gov', 'Access-Control-Request-Method': 'POST' },
  };
  const allowed = await fetch(`${collector.url}/api/v1/responses`, asked);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('*');
  const script = /src="(\/assets\/survey-[^"]+)"/.exec(page)![1]!;
  expect(await statuses(collector, script)).toEqual([200]);
  expect([await elements(collector), await count(collector.db, 'response')]).toEqual([0, 1]);

  expect(await statuses(collector, '/console', '/nothing')).toEqual([303, 404]);
  expect(await elements(collector)).toBeGreaterThan(0);
});

test('if the database is unavailable when the rest is loaded, the survey is shown, and the rest is loaded later', async () => {
  await using collector = await aBareCollector();
  const { $client } = collector.db;
  const batch = $client.batch.bind($client);
  $client.batch = () => Promise.reject(new LibsqlError('database or disk is full', 'SQLITE_FULL'));
  expect(await statuses(collector, '/s/central', '/console', '/embed')).toEqual([200, 503, 503]);
  const { headers } = await visit(collector, '/api/v1/departments/cws/quarters');
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(await statuses(collector, '/widget/v1/heart-survey.js')).toEqual([503]);
  await expect(collector.load()).rejects.toThrow('full');
  $client.batch = batch;
  expect(await statuses(collector, '/console', '/embed')).toEqual([303, 200]);
  await collector.load();
});

test('rejects an unknown command or option with a message, and changes nothing', async () => {
  await using folder = await aFolder();
  const command = await heartProcess(['foo'], {}, folder.path);
  expect(command).toMatchObject({ code: 1, out: '' });
  expect(command.err).toMatch(/^Unknown command “foo”\.\n\nheart: the HEART Survey collector\n\n  heart serve\n/);
  const option = await heartProcess(['serve', '--port', '80'], {}, folder.path);
  expect(option).toMatchObject({ code: 1, out: '' });
  expect(option.err).toMatch(/^heart serve: Unknown option '--port'.*\n$/);
  expect(await folder.files()).toEqual([]);
});

test('prints one sentence for any wrong input, with a failing exit code', async () => {
  await using collector = await aCollector();
  const before = await contents(collector.db);
  for (const typed of ['serve-now', 'token', 'token make', 'Serve', '--version', '__proto__', 'now migrate']) {
    const { code, out, err } = await collector.heart(...typed.split(' '));
    expect({ code, out }, typed).toEqual({ code: 1, out: '' });
    expect(err, typed).toMatch(new RegExp(`^Unknown command “${typed}”\\.\n\nheart: `));
  }
  for (const typed of [
    'averages --quarter',
    'averages --json=yes',
    'migrate now',
    'token create --nam x',
    'verify -v',
  ]) {
    const { code, out, err } = await collector.heart(...typed.split(' '));
    expect({ code, out }, typed).toEqual({ code: 1, out: '' });
    expect(err, typed).toMatch(/^heart [a-z ]+: [^\n]+$/);
  }
  for (const quarter of ['2026-08', '2026-7', '2026-13', 'Q1', '']) {
    const { code, out, err } = await collector.heart('averages', '--quarter', quarter);
    expect({ code, out }, quarter).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^\S* ?is not a quarter for Child Welfare Services\. Name a quarter by its first month, such as 2026-07\.$/,
    );
  }
  const { err } = await collector.heart('averages', '--department', 'parks');
  expect(err).toBe('Unknown department parks. Choose one of: cws.');
  expect(await contents(collector.db)).toEqual(before);
});

test('help lists every command, and nothing else happens', async () => {
  await using folder = await aFolder();
  await using collector = await aCollector();
  const { code, out, err } = await heartProcess(['--help'], {}, folder.path);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const name of ['serve', 'migrate', 'token create', 'averages', 'close-quarter', 'export', 'verify', 'demo']) {
    expect(out).toMatch(new RegExp(`^  heart ${name}( \\[.*)?\n      [A-Z].*\\.$`, 'm'));
  }
  for (const typed of [[], ['-h'], ['help'], ['serve', '--help'], ['demo', '-h']]) {
    expect(await collector.heart(...typed)).toEqual({ code: 0, out: out.trimEnd(), err: '' });
  }
  expect(await folder.files()).toEqual([]);
});

test('the first start without settings creates its folder and file, and the next start finds them', async () => {
  await using folder = await aFolder();
  const done = { code: 0, out: 'The database is up to date.\n', err: '' };
  expect(await heartProcess(['migrate'], {}, folder.path)).toEqual(done);
  expect(await folder.files()).toEqual(['data']);
  // Only this account may read people's comments.
  for (const made of ['data', 'data/heart.db']) expect((await stat(folder.file(made))).mode & 0o077, made).toBe(0);
  expect(await heartProcess(['migrate'], {}, folder.path)).toEqual(done);
  const { code, out } = await heartProcess(['averages'], { DATABASE_URL: `file:${folder.file('data/heart.db')}` });
  expect(code).toBe(0);
  for (const name of ['Child Welfare Services', 'Adoptions', 'CCWS', 'North Inland Region'])
    expect(out).toContain(name);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s stops a collector cleanly, with everything that it accepted',
  async (signal) => {
    await using folder = await aFolder();
    const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
    await using collector = await aServingProcess(env);
    expect((await send(collector, aResponse())).status).toBe(201);
    expect(await collector.kill(signal)).toBe(0);
    expect((await heartProcess(['verify'], env)).out).toBe('Recounted 1 responses: every tally agrees.\n');
  },
);
