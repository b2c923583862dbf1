import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { contents } from '../../test/contents.ts';
import { aPerson } from '../../test/staff.ts';
import { commitChange } from '../audit/audit.ts';
import { employee } from '../database/schema.ts';
import { changeTeam } from './team-queries.ts';

const base = '/console/directory';
const central = `${base}/regions/central`;

/** Adds employees to the central region (id 3): their ids are 1, 2 and so on. */
async function withEmployees({ db }: TestCollector, ...names: string[]) {
  for (const name of names) {
    const email = `${name.toLowerCase().replace(' ', '.')}@example.gov`;
    await db.insert(employee).values({ regionId: 3, name, email, code: `code of ${name}`, createdAt: 0 });
  }
}

async function membersOf({ db }: TestCollector, team = 1): Promise<number[]> {
  const { rows } = await db.$client.execute(
    `SELECT employee_id AS id FROM team_member WHERE team_id = ${team} ORDER BY employee_id`,
  );
  return rows.map(({ id }) => Number(id));
}

async function entriesOf({ db }: TestCollector) {
  const { rows } = await db.$client.execute(
    "SELECT action, subject, department_id, detail FROM audit_event WHERE action LIKE 'team%' ORDER BY id",
  );
  return rows.map(({ action, subject, department_id, detail }) => ({
    action,
    subject,
    department: department_id,
    detail: JSON.parse(String(detail)) as unknown,
  }));
}

/** What the page's hidden fields say about the team, as a browser sends it. */
function seenOn(body: string) {
  const value = (name: string) => new RegExp(`name="${name}"\\s+value="([^"]*)"`).exec(body)?.[1] ?? '';
  return { was: value('was'), before: value('before') };
}

test('an administrator adds a team, chooses its members, renames it, ends it and restores it', async () => {
  await using collector = await aCollector();
  await withEmployees(collector, 'Ana Perez', 'Bo Lind', 'Cy Marsh');
  const administrator = await aPerson(collector, 'administrator');
  expect((await administrator.get(central)).body).toContain('No teams yet');
  const added = await administrator.post(`${central}/teams`, { team: '  Central   front desk ' });
  expect(added.status, added.body).toBe(303);
  const page = added.headers.get('location')!;
  expect(page).toBe(`${base}/teams/1?notice=added`);
  expect(text((await administrator.get(central)).body)).toContain('Central front desk No members yet');

  const path = `${base}/teams/1`;
  const shown = (await administrator.get(path)).body;
  for (const name of ['Ana Perez', 'Bo Lind', 'Cy Marsh']) expect(shown).toContain(name);
  const chosen = { ...seenOn(shown), name: 'Front desk', member: ['1', '3'] };
  expect((await administrator.post(path, chosen)).status).toBe(303);
  expect(await membersOf(collector)).toEqual([1, 3]);
  const again = (await administrator.get(path)).body;
  expect(again).toMatch(/value="3"\s+checked/);
  expect(again).not.toMatch(/value="2"\s+checked/);
  expect(text((await administrator.get(central)).body)).toContain('Front desk 2 members');

  const changed = { ...seenOn(again), name: 'Front desk', member: ['2', '3'] };
  expect((await administrator.post(path, changed)).status).toBe(303);
  expect(await membersOf(collector)).toEqual([2, 3]);

  expect((await administrator.post(`${path}/ending`)).status).toBe(303);
  expect(text((await administrator.get(central)).body)).toContain('Front desk Ended on August 17, 2026');
  expect((await administrator.get(path)).body).not.toContain('type="checkbox"');
  expect((await administrator.post(`${path}/return`)).status).toBe(303);
  expect(await membersOf(collector)).toEqual([2, 3]);
  expect(await entriesOf(collector)).toEqual([
    { action: 'team added', subject: 'Central front desk', department: 1, detail: { region: 'central' } },
    {
      action: 'team changed',
      subject: 'Central front desk',
      department: 1,
      detail: {
        region: 'central',
        name: ['Central front desk', 'Front desk'],
        membersAdded: 'ana.perez@example.gov, cy.marsh@example.gov',
      },
    },
    {
      action: 'team changed',
      subject: 'Front desk',
      department: 1,
      detail: { region: 'central', membersAdded: 'bo.lind@example.gov', membersRemoved: 'ana.perez@example.gov' },
    },
    { action: 'team ended', subject: 'Front desk', department: 1, detail: { region: 'central' } },
    { action: 'team restored', subject: 'Front desk', department: 1, detail: { region: 'central' } },
  ]);
});

