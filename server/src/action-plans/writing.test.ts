import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { contents } from '../../test/contents.ts';
import { below, closeQuarter, personId, plansPath, take, valueOf, versionOf, writePlan } from '../../test/plans.ts';
import { aPerson, signIn, type Staff } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

const page = `${plansPath}/1`;

/** A collector with a required plan of Central Region, and the people who work on it. */
async function aRequiredPlan() {
  const collector = await aCollector();
  await below(collector, 'central');
  await closeQuarter(collector);
  const ambassador = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  const junior = await aPerson(collector, 'junior');
  return {
    collector,
    ambassador,
    representative,
    junior,
    [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose](),
  };
}

async function planRow({ db }: TestCollector, id = 1) {
  const { rows } = await db.$client.execute(statement('SELECT * FROM action_plan WHERE id = ?', [id]));
  return { ...rows[0]! };
}

async function actionsIn({ db }: TestCollector) {
  const { rows } = await db.$client.execute('SELECT * FROM plan_action ORDER BY created_at, id');
  return rows.map((row) => ({ ...row, id: String(row['id']), owner: String(row['owner_id']) }));
}

const readText = async (person: Staff, path = page) => text((await person.get(path)).body);

test('a plan is written, returned with a reason, sent again, and approved', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative } = given;
  expect(await readText(ambassador)).toContain('Before you can send it for approval Choose an owner for the plan.');
  expect((await take(collector, ambassador, 'submission')).status).toBe(400);
  await writePlan(collector, ambassador, representative);
  const written = await readText(ambassador);
  expect(written).toContain('Process Calls wait in three queues before anyone answers.');
  expect(written).toContain('Average of all six : from 3.00 (n 6) to a goal of 4.20');
  expect((await take(collector, ambassador, 'submission')).status).toBe(303);
  expect(await readText(ambassador)).toContain('Waiting for approval');
  expect((await take(collector, representative, 'return', { reason: ' ' })).status).toBe(400);
  const reason = 'Say who answers the phone at lunch.';
  expect((await take(collector, representative, 'return', { reason })).status).toBe(303);
  expect(await readText(ambassador)).toContain(`Reason: ${reason}`);
  expect((await take(collector, ambassador, 'submission')).status).toBe(303);
  expect((await take(collector, representative, 'agreement')).status).toBe(303);
  expect(await planRow(collector)).toMatchObject({ stage: 'agreed', agreed_at: collector.clock.now });
  const history = await readText(ambassador);
  expect(history).toMatch(
    /sent the plan for approval\..*returned the plan\..*sent the plan for approval\..*approved the plan\./,
  );
});

test('Today asks the representative to decide, and the owner of an action to finish it', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative } = given;
  await writePlan(collector, ambassador, representative);
  await take(collector, ambassador, 'submission');
  expect(await readText(representative, '/console')).toContain(
    'The action plan of Central Region for FY 2026-27 Q1 (Jul–Sep 2026) is waiting for your approval.',
  );
  expect(await readText(ambassador, '/console')).not.toContain('action plan');
  await take(collector, representative, 'agreement');
  collector.clock.now += 70 * 24 * 60 * 60 * 1000;
  const owner = await signIn(collector, ambassador.email);
  expect(await readText(owner, '/console')).toContain(
    'Your action in the plan of Central Region was due on November 30, 2026: One queue for all calls.',
  );
});

test('a plan cannot be edited while it waits for approval, or once it is approved', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative } = given;
  await writePlan(collector, ambassador, representative);
  const [action] = await actionsIn(collector);
  const attempts = async () => {
    const version = await versionOf(collector);
    const typed = { version, causeClass: 'other', cause: 'Changed.', figure: 'average', goal: '4.90', monitor: '' };
    const added = { id: randomUUID(), text: 'One more.', owner: action!.owner, dueOn: '2027-01-04' };
    const before = await contents(collector.db);
    expect((await ambassador.post(`${page}/text`, typed)).status).toBe(409);
    expect((await ambassador.post(`${page}/actions`, { ...added, strength: 'weak' })).status).toBe(409);
    await ambassador.post(`${page}/actions/${action!.id}/removal`);
    expect(await contents(collector.db)).toEqual(before);
  };
  await take(collector, ambassador, 'submission');
  await attempts();
  await take(collector, representative, 'agreement');
  await attempts();
});

