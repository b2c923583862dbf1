import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { contents } from '../../test/contents.ts';
import { closeQuarter } from '../../test/plans.ts';
import {
  addTo,
  eraseIt,
  makeIt,
  paperForm,
  restatingPath,
  shownOn,
  startRestating,
  versionsPath,
} from '../../test/restating.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { statement } from '../../test/statement.ts';
import { createOrganization } from '../org/org.ts';
import { prepare } from './prepared.ts';

const making = `${restatingPath()}/making`;

async function aClosedQuarter() {
  const collector = await aCollector();
  const response = aResponse({ rating: 4 });
  for (const one of [response, aResponse({ rating: 5 })]) expect((await send(collector, one)).status).toBe(201);
  await closeQuarter(collector);
  return { collector, response };
}

/** A restatement with one late form. */
async function prepared(person: Staff) {
  await startRestating(person, 'late paper');
  await addTo(person, 'forms', paperForm(3));
  return (await person.get(restatingPath())).body;
}

const nameOf = async ({ db }: TestCollector, { email }: Staff) =>
  String((await db.$client.execute(`SELECT name FROM person WHERE email = '${email}'`)).rows[0]!['name']);

test('a double press restates once; of two people at once, one does and the other reads who it was', async () => {
  const { collector: given } = await aClosedQuarter();
  await using collector = given;
  const [one, other] = [await aPerson(collector, 'representative'), await aPerson(collector, 'representative')];
  const shown = shownOn(await prepared(one));
  const answers = await Promise.all([one, one, other].map((person) => person.post(making, shown)));
  const madeByOne = answers[0]!.status === 303;
  expect(answers.map(({ status }) => status)).toEqual(madeByOne ? [303, 303, 409] : [409, 409, 303]);
  const refused = text((madeByOne ? answers[2]! : answers[0]!).body);
  expect(refused).toContain(
    `This restatement was already completed by ${await nameOf(collector, madeByOne ? one : other)}.`,
  );
  expect(await count(collector.db, 'snapshot')).toBe(2);
  expect(await count(collector.db, 'response')).toBe(3);
  expect(await count(collector.db, "audit_event WHERE action = 'quarter restated'")).toBe(1);
  expect((await one.post(making, shown)).status, 'later').toBe(madeByOne ? 303 : 409);
});

test('of two people who start at once, one does; starting twice by a double press starts one', async () => {
  const { collector: given } = await aClosedQuarter();
  await using collector = given;
  const [one, other] = [await aPerson(collector, 'representative'), await aPerson(collector, 'representative')];
  const asked = { class: 'error', reason: 'A typing error.' };
  const answers = await Promise.all([one, one, other].map((person) => person.post(restatingPath(), asked)));
  const byOne = answers[0]!.status === 303;
  expect(answers.map(({ status }) => status)).toEqual(byOne ? [303, 303, 409] : [409, 409, 303]);
  expect(text((byOne ? answers[2]! : answers[0]!).body)).toContain(
    `${await nameOf(collector, byOne ? one : other)} already started a restatement of this quarter. Yours was not started.`,
  );
  expect(await count(collector.db, 'restatement')).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'restatement started'")).toBe(1);
});

test('rejects an outdated preview: another change, another version, another target', async () => {
  const { collector: given, response } = await aClosedQuarter();
  await using collector = given;
  const representative = await aPerson(collector, 'representative');
  const stale = shownOn(await prepared(representative));
  const refused = async (shown: Record<string, string>, message: string) => {
    const before = await contents(collector.db);
    const answer = await representative.post(making, shown);
    expect(answer.status).toBe(409);
    expect(text(answer.body)).toContain(message);
    expect(await contents(collector.db)).toEqual(before);
  };
  const changed = 'The figures or the changes are different from what this page showed.';
  await addTo(representative, 'forms', paperForm(3));
  await refused(stale, changed);
  const later = shownOn((await representative.get(restatingPath())).body);
  expect((await eraseIt(representative, response.id)).status).toBe(303);
  await refused(later, changed);
  await refused({ ...later, shown: '' }, changed);
  for (const restatement of ['abc', '1e999', '']) {
    await refused({ restatement, shown: later.shown }, 'This restatement was canceled, so nothing was changed.');
  }
  await refused({ restatement: '99', shown: later.shown }, 'This restatement was canceled, so nothing was changed.');
  // A target that changed since the close is not that of the quarter.
  await collector.db.$client.execute('UPDATE department SET target = 100');
  expect((await makeIt(representative)).status).toBe(303);
  expect((await collector.figures('2026-07')).target).toBe('4.00');
});

