import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPlan, again, closeQuarter, endOfQuarter, valueOf } from '../../test/plans.ts';
import { readPublished } from '../../test/publishing.ts';
import { addTo, makeIt, paperForm, startRestating } from '../../test/restating.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { submitted } from '../../test/submissions.ts';

const list = '/console/departments/cws/results-published';
const path = '/console/departments/cws/quarters/2026-07/publishing';

/** A closed quarter with 12 people in the region Central, all of whom gave this rating. */
async function aClosedQuarter(rating = 4) {
  const collector = await aCollector();
  for (let people = 0; people < 12; people += 1) await send(collector, aResponse({ rating }));
  await closeQuarter(collector);
  return collector;
}

async function seenBy(person: Staff) {
  const { body } = await person.get(path);
  return {
    submission: valueOf(body, 'submission'),
    events: valueOf(body, 'events'),
    offered: valueOf(body, 'offered'),
  };
}

/** What the public sees of the department. */
async function shown(collector: TestCollector) {
  return (await readPublished(collector))[0]!;
}

const audited = async ({ db }: TestCollector) =>
  (await db.$client.execute("SELECT action, subject, detail FROM audit_event WHERE action LIKE 'results %'")).rows.map(
    (row) => ({ ...row }),
  );

test('a representative publishes a submitted quarter, once, and withdraws it with a reason', async () => {
  await using collector = await aClosedQuarter();
  const staff = await aPerson(collector, 'representative');
  expect(text((await staff.get(list)).body)).toContain('No quarter has been submitted yet.');
  expect((await staff.get(path)).status, 'not submitted').toBe(404);

  const sha256 = await submitted(collector, '2026-07');
  expect(text((await staff.get('/console')).body)).toContain(
    'July to September 2026 was submitted. It is not published yet.',
  );
  expect(text((await staff.get(list)).body)).toContain('July to September 2026 Not published');
  expect(text((await staff.get(path)).body)).toContain('12 responses, an average of 4.00; the goal is 4.00.');
  expect((await shown(collector)).quarters).toEqual([]);

  const form = await seenBy(staff);
  const first = await staff.post(`${path}/publish`, form);
  expect([first.status, first.headers.get('location')]).toEqual([303, `${path}?notice=published`]);
  expect((await staff.post(`${path}/publish`, form)).status, 'sent twice').toBe(409);
  expect((await shown(collector)).quarters).toMatchObject([{ quarter: { id: '2026-07' }, publishedAt: endOfQuarter }]);
  expect(text((await staff.get(list)).body)).toContain('Published on October 1, 2026');
  expect(text((await staff.get('/console')).body)).not.toContain('published yet');

  expect((await staff.post(`${path}/withdraw`, { ...(await seenBy(staff)), reason: ' ' })).status).toBe(400);
  expect((await staff.post(`${path}/withdraw`, { ...form, reason: 'Late' })).status, 'from an old page').toBe(409);
  expect((await shown(collector)).quarters).toHaveLength(1);
  const reason = 'One office was counted twice.';
  expect((await staff.post(`${path}/withdraw`, { ...(await seenBy(staff)), reason })).status).toBe(303);
  expect(await shown(collector)).toMatchObject({ quarters: [], withdrawn: [{ reason }] });
  expect(text((await staff.get(path)).body)).toContain(
    `withdrew the quarter. October 1, 2026, 12:00 a.m., version 1 ${reason}`,
  );
  expect(await audited(collector)).toEqual([
    { action: 'results published', subject: '2026-07', detail: JSON.stringify({ sha256 }) },
    { action: 'results withdrawn', subject: '2026-07', detail: JSON.stringify({ sha256, reason }) },
  ]);
  expect((await staff.post(`${path}/publish`, await seenBy(staff))).status, 'again').toBe(303);
  expect((await shown(collector)).withdrawn).toEqual([]);
});