test('keeps the first of two simultaneous decisions and shows the other person a message', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative } = given;
  const other = await aPerson(collector, 'representative');
  await writePlan(collector, ambassador, representative);
  await take(collector, ambassador, 'submission');
  const reason = 'Add a date for the new phone menu.';
  const decided = await Promise.all([
    take(collector, representative, 'agreement'),
    take(collector, other, 'return', { reason }),
  ]);
  expect(decided.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  const lost = decided.find(({ status }) => status === 409)!;
  expect(text(lost.body)).toContain('Someone else changed this plan first, so your action did not go through.');
  expect(await count(collector.db, "plan_event WHERE kind IN ('agreed', 'returned')")).toBe(1);
  const { stage } = await planRow(collector);
  if (stage !== 'agreed') {
    await take(collector, ambassador, 'submission');
    expect((await take(collector, representative, 'agreement')).status).toBe(303);
  } else expect(text(lost.body)).toContain(`You typed: ${reason}`);

  const [action] = await actionsIn(collector);
  const ended = { state: 'done', outcome: 'The new menu is in use.' };
  expect((await ambassador.post(`${page}/actions/${action!.id}/end`, ended)).status).toBe(303);
  const reasons = ['The program ended.', 'The region was merged.'];
  const completed = await Promise.all([
    take(collector, representative, 'completion', { noVerdict: reasons[0]! }),
    take(collector, other, 'completion', { noVerdict: reasons[1]! }),
  ]);
  expect(completed.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  expect(await planRow(collector)).toMatchObject({ stage: 'completed', closed_at: collector.clock.now });
  expect(await count(collector.db, "plan_event WHERE kind = 'completed'")).toBe(1);
});

test('handles a double submission once', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative } = given;
  await writePlan(collector, ambassador, representative);
  const twice = async (post: () => Promise<{ status: number }>) => {
    const version = await versionOf(collector);
    expect([(await post()).status, (await post()).status]).toEqual([303, 303]);
    return Number(await versionOf(collector)) - Number(version);
  };
  const owner = await personId(collector, ambassador);
  const action = { id: randomUUID(), text: 'Train the desk.', owner, dueOn: '2027-02-01', strength: 'weak' };
  expect(await twice(() => ambassador.post(`${page}/actions`, action))).toBe(1);
  const sent = { version: await versionOf(collector) };
  expect(await twice(() => ambassador.post(`${page}/submission`, sent))).toBe(1);
  const returned = { version: await versionOf(collector), reason: 'Add a date.' };
  expect(await twice(() => representative.post(`${page}/return`, returned))).toBe(1);
  const resent = { version: await versionOf(collector) };
  expect(await twice(() => ambassador.post(`${page}/submission`, resent))).toBe(1);
  const agreed = { version: await versionOf(collector) };
  expect(await twice(() => representative.post(`${page}/agreement`, agreed))).toBe(1);
  for (const { id } of await actionsIn(collector)) {
    const ended = { state: 'done', outcome: 'Done, see the minutes.' };
    expect(await twice(() => ambassador.post(`${page}/actions/${id}/end`, ended))).toBe(1);
  }
  const completed = { version: await versionOf(collector), noVerdict: 'The program ended.' };
  expect(await twice(() => representative.post(`${page}/completion`, completed))).toBe(1);
  expect(await count(collector.db, 'plan_event')).toBe(5);
});