test('a restatement that was canceled, or of which someone removed a form, is not made', async () => {
  const { collector: given } = await aClosedQuarter();
  await using collector = given;
  const representative = await aPerson(collector, 'representative');
  const shown = shownOn(await prepared(representative));
  const { restatement } = shown;
  const dropped = await representative.post(`${restatingPath()}/dropping`, { restatement });
  expect(dropped.headers.get('location')).toBe(`${restatingPath()}?notice=dropped`);
  expect((await collector.db.$client.execute('SELECT content FROM restatement_change')).rows[0]!['content']).toBeNull();
  const refused = await representative.post(making, shown);
  expect(refused.status).toBe(409);
  expect(text(refused.body)).toContain('This restatement was canceled, so nothing was changed.');
  for (const rest of ['forms', 'removal']) {
    const late = await representative.post(`${restatingPath()}/${rest}`, paperForm(3));
    expect(late.status, rest).toBe(409);
  }
  expect(await count(collector.db, 'snapshot')).toBe(1);
  expect(await count(collector.db, 'response')).toBe(2);
});

test('makes nothing if no figure would change', async () => {
  const { collector: given } = await aClosedQuarter();
  await using collector = given;
  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'error');
  const { body } = await representative.get(restatingPath());
  expect(text(body)).toContain('The figures would not change, so there is nothing to restate.');
  expect(body).not.toContain('/making');
  const department = (await createOrganization(collector.db)()).departments[0]!;
  const nothing = await prepare(collector.db, department, department.calendar.byId('2026-07')!, []);
  const { fingerprint } = typeof nothing === 'string' ? expect.fail(nothing) : nothing;
  const refused = await representative.post(making, { restatement: '1', shown: fingerprint });
  expect(refused.status).toBe(409);
  expect(text(refused.body)).toContain('there is nothing to restate');
  expect(await count(collector.db, 'snapshot')).toBe(1);
  // A recount alone restates figures that no longer match the responses.
  await collector.db.$client.execute('DELETE FROM response WHERE overall = 5');
  const drifted = (await representative.get(restatingPath())).body;
  expect(text(drifted)).toContain('Responses changed since the quarter closed, without a restatement.');
  expect((await representative.post(making, shownOn(drifted))).status).toBe(303);
  expect((await collector.figures('2026-07')).total).toMatchObject({ responses: 1, average: '4.00' });
});

test('undoes the whole commit if the tallies are not those that the figures were computed from', async () => {
  const { collector: given, response } = await aClosedQuarter();
  await using collector = given;
  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'exclusion');
  await addTo(representative, 'exclusions', { response: response.id });
  // As if another writer deleted a response between the reading and the commit.
  await collector.db.$client.execute(`CREATE TRIGGER other_writer BEFORE INSERT ON exclusion
    BEGIN DELETE FROM response WHERE overall = 5; END`);
  const before = await contents(collector.db);
  expect((await makeIt(representative)).status).toBe(503);
  expect(await contents(collector.db)).toEqual(before);
  await collector.db.$client.execute('DROP TRIGGER other_writer');
  expect((await makeIt(representative)).status).toBe(303);
});

