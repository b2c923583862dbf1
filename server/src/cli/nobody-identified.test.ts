import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { aForm, encoded, formType } from '../../test/bad-forms.ts';
import { aResponse } from '../../test/collector.ts';
import { aFolder } from '../../test/folder.ts';
import { aFreePort } from '../../test/listener.ts';
import { builtCollector, heartProcess } from '../../test/processes.ts';
import { sendBytes } from '../../test/raw-socket.ts';
import { cookiesOf, fromConsole, sendForm } from '../../test/staff.ts';
import { openDatabase } from '../database/database.ts';
import { outbox } from '../database/schema.ts';

/** What a request reveals about its sender. None of it may be stored or logged anywhere. */
const addresses = ['203.0.113.77', '2001:db8:77:88::9'];
const telltale = {
  'User-Agent': 'Telltale/7.7 (Pocket Calculator)',
  Referer: 'https://telltale-referrer.example/ward/12?case=4711',
  Origin: 'https://telltale-origin.example',
  'X-Real-IP': '198.51.100.77',
  Forwarded: 'for=192.0.2.177',
};
const headersFrom = (address: string) => ({ ...telltale, 'X-Forwarded-For': `192.0.2.99, ${address}` });

const traces = [
  ...addresses,
  '2001:db8:77:88',
  '2001:0db8',
  '198.51.100.77',
  '192.0.2.177',
  '192.0.2.99',
  '127.0.0.1',
  '::ffff:',
  'Telltale',
  'Pocket Calculator',
  'telltale-referrer',
  'telltale-origin',
  'case=4711',
  // An address can be found from a hash without a key by trying all addresses.
  ...[...addresses, '127.0.0.1'].flatMap((address) =>
    (['md5', 'sha1', 'sha256'] as const).flatMap((name) => [hash(name, address), hash(name, address, 'base64')]),
  ),
];
const comment = 'Thank you for the umbrella 0815';

/** A collector in its own process that writes all its output into a file in that folder. */
async function aLoggedCollector(folder: string) {
  const port = await aFreePort();
  const env = {
    DATABASE_URL: `file:${folder}/heart.db`,
    PORT: String(port),
    BASE_URL: `http://localhost:${port}`,
    TRUST_PROXY: '1',
    RATE_LIMIT: '12',
  };
  const log = openSync(join(folder, 'output.log'), 'a');
  const child = spawn(process.execPath, [builtCollector, 'serve'], { env, cwd: folder, stdio: ['ignore', log, log] });
  const gone = once(child, 'close');
  // By its configured name: another one would show up in the log.
  const url = env.BASE_URL;
  await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), {
    timeout: 40_000,
    interval: 50,
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
  };
  return { url, env, stop, [Symbol.asyncDispose]: stop };
}
type Logged = Awaited<ReturnType<typeof aLoggedCollector>>;

/**
 * Uses every endpoint from that address: accepted, refused, rate-limited, redirected, and while something is broken.
 */
