import { writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { aFaultProxy, type Fault, type FaultProxy } from '../../test/fault-proxy.ts';
import { aLibsqlServer, libsqlTokens } from '../../test/libsql-server.ts';
import { routesOf } from '../../test/routes.ts';
import { aPerson, fromConsole, sendForm, type Staff } from '../../test/staff.ts';
import { answerOf, expectNothingInside, problemOf } from '../../test/wire.ts';

/** Long enough for every successful answer here, short enough to try every route. */
const serverTimeout = 2000;

/** How long a server must answer without a failure before an outage ends, in milliseconds. */
const calm = 10_000;

interface Line {
  err?: unknown;
  level: 'info' | 'error';
  entry: object;
  message: string;
}

/** A collector whose database server is behind a proxy that can fail, and what it logs. */
async function aCollectorThatMayLoseItsServer() {
  const tokens = libsqlTokens();
  const token = tokens.token();
  const server = await aLibsqlServer({ tokens });
  const proxy = await aFaultProxy(server.url);
  const lines: Line[] = [];
  const log = {
    info: (entry: object, message: string) => void lines.push({ level: 'info', entry, message }),
    error: (entry: object, message: string) => void lines.push({ level: 'error', entry, message }),
  };
  const settings = { DATABASE_URL: proxy.url, DATABASE_AUTH_TOKEN: token };
  const collector = await aCollector(settings, { log, serverTimeout });
  return {
    collector,
    proxy,
    server,
    token,
    lines,
    [Symbol.asyncDispose]: async () => {
      await proxy.set('none');
      await collector[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/**
 * Repeats the request, losing another one of the server's replies each time, until no reply is left to lose.
 * @returns how many were lost.
 */
async function losingEachReply(
  proxy: FaultProxy,
  request: (lost: number, isLost: () => boolean) => Promise<void>,
): Promise<number> {
  for (let lost = 0; ; lost += 1) {
    const isLost = proxy.loseReply(lost);
    let wasLost: boolean | undefined;
    const ask = () => (wasLost ??= isLost());
    await request(lost, ask);
    if (!ask()) return lost;
  }
}

/** Every route once, with its method and a working path. */
async function requestsOf(collector: TestCollector) {
  const routes = (await routesOf(collector)).filter(({ method }) => method !== 'ALL');
  const found = new Map<string, { method: string; path: string }>();
  for (const { method, path } of routes) {
    const to = path
      // A file, such as `:quarter.csv`, has a pattern after its ending.
      .replace(/(:\w+)(\.[\w.-]+)\{[^/]*\}/, '$1$2')
      .replace(':department', 'cws')
      .replace(/:region(\{[^}]*\})?/, 'central')
      .replace(/:slug(\{[^}]*\})?/, path.includes('departments') ? 'cws' : 'central')
      .replace(/:quarter(\{[^}]*\})?/, '2026-07')
      .replace(/:file\{[^}]*js\}/, 'heart-survey.abc.js')
      .replace(/:file\{[^}]*json\}/, 'es.abc.json')
      .replace(/:\w+(\{[^}]*\})?/g, '1');
    found.set(`${method} ${to}`, { method, path: to });
  }
  return [...found.values()];
}

const fields = { email: 'a@example.gov', password: 'correct horse battery staple', reason: 'x', name: 'x' };

function ask(collector: TestCollector, { cookie }: Staff, { method, path }: { method: string; path: string }) {
  const isApi = path.startsWith('/api/') || path.startsWith('/embed/preview/api/');
  const body = isApi ? JSON.stringify(aResponse()) : new URLSearchParams({ ...fields, ...aForm() }).toString();
  return fetch(collector.url + path, {
    method,
    redirect: 'manual',
    headers: {
      cookie,
      ...fromConsole,
      ...(method === 'POST'
        ? { 'Content-Type': isApi ? 'application/json' : 'application/x-www-form-urlencoded' }
        : {}),
    },
    ...(method === 'POST' ? { body } : {}),
  });
}

/** What works without a database: files that are the same for everyone, and pages without personal content. */
const needsNone = [
  /^GET \/(healthz|metrics|openapi|docs|favicon|assets|widget\/v1\/heart-(survey|results)\.js)/,
  /^GET \/console\/forgotten$/,
  // Where a provider sends people after signing out: it only leads to the sign-in page.
  /^GET \/console\/signed-out$/,
  // Without a challenge no one is entering a code.
  /^(GET|POST) \/console\/sign-in\/code$/,
];