test('of two people who edit a plan, the second gets a message and keeps what they typed', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, junior } = given;
  const version = valueOf((await ambassador.get(`${page}/text`)).body, 'version');
  const typed = { version, causeClass: 'place', cause: 'The lobby is closed.', figure: 'timeliness', goal: '4.00' };
  expect((await ambassador.post(`${page}/text`, { ...typed, monitor: '' })).status).toBe(303);
  const late = await junior.post(`${page}/text`, { ...typed, cause: 'Two clerks left.', monitor: '' });
  expect(late.status).toBe(409);
  expect(late.body).toContain('Two clerks left.</textarea>');
  expect(text(late.body)).toContain('Someone else changed this plan while you were editing.');
  expect(await planRow(collector)).toMatchObject({ cause: 'The lobby is closed.' });
  const saved = { ...typed, version: valueOf(late.body, 'version'), cause: 'Two clerks left.', monitor: '' };
  expect((await junior.post(`${page}/text`, saved)).status).toBe(303);
  expect(await planRow(collector)).toMatchObject({ cause: 'Two clerks left.' });
});

test('keeps what was typed if someone else changed the action, or sent the plan', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative, junior } = given;
  await writePlan(collector, ambassador, representative);
  const [action] = await actionsIn(collector);
  const path = `${page}/actions/${action!.id}`;
  const seen = valueOf((await junior.get(path)).body, 'version');
  const typed = { version: seen, owner: action!.owner, dueOn: '2027-01-04', strength: 'weak' };
  expect((await ambassador.post(path, { ...typed, text: 'One queue, and a call back.' })).status).toBe(303);
  const late = await junior.post(path, { ...typed, text: 'Two queues.' });
  expect(late.status).toBe(409);
  expect(late.body).toContain('Two queues.</textarea>');
  await take(collector, ambassador, 'submission');
  const later = await junior.post(path, { ...typed, version: valueOf(late.body, 'version'), text: 'Two queues.' });
  expect(later.status).toBe(409);
  expect(text(later.body)).toContain('You typed: Two queues.');
  expect(await actionsIn(collector)).toMatchObject([{ text: 'One queue, and a call back.' }]);
});

test.each([
  ['a goal that is not above the figure', { goal: '3.00' }, 'Enter a goal above'],
  ['a goal above 5.00', { goal: '5.01' }, 'Enter a goal between 1.01 and 5.00'],
  ['a cause that is too long', { cause: 'c'.repeat(2001) }, 'Shorten the cause to 2,000 characters.'],
  ['someone who does not work on the plan', { monitor: 'nobody' }, 'Choose a person from the list.'],
  ['a cause that names an employee', { cause: 'It was dana  WILLS again.' }, 'Remove the name Dana Wills.'],
])('rejects %s, and keeps what was typed', async (_, fields, message) => {
  await using given = await aRequiredPlan();
  const { collector, ambassador } = given;
  await collector.db.$client.execute(
    "INSERT INTO employee (region_id, name, code, created_at) VALUES (4, 'Dana Wills', 'x', 0)",
  );
  const version = await versionOf(collector);
  const typed = { version, causeClass: 'process', cause: 'Long waits.', figure: 'average', goal: '4.20', monitor: '' };
  const rejected = await ambassador.post(`${page}/text`, { ...typed, ...fields });
  expect(rejected.status).toBe(400);
  expect(text(rejected.body)).toContain(message);
  expect(rejected.body).toContain(`${{ ...typed, ...fields }.cause}</textarea>`);
  expect(await planRow(collector)).toMatchObject({ cause: null, version: 0 });
});

test('the monitor of a plan cannot be its only owner', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative } = given;
  await writePlan(collector, ambassador, ambassador);
  const refused = await take(collector, ambassador, 'submission');
  expect(refused.status).toBe(400);
  expect(text(refused.body)).toContain('The monitor cannot be the only owner.');
  const [owner, shared] = [await personId(collector, ambassador), await personId(collector, representative)];
  const action = { id: randomUUID(), text: 'Open at lunch.', owner: shared, dueOn: '2027-01-04', strength: 'strong' };
  await ambassador.post(`${page}/actions`, action);
  expect(await planRow(collector)).toMatchObject({ owner_id: owner, monitor_id: owner });
  expect((await take(collector, ambassador, 'submission')).status).toBe(303);
});