test('restates neither an open quarter, nor one whose responses were deleted for their age', async () => {
  const { collector: given, response } = await aClosedQuarter();
  await using collector = given;
  const representative = await aPerson(collector, 'representative');
  await prepared(representative);
  const shown = shownOn((await representative.get(restatingPath())).body);
  await collector.db.$client.execute("INSERT INTO purged_quarter VALUES (1, '2026-07', 1)");
  for (const [quarter, message] of [
    ['2026-10', 'This quarter is not closed.'],
    ['2026-07', 'its responses were deleted because of their age'],
  ] as const) {
    const path = restatingPath(quarter);
    expect(text((await representative.get(path)).body)).toContain(message);
    expect(text((await representative.get(`${path}/erasure`)).body)).toContain(message);
  }
  expect((await representative.post(restatingPath('2026-10'), { class: 'error', reason: 'Why' })).status).toBe(409);
  expect((await representative.post(making, shown)).status).toBe(409);
  expect(
    (await representative.post(`${restatingPath()}/erasure`, { response: response.id, reason: 'Why', shown: 'x' }))
      .status,
  ).toBe(409);
  expect(await count(collector.db, 'snapshot')).toBe(1);
  expect(await count(collector.db, 'response')).toBe(2);
  for (const id of ['2027-01', '2026-08', 'x']) {
    expect((await representative.get(restatingPath(id))).status, id).toBe(404);
    expect((await representative.get(versionsPath(id))).status, id).toBe(404);
  }
});

test('only a representative restates; the department reads the versions, and others see neither', async () => {
  const { collector: given, response } = await aClosedQuarter();
  await using collector = given;
  const representative = await aPerson(collector, 'representative');
  await prepared(representative);
  expect((await representative.get('/console')).body).toContain(restatingPath());
  const forms: [rest: string, fields: Record<string, string>][] = [
    ['', { class: 'error', reason: 'Why' }],
    ['/forms', paperForm(3)],
    ['/making', shownOn((await representative.get(restatingPath())).body)],
    ['/dropping', { restatement: '1' }],
    ['/erasure', { response: response.id, reason: 'Why' }],
  ];
  const before = await contents(collector.db);
  for (const role of ['ambassador', 'junior', 'administrator', 'executive'] as const) {
    const person = await aPerson(collector, role);
    expect((await person.get(restatingPath())).status, role).toBe(404);
    for (const [rest, fields] of forms)
      expect((await person.post(restatingPath() + rest, fields)).status, role).toBe(404);
    expect((await person.get(versionsPath())).status, role).toBe(role === 'ambassador' ? 200 : 404);
    expect((await person.get('/console')).body).not.toContain(restatingPath());
  }
  const after = await contents(collector.db);
  for (const table of ['snapshot', 'restatement', 'restatement_change', 'response']) {
    expect(after[table]).toEqual(before[table]);
  }
});

test('a region’s name with quotes, emoji or another script is restated like any other, and one added later is left out', async () => {
  const { collector: given } = await aClosedQuarter();
  await using collector = given;
  const { $client } = collector.db;
  const representative = await aPerson(collector, 'representative');
  const names = ['"Quoted" \\ O’Neil / 100%', 'Família 👩‍👧 \u2028 東京', 'ل عربى\u200f', 'Tab\there\u007f'];
  for (const [index, name] of names.entries()) {
    await $client.execute(statement('UPDATE region SET name = ? WHERE id = ?', [name, index + 1]));
  }
  await $client.execute("INSERT INTO region (department_id, slug, name) VALUES (1, 'later', 'Later')");
  await prepared(representative);
  expect((await makeIt(representative)).status).toBe(303);
  const { regions, total } = await collector.figures('2026-07');
  expect(total.responses).toBe(3);
  // The names are those at close.
  expect(regions.map(({ region }) => region)).not.toContain('later');
  expect(regions.find(({ region }) => region === 'central')!.name).toBe('Central Region');
  await startRestating(representative, 'late paper');
  await addTo(representative, 'forms', paperForm(5, { region: 'later' }));
  expect((await makeIt(representative)).status).toBe(303);
  expect((await collector.figures('2026-07')).regions.find(({ region }) => region === 'later')).toMatchObject({
    name: 'Later',
    responses: 1,
  });
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});
