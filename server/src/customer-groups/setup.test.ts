import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson } from '../../test/staff.ts';

const base = '/console/departments/cws/groups';
const question = '/console/departments/cws/group-question';

async function entriesOf({ db }: TestCollector) {
  const { rows } = await db.$client.execute(
    "SELECT action, subject FROM audit_event WHERE action LIKE 'customer group%' ORDER BY id",
  );
  return rows.map(({ action, subject }) => [action, subject]);
}

/** The names of the form, as a browser sends them back. */
const before = (body: string) => /name="before" value="([^"]*)"/.exec(body)![1]!.replaceAll('&quot;', '"');

/** The codes that the survey page offers, without the last choice. */
const offered = async ({ url }: TestCollector, path = '/s/central') => {
  const html = await (await fetch(url + path)).text();
  return [...html.matchAll(/name="group" value="([^"]+)"/g)].map(([, code]) => code);
};

test('a representative adds groups, names and orders them, turns the question on, and ends a group', async () => {
  await using collector = await aCollector();
  const representative = await aPerson(collector, 'representative');
  expect((await representative.get(base)).body).toContain('No groups yet');
  expect((await representative.post(question, { asks: 'yes' })).body).toContain('Add a group first.');
  const add = (name: string) => representative.post(base, { 'name-en': name });
  for (const wrong of ['', 'x'.repeat(61)]) expect((await add(wrong)).status).toBe(400);
  const added = await add('  Family   member ');
  expect([added.status, added.headers.get('location')]).toEqual([303, `${base}/family-member?notice=added`]);
  expect((await add('family member')).headers.get('location')).toBe(`${base}/family-member?notice=known`);
  for (const name of ['Client', 'Партнёр', 'Client!']) expect((await add(name)).status).toBe(303);
  expect(await offered(collector)).toEqual([]);

  const path = `${base}/client`;
  const shown = (await representative.get(path)).body;
  const names = { 'name-en': 'Client', 'name-es': 'Cliente', before: before(shown) };
  expect((await representative.post(path, names)).headers.get('location')).toBe(`${path}?notice=saved`);
  expect((await representative.post(path, names)).headers.get('location')).toBe(`${path}?notice=saved`);
  const stale = await representative.post(path, { ...names, 'name-es': 'Clienta' });
  expect([stale.status, stale.body]).toEqual([409, expect.stringContaining('Someone else changed this group')]);
  expect((await representative.post(path, { ...names, 'name-en': 'Family member' })).status).toBe(400);

  const up = { above: 'family-member' };
  for (let times = 0; times < 2; times += 1) {
    expect((await representative.post(`${path}/place`, up)).headers.get('location')).toBe(`${base}?notice=moved`);
  }
  expect((await representative.post(question, { asks: 'yes' })).headers.get('location')).toBe(`${base}?notice=on`);
  expect(await offered(collector)).toEqual(['client', 'family-member', 'group', 'client-2']);
  expect(await (await fetch(`${collector.url}/s/central?lang=es`)).text()).toContain('<bdi lang="es">Cliente</bdi>');

  for (let times = 0; times < 2; times += 1) await representative.post(`${base}/client-2/ending`);
  expect(await offered(collector)).toEqual(['client', 'family-member', 'group']);
  expect(text((await representative.get(base)).body)).toContain('Ended groups');
  await representative.post(`${base}/client-2/return`);
  await representative.post(question, { asks: 'no' });
  expect(await offered(collector)).toEqual([]);
  expect(await entriesOf(collector)).toEqual([
    ['customer group added', 'family-member'],
    ['customer group added', 'client'],
    ['customer group added', 'group'],
    ['customer group added', 'client-2'],
    ['customer group changed', 'client'],
    ['customer group moved', 'client'],
    ['customer groups asked', 'cws'],
    ['customer group ended', 'client-2'],
    ['customer group restored', 'client-2'],
    ['customer groups not asked', 'cws'],
  ]);
});

test('offers at most ten groups, also when an ended one is restored', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const add = (name: string) => administrator.post(base, { 'name-en': name });
  for (let number = 1; number <= 10; number += 1) expect((await add(`Group ${number}`)).status).toBe(303);
  expect((await add('One more')).body).toContain('at most 10 groups');
  await administrator.post(`${base}/group-1/ending`);
  expect((await add('One more')).status).toBe(303);
  const restored = await administrator.post(`${base}/group-1/return`);
  expect([restored.status, restored.body]).toEqual([400, expect.stringContaining('at most 10 groups')]);
});
