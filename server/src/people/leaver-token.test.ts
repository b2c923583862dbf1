import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { holdForm } from '../../test/held-form.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const tokenForm = { name: 'Monthly report', scope: 'averages', department: 'cws' };
const tokenIn = (html: string) => /heart_[\w-]{43}/.exec(html)![0];

const read = async ({ url }: TestCollector, token: string) => {
  const headers = { Authorization: `Bearer ${token}` };
  return (await fetch(`${url}/api/v1/departments/cws/quarters/2026-07`, { headers })).status;
};

async function pathOf({ db }: TestCollector, { email }: Staff): Promise<string> {
  const { rows } = await db.$client.execute(statement('SELECT id FROM person WHERE email = ?', [email]));
  return `/console/people/${String(rows[0]!['id'])}`;
}

test('rejects the token of someone who has left, even after they return', async () => {
  await using collector = await aCollector();
  const [admin, leaver] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'ambassador')];
  const token = tokenIn((await leaver.post('/console/tokens', tokenForm)).body);
  expect(await read(collector, token)).toBe(200);
  const path = await pathOf(collector, leaver);
  expect((await admin.post(`${path}/leave`)).status).toBe(303);
  expect(await read(collector, token)).toBe(401);
  expect((await admin.post(`${path}/return`)).status).toBe(303);
  expect(await read(collector, token)).toBe(401);
});

test('creates no token for someone who leaves at the same moment', async () => {
  await using collector = await aCollector();
  const [admin, leaver] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'ambassador')];
  const path = await pathOf(collector, leaver);
  const held = await holdForm(collector, leaver, '/console/tokens', tokenForm);
  expect((await admin.post(`${path}/leave`)).status).toBe(303);
  const { status, body } = await held.send();
  expect({ status, hasToken: /heart_[\w-]{43}/.test(body) }).toEqual({ status: 404, hasToken: false });
  expect(await count(collector.db, 'token')).toBe(0);
});

test.each(['cws', ''])(
  'creates no token for “%s” for someone whose role ends at the same moment',
  async (department) => {
    await using collector = await aCollector();
    const [admin, person] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'ambassador')];
    const path = await pathOf(collector, person);
    const form = { ...tokenForm, department };
    // This other role gives no access to the API, so it does not allow the token.
    await admin.post(`${path}/roles`, { role: 'junior', scope: 'region/central' });
    const grants = await collector.db.$client.execute("SELECT id FROM role_grant WHERE role = 'ambassador'");
    const held = await holdForm(collector, person, '/console/tokens', form);
    expect((await admin.post(`${path}/roles/${String(grants.rows[0]!['id'])}/end`)).status).toBe(303);
    expect((await held.send()).status).toBe(404);
    expect(await count(collector.db, 'token')).toBe(0);
    expect(await count(collector.db, "audit_event WHERE action = 'token created'")).toBe(0);
  },
);

test('creates a token limited to the other role when one of two roles ends at the same moment', async () => {
  await using collector = await aCollector();
  const [admin, person] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'ambassador')];
  const path = await pathOf(collector, person);
  await admin.post(`${path}/roles`, { role: 'executive', scope: '' });
  const grants = await collector.db.$client.execute("SELECT id FROM role_grant WHERE role = 'ambassador'");
  const held = await holdForm(collector, person, '/console/tokens', tokenForm);
  expect((await admin.post(`${path}/roles/${String(grants.rows[0]!['id'])}/end`)).status).toBe(303);
  const { status, body } = await held.send();
  expect(status).toBe(200);
  // An executive sees only closed quarters, and this one is open.
  expect(await read(collector, tokenIn(body))).toBe(404);
  expect(await count(collector.db, "audit_event WHERE action = 'token created'")).toBe(1);
});

test('rejects a token after the role that it depends on has ended, even if the role is granted again', async () => {
  await using collector = await aCollector();
  const [admin, person] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'ambassador')];
  const own = tokenIn((await person.post('/console/tokens', tokenForm)).body);
  const everywhere = tokenIn((await person.post('/console/tokens', { ...tokenForm, department: '' })).body);
  const path = await pathOf(collector, person);
  const grant = (role: string, scope: string) => admin.post(`${path}/roles`, { role, scope });
  await grant('junior', 'region/central');
  const end = async (index: number) => {
    const ids = [...(await admin.get(path)).body.matchAll(/roles\/(\d+)\/end/g)].map(([, id]) => id!);
    return admin.get((await admin.post(`${path}/roles/${ids[index]}/end`)).headers.get('location')!);
  };
  // The junior ambassador role gives no access to the API, so no token depends on it.
  expect((await end(1)).body).not.toContain('that depended on it');
  expect([await read(collector, own), await read(collector, everywhere)]).toEqual([200, 200]);

  expect((await end(0)).body).toContain('Any API tokens that depended on it no longer work.');
  expect((await grant('ambassador', 'department/cws')).status).toBe(303);
  expect([await read(collector, own), await read(collector, everywhere)]).toEqual([401, 401]);
  const fresh = tokenIn((await person.post('/console/tokens', tokenForm)).body);
  expect(await read(collector, fresh)).toBe(200);
  const { rows } = await collector.db.$client.execute(
    "SELECT subject FROM audit_event WHERE action = 'tokens revoked'",
  );
  expect(rows.map(({ subject }) => subject)).toEqual([person.email]);
});
