import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { aCollector, aResponse, count } from '../../test/collector.ts';
import { aFolder } from '../../test/folder.ts';
import { aFreePort } from '../../test/listener.ts';
import { askMetrics, metricsToken } from '../../test/metrics.ts';
import { requires } from '../../test/requires.ts';
import { aServingProcess } from '../../test/processes.ts';

// Tests the proxy configuration that operators copy, in a real nginx where one is installed.
const nginx = '/usr/sbin/nginx';
const openssl = '/usr/bin/openssl';
const hasNginx = existsSync(nginx) && existsSync(openssl);
const host = 'survey.example.gov';
const example = new URL('../../../deploy/nginx.conf', import.meta.url);

interface Asked {
  body?: object;
  headers?: Record<string, string>;
}

/** nginx with deploy/nginx.conf, changed only in ports, files and the collectors' addresses. */
async function anNginx(...collectors: { url: string }[]) {
  const folder = await aFolder();
  const [port, plain] = [await aFreePort(), await aFreePort()];
  const files = ['-keyout', folder.file('key.pem'), '-out', folder.file('cert.pem')];
  execFileSync(openssl, ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${host}`, ...files], {
    stdio: 'ignore',
  });
  const replaced: [RegExp, string][] = [
    [/server 127\.0\.0\.1:8787;/, collectors.map(({ url }) => `server ${new URL(url).host};`).join('\n')],
    [/listen 80;/, `listen 127.0.0.1:${plain};`],
    [/listen 443 /, `listen 127.0.0.1:${port} `],
    // Some test machines have no IPv6.
    [/listen \[::\]:80;/, ''],
    [/listen \[::\]:443 [^;]+;/, ''],
    [/ssl_certificate +[^;]+;/, `ssl_certificate ${folder.file('cert.pem')};`],
    [/ssl_certificate_key +[^;]+;/, `ssl_certificate_key ${folder.file('key.pem')};`],
    [/access_log \/[^ ]+/, `access_log ${folder.file('access.log')}`],
  ];
  const server = replaced.reduce(
    (conf, [pattern, value]) => {
      expect(conf).toMatch(pattern);
      return conf.replace(pattern, value);
    },
    await readFile(example, 'utf8'),
  );
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const temporary = kinds.map((kind) => `${kind}_temp_path ${folder.file(kind)};`).join('\n');
  const around = `daemon off; master_process off; pid ${folder.file('pid')};\nevents {}\nhttp {\n${temporary}\n`;
  // Every log that is kept is checked.
  const logged = server.replaceAll(/error_log (?!\/dev\/null )\S+/g, `error_log ${folder.file('error.log')}`);
  await writeFile(folder.file('nginx.conf'), `${around}${logged}}\n`);
  const child = spawn(nginx, ['-e', folder.file('start.log'), '-c', folder.file('nginx.conf')], { stdio: 'ignore' });
  const gone = once(child, 'close');
  const ask = async (path: string, { body, headers }: Asked = {}) => {
    const asking = request({
      host: '127.0.0.1',
      port,
      path,
      servername: host,
      rejectUnauthorized: false,
      agent: false,
      method: body ? 'POST' : 'GET',
      headers: { Host: host, ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers },
    });
    asking.end(body && JSON.stringify(body));
    const [answer] = await once(asking, 'response');
    return { status: answer.statusCode as number, raw: answer.rawHeaders as string[], body: await text(answer) };
  };
  await vi.waitFor(() => ask('/healthz'), 10_000);
  return {
    plain: `http://127.0.0.1:${plain}`,
    ask,
    post: (headers: Record<string, string> = {}) => ask('/api/v1/responses', { headers, body: aResponse() }),
    logs: async () => {
      const names = (await folder.files()).filter((name) => name.endsWith('.log'));
      return (await Promise.all(names.map((name) => readFile(folder.file(name), 'utf8')))).join('');
    },
    /** From now on it cannot buffer request bodies, as with a full disk. */
    loseTemporary: () => rm(folder.file('client_body'), { recursive: true }),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await gone;
      await folder[Symbol.asyncDispose]();
    },
  };
}