test('an action does not name an employee, since executives read it', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador } = given;
  await collector.db.$client.execute(
    "INSERT INTO employee (region_id, name, code, created_at) VALUES (4, 'Dana Wills', 'x', 0)",
  );
  const owner = await personId(collector, ambassador);
  const action = { id: randomUUID(), text: 'Move Dana Wills.', owner, dueOn: '2027-01-04', strength: 'weak' };
  const rejected = await ambassador.post(`${page}/actions`, action);
  expect(rejected.status).toBe(400);
  expect(text(rejected.body)).toContain('Remove the name Dana Wills.');
});

test('does not claim to have removed, reopened or copied what stayed as it was', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative } = given;
  await writePlan(collector, ambassador, representative);
  const [action] = await actionsIn(collector);
  const path = `${page}/actions/${action!.id}`;
  await take(collector, ambassador, 'submission');
  const kept = await ambassador.post(`${path}/removal`);
  expect(kept.status).toBe(409);
  expect(text(kept.body)).toContain('The action was not removed, because the plan has been sent for approval.');
  await take(collector, representative, 'agreement');
  await ambassador.post(`${path}/end`, { state: 'done', outcome: 'Done.' });
  await take(collector, representative, 'completion', { noVerdict: 'The program ended.' });
  expect((await ambassador.post(`${path}/reopening`)).status).toBe(409);
  expect(await actionsIn(collector)).toMatchObject([{ state: 'done' }]);
});

test('a removed action is gone, however often the button is pressed', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative } = given;
  await writePlan(collector, ambassador, representative);
  const [action] = await actionsIn(collector);
  const remove = () => ambassador.post(`${page}/actions/${action!.id}/removal`);
  expect([(await remove()).status, (await remove()).status]).toEqual([303, 303]);
  expect(await actionsIn(collector)).toEqual([]);
});

test('a plan is not approved without an owner, or with its monitor as the only one', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative } = given;
  await writePlan(collector, ambassador, representative);
  await take(collector, ambassador, 'submission');
  const seen = { version: await versionOf(collector) };
  const [owner, monitor] = [await personId(collector, ambassador), await personId(collector, representative)];
  const change = (after: string) => ambassador.post(`${page}/owner`, { before: owner, owner: after });
  expect((await change('')).status).toBe(400);
  expect((await change(await personId(collector, given.junior))).status).toBe(303);
  // The representative still looks at the page with the owner of before.
  expect((await representative.post(`${page}/agreement`, seen)).status).toBe(409);
  expect((await take(collector, representative, 'agreement')).status).toBe(303);
  const [action] = await actionsIn(collector);
  const moved = { version: await versionOf(collector), owner: monitor, dueOn: '2027-01-04' };
  expect((await ambassador.post(`${page}/actions/${action!.id}`, moved)).status).toBe(303);
  const toMonitor = { before: await personId(collector, given.junior), owner: monitor };
  expect((await ambassador.post(`${page}/owner`, toMonitor)).status).toBe(400);
});

test('only the owner of an overdue action can change, and its date can stay', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative, junior } = given;
  await writePlan(collector, ambassador, representative);
  await take(collector, ambassador, 'submission');
  await take(collector, representative, 'agreement');
  const [action] = await actionsIn(collector);
  const owner = await personId(collector, junior);
  collector.clock.now += 70 * 24 * 60 * 60 * 1000;
  const later = await signIn(collector, ambassador.email);
  const moved = { version: await versionOf(collector), owner, dueOn: '2026-11-30' };
  expect((await later.post(`${page}/actions/${action!.id}`, moved)).status).toBe(303);
  expect((await later.post(`${page}/actions/${action!.id}`, { ...moved, dueOn: '2026-12-01' })).status).toBe(400);
  expect(await actionsIn(collector)).toMatchObject([{ owner, due_on: '2026-11-30' }]);
});