/** What programs read; everything else is a page. */
const forPrograms =
  /^(\/embed\/preview)?\/api\/|^\/\.well-known\/|^\/(data|results\/.*|widget\/v1\/results\/.*)\.(json|csv)$/;

test.each<[Fault, RegExp]>([
  ['down', /nothing is listening there/],
  ['silent', /did not answer in time/],
  ['replies lost', /connection was lost/],
  ['replies cut', /connection was lost/],
  ['error page', /HTTP status 502/],
  ['slow', /did not answer in time/],
])(
  'with its server %s, every route says so plainly, the log says it once, and everything resumes',
  async (fault, reason) => {
    await using setup = await aCollectorThatMayLoseItsServer();
    const { collector, proxy, lines, token } = setup;
    lines.length = 0;
    const administrator = await aPerson(collector, 'administrator');
    const requests = await requestsOf(collector);
    expect(requests.length).toBeGreaterThan(80);
    expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);

    await proxy.set(fault);
    // A ready result is repeated for a second.
    await expect.poll(async () => (await fetch(`${collector.url}/readyz`)).status, { timeout: 20_000 }).toBe(503);
    let asked = 0;
    for (const request of requests) {
      const what = `${request.method} ${request.path}`;
      const response = await ask(collector, administrator, request);
      if (needsNone.some((one) => one.test(what))) {
        expect(response.status, what).toBeLessThan(500);
        continue;
      }
      expect(response.status, what).toBe(503);
      expect(Number(response.headers.get('retry-after')), what).toBeGreaterThan(0);
      const answer = await answerOf(response);
      expectNothingInside(answer, what);
      if (forPrograms.test(request.path)) problemOf(answer, what);
      else if (request.path !== '/readyz') expect(answer.body, what).toMatch(/<h1[ >]/);
      asked += 1;
    }
    expect(asked).toBeGreaterThan(80);
    const errors = lines.filter(({ level }) => level === 'error');
    expect(errors.map(({ message }) => message)).toEqual(['database unavailable']);
    const { err } = errors[0]!.entry as { err: Error };
    expect(err.message).toMatch(reason);
    expect(inspect(lines, { depth: Infinity })).not.toContain(token);

    await proxy.set('none');
    await expect.poll(async () => (await fetch(`${collector.url}/readyz`)).status, { timeout: 20_000 }).toBe(200);
    const stored = await count(collector.db, 'response');
    expect((await send(collector, aResponse())).status).toBe(201);
    expect(await count(collector.db, 'response')).toBe(stored + 1);
    expect((await administrator.get('/console')).status).toBe(200);
    collector.clock.now += calm;
    expect((await send(collector, aResponse())).status).toBe(201);
    await expect.poll(() => lines.at(-1)?.message).toBe('database available again');
  },
);

test('logs a server that fails on and off once when that starts and once when it ends', async () => {
  await using setup = await aCollectorThatMayLoseItsServer();
  const { collector, proxy, lines } = setup;
  lines.length = 0;
  for (let round = 0; round < 5; round += 1) {
    await proxy.set('error page');
    expect((await send(collector, aResponse())).status, `round ${round}`).toBe(503);
    await proxy.set('none');
    collector.clock.now += calm / 2;
    expect((await send(collector, aResponse())).status, `round ${round}`).toBe(201);
  }
  expect(lines.map(({ message }) => message)).toEqual(['database unavailable']);
  collector.clock.now += calm;
  expect((await send(collector, aResponse())).status).toBe(201);
  await expect
    .poll(() => lines.map(({ message }) => message))
    .toEqual(['database unavailable', 'database available again']);
  // The time until its first answer of the ones that lasted.
  expect(lines[1]!.entry).toEqual({ seconds: (5 * calm) / 2 / 1000 });
});