test.each([
  ['', 'Enter a name.'],
  [' \u200E\t ', 'Enter a name.'],
  ['x'.repeat(121), 'Enter a name of 120 characters or fewer.'],
  ['front DESK', 'Another team in this region already has this name.'],
  ['Old desk', 'This region had a team with this name, which was ended. Restore that team instead.'],
])('rejects the team name “%s” in both forms, keeps what was typed, and writes nothing', async (name, message) => {
  await using collector = await aCollector();
  await withEmployees(collector, 'Ana Perez');
  await collector.db.$client.executeMultiple(`INSERT INTO team (region_id, name, created_at, ended_at)
    VALUES (3, 'Front desk', 0, NULL), (3, 'Old desk', 0, 1), (3, 'Intake', 0, NULL)`);
  const administrator = await aPerson(collector, 'administrator');
  const intake = `${base}/teams/3`;
  const seen = seenOn((await administrator.get(intake)).body);
  const before = await contents(collector.db);
  const adding = await administrator.post(`${central}/teams`, { team: name });
  expect(adding.status).toBe(400);
  expect(adding.body).toContain('href="#team"');
  const renaming = await administrator.post(intake, { ...seen, name, member: ['1'] });
  expect(renaming.status).toBe(400);
  expect(renaming.body).toContain('href="#name"');
  expect(renaming.body).toMatch(/value="1"\s+checked/);
  for (const { body } of [adding, renaming]) {
    expect(body).toContain(message);
    expect(body).toContain('<title>Error:');
    if (name.trim().length > 1) expect(body).toContain(`value="${name}"`);
  }
  expect(await contents(collector.db)).toEqual(before);
});

test('two regions may have teams of the same name, and one name is taken once even by two presses at once', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const add = (region: string) => administrator.post(`${base}/regions/${region}/teams`, { team: 'Front desk' });
  const both = await Promise.all([add('central'), add('central')]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([303, 400]);
  expect((await add('east')).status).toBe(303);
  expect(await count(collector.db, 'team')).toBe(2);
  expect(await count(collector.db, "audit_event WHERE action = 'team added'")).toBe(2);
});

test('pressing a button twice changes nothing and is audited once', async () => {
  await using collector = await aCollector();
  await withEmployees(collector, 'Ana Perez', 'Bo Lind');
  const administrator = await aPerson(collector, 'administrator');
  await administrator.post(`${central}/teams`, { team: 'Front desk' });
  const path = `${base}/teams/1`;
  const chosen = { ...seenOn((await administrator.get(path)).body), name: 'Desk', member: ['1', '2'] };
  for (const [target, form] of [
    [path, chosen],
    [`${path}/ending`, {}],
    [`${path}/return`, {}],
  ] as const) {
    const answers = [
      ...(await Promise.all([administrator.post(target, form), administrator.post(target, form)])),
      await administrator.post(target, form),
    ];
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  }
  const entries = await entriesOf(collector);
  expect(entries.map(({ action }) => action)).toEqual(['team added', 'team changed', 'team ended', 'team restored']);
  expect(await membersOf(collector)).toEqual([1, 2]);
});

test('tells the second of two people that the team was changed, and keeps what they chose', async () => {
  await using collector = await aCollector();
  await withEmployees(collector, 'Ana Perez', 'Bo Lind');
  const [one, other] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'administrator')];
  await one.post(`${central}/teams`, { team: 'Front desk' });
  const path = `${base}/teams/1`;
  const seen = seenOn((await other.get(path)).body);
  expect((await one.post(path, { ...seen, name: 'Front desk', member: ['1'] })).status).toBe(303);
  const late = await other.post(path, { ...seen, name: 'Reception', member: ['2'] });
  expect(late.status).toBe(409);
  expect(late.body).toContain('Someone else changed this team');
  expect(late.body).toContain('value="Reception"');
  expect(late.body).toMatch(/value="2"\s+checked/);
  expect(await membersOf(collector)).toEqual([1]);
  // They have seen it now, and may save theirs.
  expect((await other.post(path, { ...seenOn(late.body), name: 'Reception', member: ['2'] })).status).toBe(303);
  expect(await membersOf(collector)).toEqual([2]);

  const open = seenOn((await other.get(path)).body);
  await one.post(`${path}/ending`);
  const ended = await other.post(path, { ...open, name: 'Reception', member: ['1'] });
  expect(ended.status).toBe(409);
  expect(ended.body).toContain('This team was ended');
  expect(await membersOf(collector)).toEqual([2]);
});

