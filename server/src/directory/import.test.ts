import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aFolder } from '../../test/folder.ts';
import { aPerson, fromConsole, type Staff } from '../../test/staff.ts';
import { answerOf } from '../../test/wire.ts';
import { createOrganization } from '../org/org.ts';
import { readImport } from './import.ts';
import { importKinds, type ImportKind } from './import-table.ts';

const path = '/console/directory/import';
const importText = (person: Staff, kind: string, text: string) => person.post(path, { kind, text, step: 'import' });
const preview = (person: Staff, kind: string, text: string) => person.post(path, { kind, text });
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

const regions =
  'department,slug,name\r\ncws,harbor,Harbor Office\r\ncws,central,Central Office\r\ncws,east,East Region\r\n';

test('previews a file, and then imports what the preview showed', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const before = await contents(collector.db);
  const seen = await preview(administrator, 'regions', regions);
  expect(seen.status).toBe(200);
  expect(seen.body).toContain('1 added, 1 changed, 1 unchanged');
  expect(await contents(collector.db)).toEqual(before);
  const done = await importText(administrator, 'regions', regions);
  expect(done.body).toContain('Import complete');
  expect(await count(collector.db, "region WHERE slug = 'harbor' OR name = 'Central Office'")).toBe(2);
  expect(await count(collector.db, "audit_event WHERE action = 'regions imported'")).toBe(1);
  expect((await preview(administrator, 'regions', regions)).body).toContain(
    'Everything in the file is already in the directory',
  );
});

test('shows every problem by line and column, and imports nothing', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const before = await contents(collector.db);
  const text = [
    'department,slug,name',
    'cws,good,Good',
    'nowhere,fine,Fine',
    'cws,Not A Slug,',
    '"cws","quoted","Two\nlines"',
    'cws,good,Twice',
    'cws,last,',
  ].join('\n');
  for (const answer of [
    await preview(administrator, 'regions', text),
    await importText(administrator, 'regions', text),
  ]) {
    const rows = [...answer.body.matchAll(/<tr>\s*<td class="number">(.*?)<\/td>\s*<td>(.*?)<\/td>/gs)]
      .map(([, line, field]) => `${line} ${field!.replace(/<[^>]*>/g, '')}`)
      .filter((row) => !/added|changed/.test(row));
    expect(rows).toEqual(['3 department', '4 slug', '4 name', '7 –', '8 name']);
  }
  expect(await contents(collector.db)).toEqual(before);
});

const shapes: [what: string, text: string][] = [
  ['a byte order mark and semicolons', '\uFEFFdepartment;slug;name\r\ncws;harbor;Harbor\r\n'],
  ['tabs', 'department\tslug\tname\ncws\tharbor\tHarbor'],
  ['columns in another order, and spaces', 'name , slug,department\n Harbor , harbor,cws '],
  ['capitals and empty lines', 'Department,Slug,Name\n\n\ncws,harbor,Harbor\n,,\n'],
  ['quotes', '"department","slug","name"\r\n"cws","harbor","Harbor"\r\n'],
];

test.each(shapes)('reads a file with %s', async (_, text) => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  await importText(administrator, 'regions', text);
  expect(await count(collector.db, "region WHERE slug = 'harbor' AND name = 'Harbor'")).toBe(1);
});

const broken: [what: string, kind: string, text: string, message: string][] = [
  ['nothing in it', 'regions', ' ', 'Choose a file'],
  ['no kind', '', regions, 'Choose what the file contains'],
  ['an unknown kind', '__proto__', regions, 'Choose what the file contains'],
  ['a column missing', 'regions', 'department,slug\ncws,x1', 'This column is missing'],
  ['an unknown column', 'regions', 'department,slug,name,nmae\ncws,x1,X,Y', 'This column is unknown'],
  ['an open quote', 'regions', 'department,slug,name\ncws,x1,"X', 'a quotation mark is not closed'],
  ['too many lines', 'regions', `department,slug,name\n${'cws,x,X\n'.repeat(5001)}`, 'more than 5,000 lines'],
  ['too many empty lines', 'regions', `department,slug,name\n${'\n'.repeat(50_001)}`, 'including empty ones'],
  ['too many lines of one letter', 'regions', `department,slug,name\r${'a\r'.repeat(50_001)}`, 'including empty ones'],
];

test.each(broken)('rejects a file with %s and says why', async (_, kind, text, message) => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const before = (await contents(collector.db))['region'];
  expect((await importText(administrator, kind, text)).body).toContain(message);
  expect((await contents(collector.db))['region']).toEqual(before);
});