test('a quoted comment can be removed even if many others have lower ratings, and an excluded one is not quoted', async () => {
  await using collector = await aCollector();
  const first = aResponse({ rating: 3, comment: 'Slow' });
  await send(collector, first);
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await ambassador.post(`${page}/comments`, { response: first.id })).status).toBe(303);
  for (let n = 0; n < 21; n += 1) await send(collector, aResponse({ rating: 1, comment: `Worse ${n}` }));
  const removal = `${page}/comments/${first.id}/removal`;
  expect((await ambassador.get(`${page}/comments`)).body).toContain(`action="${removal}"`);
  expect((await ambassador.post(removal)).status).toBe(303);
  await collector.db.$client.execute(statement('UPDATE response SET excluded_at = 1 WHERE id = ?', [first.id]));
  expect((await ambassador.post(`${page}/comments`, { response: first.id })).status).toBe(404);
});

test('a plan has five actions at most', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador } = given;
  const owner = await personId(collector, ambassador);
  const add = (n: number) =>
    ambassador.post(`${page}/actions`, {
      id: randomUUID(),
      text: `Action ${n}`,
      owner,
      dueOn: '2027-01-04',
      strength: 'weak',
    });
  const statuses = (await Promise.all([1, 2, 3, 4, 5, 6, 7].map(add))).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([303, 303, 303, 303, 303, 409, 409]);
  expect(await actionsIn(collector)).toHaveLength(5);
  expect((await ambassador.get(page)).body).not.toContain('Add an action');
});

test('quotes the lowest comments, masked; a hidden one disappears, and the plan keeps no copy', async () => {
  await using collector = await aCollector();
  const comments = [
    aResponse({ rating: 3, comment: 'Fine so far' }),
    aResponse({ rating: 1, comment: 'Nobody called me at 619-555-0142' }),
    aResponse({ rating: 2, comment: 'Too slow' }),
    aResponse({ rating: 1, comment: 'Elsewhere', region: 'east' }),
  ];
  for (const response of comments) await send(collector, response);
  await closeQuarter(collector);
  const ambassador = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  const offered = text((await ambassador.get(`${page}/comments`)).body);
  expect(offered).toMatch(/Nobody called me at ▇▇▇ .*Too slow .*Fine so far/);
  expect(offered).not.toContain('Elsewhere');
  const quote = (response: string) => ambassador.post(`${page}/comments`, { response });
  expect([(await quote(comments[1]!.id)).status, (await quote(comments[1]!.id)).status]).toEqual([303, 303]);
  expect((await quote(comments[2]!.id)).status).toBe(303);
  expect((await quote(comments[3]!.id)).status).toBe(404);
  const both = await readText(ambassador);
  expect(both).toContain('Nobody called me at ▇▇▇');
  expect(both).toContain('Too slow');
  const hidden = await representative.post(`/console/departments/cws/comments/${comments[2]!.id}/hiding`, {
    reason: 'Names a client',
  });
  expect(hidden.status).toBe(303);
  const shown = await readText(ambassador);
  expect(shown).toContain('This comment has been hidden.');
  expect(shown).not.toContain('Too slow');
  expect((await ambassador.post(`${page}/comments/${comments[1]!.id}/removal`)).status).toBe(303);
  expect(await readText(ambassador)).not.toContain('Nobody called me');
});

test('an action is done with evidence, can be reopened, and its owner can change once the plan is agreed', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative, junior } = given;
  await writePlan(collector, ambassador, representative);
  await take(collector, ambassador, 'submission');
  await take(collector, representative, 'agreement');
  const [one] = await actionsIn(collector);
  const id = one!.id;
  const action = `${page}/actions/${id}`;
  expect((await ambassador.post(`${action}/end`, { state: 'done', outcome: '' })).status).toBe(400);
  const owner = await personId(collector, junior);
  const moved = { version: await versionOf(collector), owner, dueOn: '2027-03-01', text: 'Something else' };
  expect((await ambassador.post(action, moved)).status).toBe(303);
  expect(await actionsIn(collector)).toMatchObject([
    { owner_id: owner, due_on: '2027-03-01', text: 'One queue for all calls.' },
  ]);
  await junior.post(`${action}/end`, { state: 'dropped', outcome: 'The county replaces the system.' });
  expect(await readText(ambassador)).toContain('Reason: The county replaces the system.');
  expect((await junior.post(`${action}/reopening`)).status).toBe(303);
  expect(await actionsIn(collector)).toMatchObject([{ state: 'open', outcome: null }]);
  // What was written is kept.
  expect(await readText(ambassador)).toContain('It was dropped: The county replaces the system.');
  await junior.post(`${action}/end`, { state: 'done', outcome: 'In use since May 3.' });
  expect(await readText(ambassador)).toContain('Evidence: In use since May 3.');
});