async function useEveryEndpoint({ url, env }: Logged, address: string): Promise<Set<number>> {
  const statuses = new Set<number>();
  const headers = headersFrom(address);
  const ask = async (path: string, init: { method?: string; headers?: object; body?: string } = {}) => {
    const given = { ...headers, ...init.headers } as Record<string, string>;
    const answer = await fetch(url + path, { ...init, headers: given, redirect: 'manual' });
    await answer.arrayBuffer();
    statuses.add(answer.status);
  };
  const json = (body: unknown) => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  });
  const form = (fields: Record<string, string>) => ({
    method: 'POST',
    body: encoded(fields),
    headers: { 'Content-Type': formType },
  });
  const everywhere = async () => {
    const good = aResponse({ comment, channel: 'embed', employee: 'k7', language: 'tlh' });
    for (const body of [good, good, { ...good, comment: 'another' }, {}, aResponse({ region: 'nowhere' })]) {
      await ask('/api/v1/responses', json(body));
    }
    await ask('/s/central', form(aForm({ comment })));
    await ask('/s/central', form(aForm({ respect: '7' })));
    await ask('/s/central', json({}));
    await ask('/feedback', form({ text: comment, office: 'central' }));
    await ask('/feedback', json({ id: randomUUID(), text: comment }));
    await ask('/case', form({ reference: '7KQ4-X2MD', receipt: '0123 4567 8901 2345', message: comment }));
    for (const path of ['/', '/s/central?employee=k7', '/nowhere', '/api/v1/nowhere', '/embed', '/signature'])
      await ask(path);
    await ask('/api/v1/departments/cws/quarters/2026-07', { headers: { Authorization: 'Bearer nonsense' } });
    await ask('/console/link/made-up');
    await ask('/console');
  };
  await everywhere();

  const { out } = await heartProcess(
    ['person', 'add', '--email', `${address.length}@example.gov`, '--role', 'ambassador', '--department', 'cws'],
    env,
  );
  const secret = { password: 'correct horse battery staple', again: 'correct horse battery staple' };
  const from = { ...headers, ...fromConsole };
  await sendForm({ url }, new URL(out.trim()).pathname, secret, from);
  const email = `${address.length}@example.gov`;
  statuses.add((await sendForm({ url }, '/console/sign-in', { email, password: 'wrong' }, from)).status);
  const signedIn = await sendForm({ url }, '/console/sign-in', { email, password: secret.password }, from);
  const cookie = cookiesOf(signedIn);
  for (const path of ['', '/departments/cws/comments', '/departments/cws/quarters/2026-07/responses.csv', '/tokens']) {
    await ask(`/console${path}`, { headers: { cookie } });
  }
  await sendForm({ url }, '/console/tokens', { name: 'Reporting', scope: 'averages' }, { ...from, cookie });
  await sendForm({ url }, '/console/forgotten', { email }, from);
  await sendBytes({ url }, `BREW / HTTP/1.1\r\nHost: x\r\nUser-Agent: ${telltale['User-Agent']}\r\n\r\n`);

  const db = await openDatabase(env.DATABASE_URL);
  const broken = async (sql: string, ...repairs: string[]) => {
    await db.$client.execute(sql);
    await everywhere();
    await ask('/console/departments/cws/comments', { headers: { cookie } });
    for (const repair of repairs) await db.$client.execute(repair);
  };
  const mars = "INSERT INTO department (slug, name, zone, first_month) VALUES ('mars', 'Mars', 'Mars/Olympus', 7)";
  await broken(mars, "DELETE FROM desk WHERE slug = 'mars-desk'", "DELETE FROM department WHERE slug = 'mars'");
  await broken('ALTER TABLE region RENAME TO away', 'ALTER TABLE away RENAME TO region');
  db.$client.close();
  for (let sent = 0; sent < 13; sent++) await ask('/api/v1/responses', json(aResponse()));
  statuses.add((await sendForm({ url }, '/console/sign-out', {}, { ...from, cookie })).status);
  return statuses;
}

/** Every file in the folder and its subfolders, as bytes. */
async function filesBelow(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const read = files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'latin1')] as const);
  return new Map(await Promise.all(read));
}

/** The greeting and the first log line contain the configured listening address. */
const withoutGreeting = (text: string) =>
  text.replace(/^HEART Survey is listening on .*$/m, '').replace(/^.*"msg":"started".*$/m, '');

function expectNoTrace(files: Map<string, string>): void {
  for (const [file, bytes] of files) {
    const text = withoutGreeting(bytes).toLowerCase();
    // Some programs write text with two bytes per character.
    const found = traces.filter((trace) =>
      [trace, trace.split('').join('\0')].some((form) => text.includes(form.toLowerCase())),
    );
    expect.soft(found, file).toEqual([]);
  }
}

test('nothing that the collector stores or logs reveals who sent a response, from where, or with what browser', async () => {
  await using folder = await aFolder();
  await using collector = await aLoggedCollector(folder.path);
  const statuses = new Set<number>();
  for (const address of addresses) {
    for (const status of await useEveryEndpoint(collector, address)) statuses.add(status);
  }
  // Each kind of answer was given, with everything that it writes.
  for (const status of [200, 201, 303, 400, 401, 404, 409, 415, 429, 500, 503]) expect(statuses).toContain(status);
  const running = await filesBelow(folder.path);
  expect([...running.keys()]).toEqual(expect.arrayContaining(['heart.db', 'heart.db-wal', 'output.log']));
  const db = await openDatabase(collector.env.DATABASE_URL);
  // An email for each address that asked for a new password.
  expect(await db.$count(outbox)).toBe(addresses.length);
  db.$client.close();
  expect(running.get('output.log')).toContain('"level":"error"');
  expect([...running.values()].join('')).toContain(comment);
  expectNoTrace(running);
  await collector.stop();
  expectNoTrace(await filesBelow(folder.path));
}, 120_000);