async function upload({ url }: TestCollector, { cookie }: Staff, kind: string, bytes: Uint8Array<ArrayBuffer>) {
  const body = new FormData();
  body.set('kind', kind);
  body.set('file', new File([bytes], 'directory.csv', { type: 'text/csv' }));
  return answerOf(await fetch(url + path, { method: 'POST', headers: { cookie, ...fromConsole }, body }));
}

test('accepts an upload, unless it is not UTF-8 or too large', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const good = await upload(collector, administrator, 'regions', new TextEncoder().encode(regions));
  expect(good.body).toContain('1 added, 1 changed, 1 unchanged');
  const latin = new Uint8Array(Buffer.from('department,slug,name\ncws,cafe,Caf\u00e9', 'latin1'));
  const rejected = await upload(collector, administrator, 'regions', latin);
  expect(rejected.status).toBe(400);
  expect(rejected.body).toContain('not UTF-8 text');
  const large = await upload(collector, administrator, 'regions', new Uint8Array(8 << 20).fill(65));
  expect(large.status).toBe(413);
});

test('imports departments, employees and people by the same rules as their forms', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  await importText(
    administrator,
    'departments',
    'slug,name,zone,target\nhealth,Public Health,America/New_York,4.2\ncws,Children,America/Los_Angeles,4',
  );
  expect(await count(collector.db, "department WHERE slug = 'health' AND target = 420 AND first_month = 7")).toBe(1);
  expect(await count(collector.db, "department WHERE name = 'Children'")).toBe(1);
  const employees =
    'region,name,email,supervisor_email\ncentral,A. Example,a@example.gov,b@example.gov\ncentral,C. Example,,';
  await importText(administrator, 'employees', employees);
  expect(await count(collector.db, 'employee WHERE length(code) >= 22')).toBe(2);
  expect((await preview(administrator, 'employees', employees)).body).toContain('0 added, 0 changed, 2 unchanged');
  const people =
    'name,email,role,department,region\nD. Example,d@example.gov,ambassador,cws,\nD. Example,d@example.gov,junior,,east\nE. Example,e@example.gov,executive,,';
  await importText(administrator, 'people', people);
  expect(await count(collector.db, "person WHERE email IN ('d@example.gov', 'e@example.gov')")).toBe(2);
  expect(
    await count(collector.db, "role_grant JOIN person ON person.id = person_id WHERE email = 'd@example.gov'"),
  ).toBe(2);
  expect((await preview(administrator, 'people', people)).body).toContain('0 added, 0 changed, 3 unchanged');
  expect((await preview(administrator, 'people', 'name,email,role\nX,x@example.gov,king')).body).toContain(
    'Enter one of these roles',
  );
});

test('a template can be filled in, and heart import does the same as the page', async () => {
  await using collector = await aCollector();
  await using folder = await aFolder();
  const administrator = await aPerson(collector, 'administrator');
  const template = await administrator.get(`${path}/regions.csv`);
  expect(template.body).toBe('\uFEFFdepartment,slug,name\r\n');
  const file = folder.file('regions.csv');
  await writeFile(file, `${template.body}cws,harbor,Harbor Office\r\ncws,BAD,\r\n`);
  const { code, err } = await collector.heart('import', '--kind', 'regions', '--file', file);
  expect(code).toBe(1);
  expect(err.split('\n')).toEqual([expect.stringMatching(/^line 3, slug: /), expect.stringMatching(/^line 3, name: /)]);
  await writeFile(file, `${template.body}cws,harbor,Harbor Office\r\n`);
  expect(await collector.heart('import', '--kind', 'regions', '--file', file, '--dry-run')).toMatchObject({
    code: 0,
    out: '1 added, 0 changed, 0 unchanged; nothing saved.',
  });
  expect(await count(collector.db, "region WHERE slug = 'harbor'")).toBe(0);
  expect((await collector.heart('import', '--kind', 'regions', '--file', file)).code).toBe(0);
  expect(await count(collector.db, "region WHERE slug = 'harbor'")).toBe(1);
});

/** The rows of that table, without their ids. */
async function rowsOf({ db }: TestCollector, sql: string) {
  return (await db.$client.execute(sql)).rows.map((row) => ({ ...row }));
}