test('of two changes that saw the same team, only the first is made, with none of the other’s members', async () => {
  await using collector = await aCollector();
  await withEmployees(collector, 'Ana Perez', 'Bo Lind', 'Cy Marsh', 'Di Novak');
  const administrator = await aPerson(collector, 'administrator');
  await administrator.post(`${central}/teams`, { team: 'Front desk' });
  const seen = { name: 'Front desk', members: [] };
  const change = (members: number[]) => {
    const [update, ...after] = changeTeam(1, seen, { name: 'Front desk', members });
    const entry = { at: 1, personId: null, action: 'team changed', subject: 'Front desk', detail: {} };
    return commitChange(collector.db, update, entry, ...after);
  };
  expect([await change([1, 2]), await change([3, 4])]).toEqual([true, false]);
  expect(await membersOf(collector)).toEqual([1, 2]);
  expect((await entriesOf(collector)).map(({ action }) => action)).toEqual(['team added', 'team changed']);
});

test('only employees of the region who have not left are members, whatever a form says', async () => {
  await using collector = await aCollector();
  await withEmployees(collector, 'Ana Perez', 'Bo Lind', 'Cy Marsh', 'Di Novak');
  const administrator = await aPerson(collector, 'administrator');
  await administrator.post(`${central}/teams`, { team: 'Front desk' });
  const path = `${base}/teams/1`;
  const members = { ...seenOn((await administrator.get(path)).body), name: 'Front desk', member: ['1', '2', '3'] };
  await administrator.post(path, members);
  await administrator.post(`${base}/employees/1/leaving`);
  const bo = {
    name: 'Bo Lind',
    email: 'bo.lind@example.gov',
    supervisor_name: '',
    supervisor_email: '',
    region: 'east',
  };
  expect((await administrator.post(`${base}/employees/2`, bo)).status).toBe(303);
  const shown = await administrator.get(path);
  expect(shown.body).not.toContain('Ana Perez');
  expect(shown.body).not.toContain('Bo Lind');
  expect(text((await administrator.get(central)).body)).toContain('Front desk 1 member');
  const forged = { ...seenOn(shown.body), name: 'Front desk', member: ['1', '2', '4', '99', 'x', '4'] };
  expect((await administrator.post(path, forged)).status).toBe(303);
  expect(await membersOf(collector)).toEqual([4]);
});

test('shows a team’s name and its members’ names as text', async () => {
  await using collector = await aCollector();
  const name = '<img src=x onerror="alert(1)">\u2028&';
  await withEmployees(collector, name);
  const administrator = await aPerson(collector, 'administrator');
  await administrator.post(`${central}/teams`, { team: name });
  for (const path of [central, `${base}/teams/1`]) {
    const { status, body } = await administrator.get(path);
    expect(status).toBe(200);
    expect(body).not.toContain('<img');
    expect(body).toContain('&lt;img');
  }
});

test('only administrators open teams, and an unknown team is not found', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  await administrator.post(`${central}/teams`, { team: 'Front desk' });
  for (const path of ['teams/2', 'teams/x', 'teams/1e0', 'teams/2/ending']) {
    if (!path.includes('ending')) expect((await administrator.get(`${base}/${path}`)).status, path).toBe(404);
    expect((await administrator.post(`${base}/${path}`, { name: 'X' })).status, path).toBe(404);
  }
  const ambassador = await aPerson(collector, 'ambassador');
  const before = (await contents(collector.db))['team'];
  expect((await ambassador.get(`${base}/teams/1`)).status).toBe(404);
  for (const path of ['teams/1', 'teams/1/ending', 'teams/1/return', 'regions/central/teams']) {
    expect((await ambassador.post(`${base}/${path}`, { name: 'X', team: 'X' })).status, path).toBe(404);
  }
  expect((await contents(collector.db))['team']).toEqual(before);
});