test('of two people who publish or withdraw at the same time, one is first', async () => {
  await using collector = await aClosedQuarter();
  await submitted(collector, '2026-07');
  const people = [await aPerson(collector, 'representative'), await aPerson(collector, 'representative')];
  const form = await seenBy(people[0]!);
  const published = await Promise.all(people.map((one) => one.post(`${path}/publish`, form)));
  expect(published.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  const seen = await seenBy(people[0]!);
  const both = await Promise.all([
    people[0]!.post(`${path}/withdraw`, { ...seen, reason: 'A wrong figure' }),
    people[1]!.post(`${path}/publish`, seen),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  expect(await count(collector.db, 'publication_event')).toBe(2);
});

test('the public keeps the submitted version until a restatement is submitted and published', async () => {
  await using collector = await aClosedQuarter();
  const staff = await aPerson(collector, 'representative');
  await submitted(collector, '2026-07');
  expect((await staff.post(`${path}/publish`, await seenBy(staff))).status).toBe(303);
  const form = await seenBy(staff);

  await startRestating(staff, 'late paper');
  for (let people = 0; people < 11; people += 1) await addTo(staff, 'forms', paperForm(5));
  expect((await makeIt(staff)).status).toBe(303);
  const responses = async () => (await shown(collector)).quarters[0]?.figures.total.responses;
  expect(await responses()).toBe(12);
  expect(text((await staff.get(path)).body)).toContain('The public still sees the version that you published.');
  expect((await staff.post(`${path}/publish`, form)).status, 'the version before the restatement').toBe(409);

  await submitted(collector, '2026-07');
  expect(await responses()).toBe(12);
  expect(text((await staff.get('/console')).body)).toContain(
    'was submitted again. The public still sees the earlier version.',
  );
  expect((await staff.post(`${path}/publish`, await seenBy(staff))).status).toBe(303);
  expect(await responses()).toBe(23);
  expect((await shown(collector)).quarters).toHaveLength(1);
});

test('shows the finished actions that the representative chose, and no others', async () => {
  await using collector = await aClosedQuarter(3);
  const { db } = collector;
  await submitted(collector, '2026-07');
  await db.$client.execute('DELETE FROM action_plan');
  const action = (what: string, state: 'open' | 'done', createdAt: number) => ({ text: what, state, createdAt });
  await aPlan(db, {
    region: 'central',
    stage: 'agreed',
    actions: [
      action('Added a phone line', 'done', 1),
      action('Trained everyone', 'done', 2),
      action('Moved', 'open', 3),
    ],
  });
  const staff = await aPerson(collector, 'representative');
  const { body } = await staff.get(path);
  expect(text(body)).toContain(
    'Central Region , July to September 2026: an average of 3.00 from 12 responses Added a phone line Trained everyone',
  );
  expect(body).not.toContain('Moved');
  const preview = await staff.get(`${path}/preview?action=2026-07/central/1`);
  expect(text(preview.body)).toContain('This is a preview.');
  expect(preview.body).toContain(`href="${path}/preview?lang=es&amp;action=2026-07%2Fcentral%2F1"`);
  expect(preview.status).toBe(200);
  expect(text(preview.body)).toContain(
    'In July to September 2026, 12 people gave Central Region an average of 3.00. That was below the goal.',
  );
  expect(preview.body).toContain('Trained everyone');
  expect(preview.body).not.toContain('Added a phone line');
  expect((await shown(collector)).quarters, 'a preview publishes nothing').toEqual([]);
  const key = '2026-07/central/1';
  const stale = { ...(await seenBy(staff)), offered: 'x', action: [key] };
  expect((await staff.post(`${path}/publish`, stale)).status).toBe(409);
  const foreign = { ...(await seenBy(staff)), action: [key, '2026-07/central/7', '2020-01/east/0'] };
  expect((await staff.post(`${path}/publish`, foreign)).status).toBe(303);
  const actions = async () => (await shown(collector)).quarters[0]!.done;
  expect(await actions()).toMatchObject([
    { regionName: 'Central Region', average: '3.00', responses: 12, quarter: '2026-07', actions: ['Trained everyone'] },
  ]);
  // What is shown does not change with the plan.
  await db.$client.execute("UPDATE plan_action SET text = 'Something else'");
  expect((await actions())[0]!.actions).toEqual(['Trained everyone']);
});

test('only representatives of the department publish', async () => {
  await using collector = await aClosedQuarter();
  await submitted(collector, '2026-07');
  const form = await seenBy(await aPerson(collector, 'representative'));
  for (const role of ['ambassador', 'executive', 'administrator'] as const) {
    const person = await again(collector, await aPerson(collector, role));
    for (const page of [list, path]) expect((await person.get(page)).status, `${role} ${page}`).toBe(404);
    expect((await person.post(`${path}/publish`, form)).status, role).toBe(404);
    expect((await person.post(`${path}/withdraw`, { ...form, reason: 'x' })).status, role).toBe(404);
  }
  expect(await count(collector.db, 'publication_event')).toBe(0);
});