test('a missing column changes nothing, an empty cell clears the field, and the preview shows each change', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  await collector.db.$client.executeMultiple(`
    UPDATE department SET target = 450, closes_after = 5, plans_due_after = 30, hand_in_after = 7, submit_after = 14, holidays = 'US-CA', notice = 'Take care.',
      contact_name = 'Duty desk', contact_email = 'duty@example.gov', asks_to_show = 1, thanks_sentence = 'Well done.', place = 2;
    INSERT INTO employee (region_id, name, email, supervisor_name, supervisor_email, code, created_at)
      SELECT id, 'A. Example', 'a@example.gov', 'B. Example', 'b@example.gov', 'code', 1 FROM region WHERE slug = 'central'`);
  const kept =
    'target, closes_after, plans_due_after, hand_in_after, submit_after, holidays, notice, contact_name, contact_email, asks_to_show, thanks_sentence, place';
  const before = await rowsOf(collector, `SELECT ${kept} FROM department`);

  const named = 'slug,name,zone\ncws,Children,America/Los_Angeles';
  const seen = textOf((await preview(administrator, 'departments', named)).body);
  expect(seen).toContain('name : Child Welfare Services becomes Children');
  expect(seen.match(/ becomes /g)).toHaveLength(1);
  await importText(administrator, 'departments', named);
  expect(await rowsOf(collector, `SELECT ${kept}, name FROM department`)).toEqual([{ ...before[0], name: 'Children' }]);

  const off = 'slug,name,zone,asks_to_show,thanks_sentence,place\ncws,Children,America/Los_Angeles,No,,1';
  const turnedOff = textOf((await preview(administrator, 'departments', off)).body);
  expect(turnedOff).toContain('asks_to_show : yes becomes no');
  expect(turnedOff).toContain('place : 2 becomes 1');
  await importText(administrator, 'departments', off);
  expect(await rowsOf(collector, 'SELECT asks_to_show, thanks_sentence, place FROM department')).toEqual([
    { asks_to_show: 0, thanks_sentence: null, place: 1 },
  ]);

  await importText(administrator, 'employees', 'region,name,email\ncentral,A. B. Example,a@example.gov');
  expect(await rowsOf(collector, 'SELECT name, supervisor_name, supervisor_email FROM employee')).toEqual([
    { name: 'A. B. Example', supervisor_name: 'B. Example', supervisor_email: 'b@example.gov' },
  ]);
  const emptied = 'region,name,email,supervisor_name\ncentral,A. B. Example,a@example.gov,';
  expect(textOf((await preview(administrator, 'employees', emptied)).body)).toContain(
    'supervisor_name : B. Example becomes nothing',
  );
  await importText(administrator, 'employees', emptied);
  expect(await rowsOf(collector, 'SELECT supervisor_name, supervisor_email FROM employee')).toEqual([
    { supervisor_name: null, supervisor_email: 'b@example.gov' },
  ]);
  // A target cannot be empty.
  const { body } = await preview(
    administrator,
    'departments',
    'slug,name,zone,target\ncws,Children,America/Los_Angeles,',
  );
  expect(body).toContain('Enter a target from 1.00 to 5.00.');
});

test('tells two employees with the same name apart only by their email addresses', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  await importText(administrator, 'employees', 'region,name,email\neast,Q,q1@example.gov\neast,Q,q2@example.gov');
  const { body } = await preview(administrator, 'employees', 'region,name,supervisor_name\neast,Q,Somebody');
  expect(body).toContain('More than one employee matches Q');
});

test('audits each change of a file as its form would, and the import itself', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const entries = async () =>
    (await rowsOf(collector, 'SELECT action, subject, detail FROM audit_event ORDER BY id')).map(
      ({ action, subject, detail }) => `${String(action)}: ${String(subject)} ${String(detail)}`,
    );
  const entriesOf = async (act: () => Promise<unknown>) => {
    const before = (await entries()).length;
    await act();
    return (await entries()).slice(before);
  };
  const people =
    'name,email,role,region\nD. Example,d@example.gov,administrator,\nD. Example,d@example.gov,junior,east\nE. Example,e@example.gov,executive,';
  expect(await entriesOf(() => importText(administrator, 'people', people))).toEqual([
    'person invited: d@example.gov {"role":"administrator"}',
    'role granted: d@example.gov {"role":"junior"}',
    'person invited: e@example.gov {"role":"executive"}',
    'people imported: people {"added":3,"changed":0,"unchanged":0}',
  ]);
  expect(await entriesOf(() => importText(administrator, 'people', people))).toEqual([]);
  expect(await entriesOf(() => importText(administrator, 'regions', regions))).toEqual([
    'region added: harbor {"name":"Harbor Office"}',
    'region renamed: central {"name":["Central Region","Central Office"]}',
    'regions imported: regions {"added":1,"changed":1,"unchanged":1}',
  ]);
  const target = 'slug,name,zone,target\ncws,Child Welfare Services,America/Los_Angeles,4.5\nx1,X,UTC,';
  const [changed, added] = await entriesOf(() => importText(administrator, 'departments', target));
  expect(changed).toBe('department changed: cws {"target":[400,450]}');
  expect(added).toContain('department added: x1 ');
  await importText(administrator, 'employees', 'region,name,email\ncentral,Q,q@example.gov');
  const renamed = 'region,name,email\ncentral,Q. Example,q@example.gov';
  expect((await entriesOf(() => importText(administrator, 'employees', renamed)))[0]).toBe(
    'employee changed: q@example.gov {"fields":["name"]}',
  );
});