test('uses a restarted server at once, and reports one that rejects the token as unavailable', async () => {
  const tokens = libsqlTokens();
  await using server = await aLibsqlServer({ tokens });
  const token = tokens.token();
  const lines: string[] = [];
  const write = (entry: object, message: string) => void lines.push(`${message} ${String((entry as Line).err)}`);
  const settings = { DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: token };
  await using collector = await aCollector(settings, { log: { info: write, error: write }, serverTimeout });
  lines.length = 0;
  const response = aResponse();
  const calmly = async () => {
    collector.clock.now += calm;
    expect((await send(collector, response)).status).toBe(200);
  };
  expect((await send(collector, response)).status).toBe(201);
  await server.stop();
  expect((await send(collector, aResponse())).status).toBe(503);
  await server.start();
  expect((await send(collector, response)).status).toBe(200);
  await calmly();

  await server.stop();
  await writeFile(server.keyFile, libsqlTokens().publicKey);
  await server.start();
  const refused = await answerOf(await send(collector, aResponse()));
  expect(problemOf(refused)).toMatchObject({ status: 503 });
  await server.stop();
  await writeFile(server.keyFile, tokens.publicKey);
  await server.start();
  expect((await send(collector, aResponse())).status).toBe(201);
  expect(await count(collector.db, 'response')).toBe(2);
  await calmly();
  expect(lines).toEqual([
    expect.stringMatching(/^database unavailable .*nothing is listening there/),
    expect.stringMatching(/^database available again/),
    expect.stringMatching(/^database unavailable .*it does not accept the token/),
    expect.stringMatching(/^database available again/),
  ]);
  expect(lines.join('\n')).not.toContain(token);
});

test('stores a response once if its answer was lost anywhere on the way and it is sent again', async () => {
  await using setup = await aCollectorThatMayLoseItsServer();
  const { collector, proxy } = setup;
  const losses: number[] = [];
  for (const body of [aResponse({ rating: 1, comment: 'Nobody called' }), aResponse()]) {
    const lostReplies = await losingEachReply(proxy, async (lost, isLost) => {
      const { status } = await send(collector, body);
      expect(isLost() ? [503, 200, 201] : [200, 201], `reply ${lost}`).toContain(status);
    });
    losses.push(lostReplies);
  }
  // A read and the commit. A reply that is lost can also be that of the outbox, which looks for email at the start and
  // every minute: then the response is stored at once, and only the read is left.
  expect(Math.min(...losses)).toBeGreaterThan(0);
  expect(Math.max(...losses)).toBeGreaterThan(1);
  expect(await count(collector.db, 'response')).toBe(2);
  expect(await count(collector.db, 'action_plan')).toBe(1);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});

test('a lost answer of the server signs no one out, and calls no password wrong', async () => {
  await using setup = await aCollectorThatMayLoseItsServer();
  const { collector, proxy } = setup;
  const person = await aPerson(collector, 'representative');
  const { email, password } = person;
  const ofPages = await losingEachReply(proxy, async (lost) => {
    const page = await person.get('/console');
    expect([200, 503], `page, reply ${lost}`).toContain(page.status);
  });
  expect(ofPages).toBeGreaterThan(2);
  const ofSignIns = await losingEachReply(proxy, async (lost) => {
    const answer = await sendForm(collector, '/console/sign-in', { email, password });
    expect([303, 503], `sign-in, reply ${lost}: ${answer.body}`).toContain(answer.status);
  });
  expect(ofSignIns).toBeGreaterThan(2);
});

test('a console form that is sent again after a lost answer does nothing twice', async () => {
  await using setup = await aCollectorThatMayLoseItsServer();
  const { collector, proxy } = setup;
  const administrator = await aPerson(collector, 'administrator');
  const region = '/console/directory/regions/central/employees';
  const forms: [path: string, fields: Record<string, string>, rows: string][] = [
    ['/console/directory/departments/cws/holds', { hold: 'A lawsuit' }, 'legal_hold'],
    ['/console/departments/cws/groups', { 'name-en': 'Client' }, 'customer_group'],
    [
      '/console/directory/departments/cws/regions/new',
      { slug: 'harbor', name: 'Harbor' },
      "region WHERE slug = 'harbor'",
    ],
    [region, { name: 'Ana Ruiz', email: 'ana@example.gov' }, 'employee'],
    [
      '/console/people/invite',
      { name: 'New One', email: 'new@example.gov', role: 'executive', scope: '' },
      "person WHERE email = 'new@example.gov'",
    ],
  ];
  for (const [path, fields, rows] of forms) {
    const losses = await losingEachReply(proxy, async (lost) => {
      const { status } = await administrator.post(path, fields);
      expect([200, 303, 400, 503], `${path}, reply ${lost}`).toContain(status);
    });
    expect(losses, path).toBeGreaterThan(2);
    expect(await count(collector.db, rows), path).toBe(1);
  }
});
