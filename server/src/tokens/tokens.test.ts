import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

const figures = '/api/v1/departments/cws/quarters/2026-07';

const read = async ({ url }: TestCollector, token: string) =>
  (await fetch(url + figures, { headers: { Authorization: `Bearer ${token}` } })).status;

/** Creates a token in the console. */
async function aToken(person: Staff, name: string): Promise<string> {
  const { body } = await person.post('/console/tokens', { name, scope: 'averages', department: '' });
  return /heart_[\w-]+/.exec(body)![0];
}

test('an administrator sees and revokes everyone’s tokens, including those of the command line', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const tokens = [
    await aToken(ambassador, 'Monthly report'),
    (await collector.heart('token', 'create', '--name', 'Warehouse')).out,
  ];
  for (const token of tokens) expect(await read(collector, token)).toBe(200);
  const administrator = await aPerson(collector, 'administrator');
  const page = (await administrator.get('/console/tokens/all')).body.replaceAll(/<[^>]*>/g, ' ');
  expect(page).toMatch(new RegExp(`Warehouse\\s+Command line[^]*Monthly report\\s+${ambassador.email}`));

  for (const id of [1, 2]) {
    expect((await administrator.post(`/console/tokens/all/${id}/revocation`)).status).toBe(303);
    expect((await administrator.post(`/console/tokens/all/${id}/revocation`)).status).toBe(404);
  }
  for (const token of tokens) expect(await read(collector, token)).toBe(401);
  expect(await count(collector.db, "audit_event WHERE action = 'token revoked' AND person_id IS NOT NULL")).toBe(2);
});

const directionSigns = '\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069';

test('a token’s name is one line without direction control characters', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const name = `${directionSigns}Monthly \u202E report${directionSigns}`;
  await aToken(ambassador, name);
  await collector.heart('token', 'create', '--name', `${name}\n2`);
  const { rows } = await collector.db.$client.execute('SELECT name FROM token ORDER BY id');
  expect(rows.map((row) => row['name'])).toEqual(['Monthly report', 'Monthly report 2']);
  const { rows: logged } = await collector.db.$client.execute(
    "SELECT subject FROM audit_event WHERE action = 'token created' ORDER BY id",
  );
  expect(logged.map(({ subject }) => subject)).toEqual(['Monthly report', 'Monthly report 2']);
  const nothing = await ambassador.post('/console/tokens', { name: directionSigns, scope: 'averages', department: '' });
  expect(nothing.status).toBe(400);
  expect((await collector.heart('token', 'create', '--name', directionSigns)).code).toBe(1);
  expect(await count(collector.db, 'token')).toBe(2);
});

test('only administrators can see or revoke other people’s tokens', async () => {
  await using collector = await aCollector();
  const token = (await collector.heart('token', 'create', '--name', 'Warehouse')).out;
  for (const role of ['ambassador', 'junior', 'representative', 'executive'] as const) {
    const person = await aPerson(collector, role);
    expect((await person.get('/console/tokens/all')).status, role).toBe(404);
    expect((await person.post('/console/tokens/all/1/revocation')).status, role).toBe(404);
    expect((await person.post('/console/tokens/1/revocation')).status, role).toBe(404);
  }
  expect(await read(collector, token)).toBe(200);
});

test('people whose role has ended can still revoke their tokens', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  await aToken(ambassador, 'Monthly report');
  await collector.db.$client.execute('UPDATE role_grant SET ended_at = 1');
  expect((await ambassador.get('/console/tokens')).body).toContain('Monthly report');
  expect((await ambassador.post('/console/tokens/1/revocation')).status).toBe(303);
  expect((await ambassador.get('/console/tokens')).status).toBe(404);
});

test('the command line lists valid tokens and revokes one by its number', async () => {
  await using collector = await aCollector();
  const token = (await collector.heart('token', 'create', '--name', 'Warehouse')).out;
  expect((await collector.heart('token', 'list')).out).toBe('1  Warehouse  the command line');
  expect(await collector.heart('token', 'revoke', '1')).toMatchObject({ code: 0, out: 'The token is revoked.' });
  expect(await collector.heart('token', 'revoke', '1')).toMatchObject({ code: 1 });
  expect(await collector.heart('token', 'revoke', '1x')).toMatchObject({ code: 1 });
  expect((await collector.heart('token', 'list')).out).toBe('');
  expect(await read(collector, token)).toBe(401);
});
