import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { closedWith } from '../../test/closed-quarters.ts';
import { contents } from '../../test/contents.ts';
import { routesOf } from '../../test/routes.ts';
import { isOnServer } from '../../test/database.ts';
import { aPerson, sendForm, type Staff } from '../../test/staff.ts';
import { submitted } from '../../test/submissions.ts';
import { roles, type Role, can, canInPart, canSomewhere, type Grant } from '../access/access.ts';
import type { Rule } from './console.ts';

/** Routes that people may open without being signed in, and signing out. */
const openRoutes = new Set([
  'GET /console/sign-in',
  'POST /console/sign-in',
  'GET /console/sign-in/code',
  'POST /console/sign-in/code',
  'GET /console/sign-in/provider',
  'GET /console/auth/callback/oidc',
  'GET /console/forgotten',
  'POST /console/forgotten',
  'GET /console/link/:secret',
  'POST /console/link/:secret',
  'POST /console/sign-out',
  'GET /console/signed-out',
]);

interface Route {
  method: string;
  path: string;
  rule: Rule | undefined;
}

/** Every route below /console, with its handler's rule. */
async function consoleRoutesOf(collector: TestCollector): Promise<Route[]> {
  const found = new Map<string, Route>();
  for (const { method, path, handler } of await routesOf(collector)) {
    if (method === 'ALL' || !(path === '/console' || path.startsWith('/console/'))) continue;
    const before = found.get(`${method} ${path}`)?.rule;
    found.set(`${method} ${path}`, { method, path, rule: before ?? (handler as { rule?: Rule }).rule });
  }
  return [...found.values()];
}

const department = { own: { id: 1, slug: 'cws' }, foreign: { id: 2, slug: 'other' } };
const region = {
  own: { id: 3, slug: 'central' },
  sibling: { id: 4, slug: 'east' },
  foreign: { id: 9, slug: 'harbor' },
};

/** The combinations of department and region that a path could name. */
const scopes = [
  { department: department.own, region: region.own },
  { department: department.own, region: region.sibling },
  { department: department.own, region: region.foreign },
  { department: department.foreign, region: region.foreign },
  { department: department.foreign, region: region.own },
];

const grantOf: Record<Role, Grant> = {
  administrator: { role: 'administrator', departmentId: null, regionId: null, deskId: null },
  ambassador: { role: 'ambassador', departmentId: 1, regionId: null, deskId: null },
  junior: { role: 'junior', departmentId: 1, regionId: 3, deskId: null },
  representative: { role: 'representative', departmentId: 1, regionId: null, deskId: null },
  executive: { role: 'executive', departmentId: null, regionId: null, deskId: null },
  manager: { role: 'manager', departmentId: 1, regionId: null, deskId: null },
  handler: { role: 'handler', departmentId: 1, regionId: null, deskId: 5 },
};

/** Whether the role may open the route, by the table of rights. A region of another department does not exist there. */
function mayOpen(rule: Rule, role: Role, where: (typeof scopes)[number]): boolean {
  const person = { grants: [grantOf[role]] };
  if (rule.of === 'everyone') return true;
  if (rule.of === 'installation') return can(person, rule.action);
  if (rule.of === 'somewhere') return canSomewhere(person, rule.action);
  if (rule.of === 'part') return canInPart(person, rule.action, where.department.id);
  if (rule.of === 'department') return can(person, rule.action, { departmentId: where.department.id });
  const isThere = (where.department === department.foreign) === (where.region === region.foreign);
  return isThere && can(person, rule.action, { departmentId: where.department.id, regionId: where.region.id });
}

const filled = (path: string, where: (typeof scopes)[number]) =>
  path
    .replace(':department', where.department.slug)
    .replace(':region', where.region.slug)
    .replace(':quarter', '2026-07')
    .replace(/:\w+/g, 'x');

/** A path with an id may name nothing, a quarter may not be submitted, and some of these routes are for only some of the people with the right. */
const isWhole = (path: string) => !/:(?!department|region|quarter)\w+|submission\.json$/.test(path);

/** A libSQL server answers slowly, so there, three roles open every page once. */
const walked: readonly Role[] = isOnServer ? ['administrator', 'representative', 'manager'] : roles;

test('every route of the console has a rule, or is for people who are not signed in', async () => {
  await using collector = await aCollector();
  const routes = await consoleRoutesOf(collector);
  expect(routes.length).toBeGreaterThan(30);
  const without = routes.filter(({ rule }) => rule === undefined).map(({ method, path }) => `${method} ${path}`);
  expect(without.filter((route) => !openRoutes.has(route))).toEqual([]);
});