const rejectedGrants: [what: string, line: string, message: string][] = [
  ['to somebody who has left', 'Gone,gone@example.gov,executive,,', 'Their access has ended.'],
  ['for a region that is retired', 'A,a@example.gov,junior,,south', 'for one region or program'],
  ['for a region of another department', 'A,a@example.gov,junior,other,central', 'central belongs to cws.'],
  ['of a department, with a region', 'A,a@example.gov,ambassador,cws,central', 'are for one department'],
  ['of the installation, with a department', 'A,a@example.gov,executive,cws,', 'are for all departments'],
  ['for no department', 'A,a@example.gov,representative,,', 'are for one department'],
  ['for an unknown department', 'A,a@example.gov,ambassador,nowhere,', 'There is no department nowhere.'],
  ['to the person who imports the file', 'Self,SELF,representative,cws,', 'You cannot give yourself a role.'],
];

test.each(rejectedGrants)('a file grants no role %s', async (_, line, message) => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'UTC', 7);
    UPDATE region SET retired_at = 1 WHERE slug = 'south';
    INSERT INTO person (id, name, email, email_verified, created_at, updated_at, left_at)
      VALUES ('gone', 'Gone', 'gone@example.gov', 0, 1, 1, 2)`);
  const before = await count(collector.db, 'role_grant');
  const text = `name,email,role,department,region\n${line.replace('SELF', administrator.email)}`;
  expect((await importText(administrator, 'people', text)).body).toContain(message);
  expect(await count(collector.db, 'role_grant')).toBe(before);
});

/** How many turns the event loop takes while that file is read: reading waits for nothing except other work. */
async function turnsWhileRead({ db, clock }: TestCollector, kind: ImportKind, text: string): Promise<number> {
  const options = { db, organization: await createOrganization(db)(), now: clock.now, by: null };
  const state = { turns: 0, isOver: false };
  const count = () => {
    state.turns += 1;
    if (!state.isOver) setImmediate(count);
  };
  setImmediate(count);
  await readImport(options, kind, text);
  state.isOver = true;
  return state.turns;
}

const fullFiles: [kind: ImportKind, head: string, line: (n: number) => string][] = [
  ['departments', 'slug,name,zone', (n) => `d${n},Department ${n},UTC`],
  ['regions', 'department,slug,name', (n) => `cws,r${n},Region ${n}`],
  ['employees', 'region,name,email', (n) => `central,Person ${n},p${n}@example.gov`],
  ['people', 'name,email,role,region', (n) => `Person ${n},q${n}@example.gov,junior,central`],
];

test.each(fullFiles)('imports a full file of %s, and other requests get their turn', async (kind, head, line) => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const n = importKinds[kind].maxLines;
  const text = [head, ...Array.from({ length: n }, (_, index) => line(index + 1))].join('\n');
  expect(await turnsWhileRead(collector, kind, text)).toBeGreaterThan(n / 250);
  expect((await importText(administrator, kind, text)).body).toContain(`${n} added, 0 changed, 0 unchanged`);
  expect((await preview(administrator, kind, text)).body).toContain(`0 added, 0 changed, ${n} unchanged`);
  const entries = kind === 'people' ? "action = 'person invited'" : "action LIKE '%added'";
  expect(await count(collector.db, `audit_event WHERE ${entries}`)).toBeGreaterThanOrEqual(n);
  expect((await preview(administrator, kind, `${text}\n${line(n + 1)}`)).body).toContain(
    `The file has more than ${n.toLocaleString('en-US')} lines.`,
  );
});