test('a plan with open actions, or without a verdict and a reason, is not completed', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative } = given;
  await writePlan(collector, ambassador, representative);
  await take(collector, ambassador, 'submission');
  await take(collector, representative, 'agreement');
  expect((await take(collector, representative, 'completion', { noVerdict: 'Early.' })).status).toBe(409);
  const [one] = await actionsIn(collector);
  const id = one!.id;
  await ambassador.post(`${page}/actions/${id}/end`, { state: 'done', outcome: 'Done.' });
  const refused = await take(collector, representative, 'completion');
  expect(refused.status).toBe(400);
  expect(text(refused.body)).toContain('Enter a reason of 500 characters or fewer.');
  expect((await take(collector, ambassador, 'completion', { noVerdict: 'Mine.' })).status).toBe(404);
  expect((await take(collector, representative, 'completion', { noVerdict: 'The program ended.' })).status).toBe(303);
  expect(await readText(ambassador)).toContain('Completed without a verdict: The program ended.');
});

test('a region that is below target again continues its first open plan, and can copy it', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative } = given;
  await writePlan(collector, ambassador, representative);
  await take(collector, ambassador, 'submission');
  await take(collector, representative, 'agreement');
  await below(collector, 'central');
  await closeQuarter(collector, '2026-10', Date.UTC(2027, 0, 2));
  expect(await planRow(collector, 2)).toMatchObject({ quarter: '2026-10', stage: 'required', continues: 1 });
  const writer = await aPerson(collector, 'ambassador');
  const second = `${plansPath}/2`;
  expect(await readText(writer, second)).toContain('This plan continues the plan for FY 2026-27 Q1 (Jul–Sep 2026)');
  expect(
    (await Promise.all([writer.post(`${second}/copy`), writer.post(`${second}/copy`)])).map(({ status }) => status),
  ).toEqual([303, 303]);
  expect(await planRow(collector, 2)).toMatchObject({ cause: 'Calls wait in three queues before anyone answers.' });
  expect(await count(collector.db, 'plan_action WHERE plan_id = 2')).toBe(1);
  const text2 = { version: await versionOf(collector, 2), causeClass: 'place', cause: 'Other.', figure: 'average' };
  expect((await writer.post(`${second}/text`, { ...text2, goal: '4.10', monitor: '' })).status).toBe(303);
  expect((await writer.post(`${second}/copy`)).status).toBe(409);
  expect(await planRow(collector, 2)).toMatchObject({ cause: 'Other.' });
});

test('a check-in says how the plan is going', async () => {
  await using given = await aRequiredPlan();
  const { collector, ambassador, representative } = given;
  await writePlan(collector, ambassador, representative);
  await take(collector, ambassador, 'submission');
  await take(collector, representative, 'agreement');
  const id = randomUUID();
  const note = { id, note: 'The vendor is late.', state: 'behind' };
  expect((await representative.post(`${page}/notes`, { ...note, state: 'lost' })).status).toBe(400);
  expect((await representative.post(`${page}/notes`, note)).status).toBe(303);
  expect((await representative.post(`${page}/notes`, note)).status).toBe(303);
  expect(await readText(ambassador)).toContain('Behind schedule The vendor is late.');
  expect(await count(collector.db, 'plan_check_in')).toBe(1);
});

test('offers actions that bring in more responses to a region with too few', async () => {
  await using given = await aRequiredPlan();
  const { ambassador } = given;
  expect(await readText(ambassador)).toContain(
    'With only 1 response, you will not be able to tell whether the plan helped.',
  );
  const form = (await ambassador.get(`${page}/actions/new?suggestion=2`)).body;
  expect(form).toContain('Put a tablet with the survey in the lobby.</textarea>');
});