test('every role can open what the table of rights says, in every department, and gets 404 for the rest', async () => {
  await using collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  // Some pages exist only for a closed quarter, or a submitted one.
  for (const departmentId of [1, 2]) {
    await closedWith(collector.db, '2026-07', { regions: {}, departmentId, closedAt: Date.UTC(2026, 9, 1, 7) });
  }
  await submitted(collector, '2026-07');
  const routes = (await consoleRoutesOf(collector)).filter((route) => route.rule !== undefined);
  let [opened, refused] = [0, 0];
  for (const role of walked) {
    const person = await aPerson(collector, role);
    for (const { method, path, rule } of routes) {
      // These end the session. Other tests cover them.
      if (path.includes('sign-out') || path.includes('password')) continue;
      const asked = path.includes(':department') && !isOnServer ? scopes : scopes.slice(0, 1);
      for (const where of asked) {
        const may = mayOpen(rule!, role, where);
        const what = `${role}: ${method} ${filled(path, where)}`;
        const { status, headers } = await ask(person, method, filled(path, where));
        expect(status, what).toBeLessThan(500);
        if (
          may &&
          method === 'GET' &&
          rule!.of !== 'everyone' &&
          isWhole(path) &&
          !path.startsWith('/console/agency/')
        ) {
          expect(status, what).not.toBe(404);
          opened += 1;
        }
        if (!may) {
          expect(status, what).toBe(404);
          refused += 1;
        }
        expect(headers.get('cache-control'), what).toBe('no-store');
      }
    }
  }
  expect(opened).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(200);
});

test('sends people who are not signed in to the sign-in page, and changes nothing', async () => {
  await using collector = await aCollector();
  const routes = (await consoleRoutesOf(collector)).filter((route) => route.rule !== undefined);
  const before = await contents(collector.db);
  for (const { method, path } of routes) {
    const to = filled(path, scopes[0]!);
    if (method === 'GET') {
      const answer = await fetch(collector.url + to, { redirect: 'manual' });
      expect(answer.status, to).toBe(303);
      expect(answer.headers.get('location'), to).toBe(`/console/sign-in?next=${encodeURIComponent(to)}`);
    } else {
      expect((await sendForm(collector, to, { x: 'y' })).status, to).toBe(401);
    }
  }
  expect(await contents(collector.db)).toEqual(before);
});

async function ask(person: Staff, method: string, path: string) {
  if (method === 'POST') return person.post(path, { reason: 'x' });
  // Some answers are files, so only their status is checked.
  return person.open(path);
}

test('the API gives each role the figures of its own department and no other', async () => {
  await using collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  for (const role of roles) {
    const person = await aPerson(collector, role);
    for (const slug of ['cws', 'other']) {
      for (const ending of ['', '.csv', '.xlsx', '/responses.csv']) {
        const { status } = await person.open(`/api/v1/departments/${slug}/quarters/2026-07${ending}`);
        // No one outside the department sees an open quarter.
        const may = slug === 'cws' && (role === 'ambassador' || role === 'representative');
        expect(status, `${role}: ${slug} ${ending}`).toBe(may ? 200 : 404);
      }
    }
  }
});

test('answers 404 for things of others, even with their real ids, and changes nothing', async () => {
  await using collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  /** Creates a comment, a batch with one paper form, and a token, as the representative there. */
  const createIn = async (slug: string, region: string, maker: Staff) => {
    const response = aResponse({ region, comment: 'They listened' });
    expect((await send(collector, response)).status).toBe(201);
    const base = `/console/departments/${slug}/paper`;
    const batch = (await maker.post(base, { region })).headers.get('location')!;
    const form = { id: randomUUID(), overall: '4', date: '2026-08-03', language: 'en', wording: '1' };
    expect((await maker.post(batch, form)).status).toBe(303);
    await maker.post('/console/tokens', { name: region });
    const { rows } = await collector.db.$client.execute('SELECT max(id) AS id FROM token');
    return { response: response.id, form: form.id, batch: batch.split('/').at(-1)!, token: String(rows[0]!['id']) };
  };
  const stranger = await aPerson(collector, 'representative', 'other');
  const colleague = await aPerson(collector, 'representative', 'cws');
  const [foreign, sibling] = [await createIn('other', 'harbor', stranger), await createIn('cws', 'east', colleague)];
  const routes = (await consoleRoutesOf(collector)).filter(({ path }) => /:(response|batch|token)\b/.test(path));
  expect(routes.length).toBeGreaterThan(8);

  let asked = 0;
  for (const [role, ids] of [
    ['representative', foreign],
    ['ambassador', foreign],
    ['junior', foreign],
    ['junior', sibling],
  ] as const) {
    const person = await aPerson(collector, role);
    const before = await contents(collector.db);
    for (const { method, path } of routes) {
      const response = path.includes(':batch') ? ids.form : ids.response;
      const to = path
        .replace(':department', 'cws')
        .replace(':response', response)
        .replace(':batch', ids.batch)
        .replace(':token', ids.token);
      const { status, body } = await (method === 'POST' ? person.post(to, { reason: 'x' }) : person.get(to));
      expect(status, `${role}: ${method} ${to}`).toBe(404);
      expect(body, to).not.toContain('They listened');
      asked += 1;
    }
    expect(changed(before, await contents(collector.db)), role).toEqual([]);
  }
  expect(asked).toBeGreaterThan(30);
});

/** The tables that differ, except for sessions, which every request updates. */
function changed(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return Object.keys(after).filter(
    (table) => table !== 'session' && JSON.stringify(after[table]) !== JSON.stringify(before[table]),
  );
}