const all = (raw: string[], name: string) => raw.filter((_, at) => at % 2 === 1 && raw[at - 1]!.toLowerCase() === name);

test.skipIf(!hasNginx)(
  'serves the survey over TLS behind deploy/nginx.conf, with each header once',
  requires('nginx and openssl'),
  async () => {
    await using collector = await aCollector({ BASE_URL: `https://${host}`, METRICS_TOKEN: metricsToken });
    await using proxy = await anNginx(collector);
    const page = await proxy.ask('/s/central');
    expect(page.status).toBe(200);
    expect(all(page.raw, 'strict-transport-security')).toEqual(['max-age=31536000']);
    for (const name of ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'x-frame-options']) {
      expect(all(page.raw, name), name).toHaveLength(1);
    }
    const plain = await fetch(`${proxy.plain}/s/central?lang=es`, { redirect: 'manual' });
    expect([plain.status, plain.headers.get('location')]).toEqual([301, `https://${host}/s/central?lang=es`]);
    const headers = { Authorization: `Bearer ${metricsToken}` };
    expect((await proxy.ask('/metrics', { headers })).status).toBe(404);
    expect((await askMetrics(collector)).status).toBe(200);
    expect((await proxy.ask('/readyz')).status).toBe(404);
    expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
  },
);

test.skipIf(!hasNginx)(
  'a made-up X-Forwarded-For gains nothing behind nginx, and its logs keep no address',
  requires('nginx and openssl'),
  async () => {
    await using collector = await aCollector({ TRUST_PROXY: '1', RATE_LIMIT: '2' });
    await using proxy = await anNginx(collector);
    const statuses: number[] = [];
    for (const index of [1, 2, 3, 4]) {
      statuses.push((await proxy.post({ 'X-Forwarded-For': `198.51.100.${index}`, 'User-Agent': 'Probe/7' })).status);
    }
    expect(statuses).toEqual([201, 201, 429, 429]);
    await expect.poll(proxy.logs).toContain(' POST 429 ');
    const logs = await proxy.logs();
    expect(logs).toContain(' POST 201 ');
    expect(logs).not.toMatch(/127\.0\.0\.1|198\.51|Probe|responses/);
  },
);

test.skipIf(!hasNginx)(
  'the logs keep no address either when nginx itself has errors',
  requires('nginx and openssl'),
  async () => {
    const collector = await aServingProcess({ TRUST_PROXY: '1' });
    await using proxy = await anNginx(collector);
    await proxy.loseTemporary();
    const link = '/s/central?employee=k7secret';
    const body = { comment: 'x'.repeat(100_000) };
    expect((await proxy.ask(link, { body })).status).toBe(500);
    await collector.kill('SIGTERM');
    expect((await proxy.ask(link)).status).toBe(502);
    // nginx logs a request after its answer.
    await expect.poll(proxy.logs).toContain(' GET 502 ');
    const logs = await proxy.logs();
    expect(logs).toContain(' POST 500 ');
    expect(logs).not.toMatch(/127\.0\.0\.1|k7secret|central/);
  },
);

test.skipIf(!hasNginx)(
  'replaces one of two collectors behind nginx without refusing anyone',
  requires('nginx and openssl'),
  async () => {
    await using folder = await aFolder();
    const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, TRUST_PROXY: '1' };
    await using stays = await aServingProcess(env);
    const leaves = await aServingProcess(env);
    await using proxy = await anNginx(leaves, stays);
    const outcomes: (number | string)[] = [];
    const stopping = new AbortController();
    const writers = Array.from({ length: 3 }, async () => {
      while (!stopping.signal.aborted) outcomes.push(await proxy.post().then(({ status }) => status, String));
    });
    expect(await leaves.kill('SIGTERM')).toBe(0);
    await using follows = await aServingProcess({ ...env, PORT: new URL(leaves.url).port });
    expect(follows.url).toBe(leaves.url);
    stopping.abort();
    await Promise.all(writers);
    expect(outcomes.filter((outcome) => outcome !== 201)).toEqual([]);
    await using looking = await aCollector({ DATABASE_URL: env.DATABASE_URL });
    expect(await count(looking.db, 'response')).toBe(outcomes.length);
  },
);
