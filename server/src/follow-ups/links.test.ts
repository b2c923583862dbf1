import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aCasePath } from '../../test/follow-ups.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

const link = (person: Staff, path: string, reference: string, as = 'related') =>
  person.post(`${path}/links`, { 'link-reference': reference, 'link-as': as });

/** Two cases, the second an hour after the first. */
async function twoCases(collector: TestCollector, second: Parameters<typeof aCasePath>[1] = {}) {
  const first = await aCasePath(collector);
  collector.clock.now += 60 * 60 * 1000;
  return [first, await aCasePath(collector, second)] as const;
}

const atOf = (body: string) => /name="at" value="(\d+)"/.exec(body)?.[1] ?? '';

test('a duplicate is linked to the case that came first, shows on both pages, and keeps its own dates', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const [first, second] = await twoCases(collector);
  const early = await link(handler, first.path, second.reference, 'duplicate');
  expect(early.status).toBe(400);
  expect(text(early.body)).toContain(`Case ${second.reference} came in after this one.`);
  // However it is typed; sent twice at once, it is one link.
  const typed = first.reference.toLowerCase().replace('-', ' ');
  const both = await Promise.all([1, 2].map(() => link(handler, second.path, typed, 'duplicate')));
  expect(both.map(({ status }) => status)).toEqual([303, 303]);
  expect((await link(handler, second.path, typed, 'duplicate')).headers.get('location')).toMatch(/before$/);
  const pages = [await handler.get(first.path), await handler.get(second.path)] as const;
  expect(text(pages[0].body)).toContain(`${second.reference} is a duplicate of this case`);
  expect(text(pages[1].body)).toContain(`A duplicate of ${first.reference} , which came in first`);
  expect(text(pages[1].body)).toContain('Linked as a duplicate.');
  expect(text(pages[1].body)).toContain('Answer: due on August 31, 2026');
  // Nothing goes in a circle.
  for (const as of ['duplicate', 'related'])
    expect((await link(handler, first.path, second.reference, as)).status).toBe(400);
  expect(await count(collector.db, 'case_link')).toBe(1);
  expect(await count(collector.db, "case_event WHERE kind = 'linked'")).toBe(1);
  // It can be removed from either page, once.
  const end = (at: string) => handler.post(`${first.path}/links/${second.reference}/end`, { at });
  expect((await end('1')).status).toBe(409);
  for (const notice of ['step', 'before']) {
    expect((await end(atOf(pages[0].body))).headers.get('location')).toBe(`${first.path}?notice=${notice}`);
  }
  expect(await count(collector.db, 'case_link')).toBe(0);
  expect(text((await handler.get(second.path)).body)).toContain('A link to another case was removed.');
});

test('two people who link two cases from both sides make one link', async () => {
  await using collector = await aCollector();
  const [handler, other] = [await aPerson(collector, 'handler'), await aPerson(collector, 'handler')];
  const [first, second] = await twoCases(collector);
  await Promise.all([link(handler, first.path, second.reference), link(other, second.path, first.reference)]);
  expect(await count(collector.db, 'case_link')).toBe(1);
  expect((await link(handler, second.path, second.reference)).status).toBe(400);
  expect((await link(handler, second.path, first.reference)).headers.get('location')).toMatch(/before$/);
  for (const fields of [{}, { 'link-reference': first.reference }, { 'link-as': 'related' }]) {
    expect((await handler.post(`${second.path}/links`, fields)).status).toBe(400);
  }
});

test('a case that someone may not see is answered like one that there is not, and its links show to no one else', async () => {
  await using collector = await aCollector();
  const [handler, clerk] = [await aPerson(collector, 'handler'), await aPerson(collector, 'handler', 'clerk')];
  const manager = await aPerson(collector, 'manager');
  const [open, second] = await twoCases(collector);
  const restricted = await aCasePath(collector, { kind: 'privacy' });
  const answers = [];
  for (const reference of [restricted.reference, '2222-2222', 'nothing']) {
    const { status, body } = await link(handler, open.path, reference);
    answers.push([status, text(body).replaceAll(/[\da-f-]{36}|\S{4}-\S{4}/g, '')]);
  }
  expect(answers[0]![0]).toBe(400);
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  for (const reference of [restricted.reference, '2222-2222']) {
    expect((await handler.post(`${open.path}/links/${reference}/end`, { at: '1' })).status).toBe(404);
    expect((await link(handler, `/console/cases/${reference}`, open.reference)).status).toBe(404);
  }
  // Two open cases are linked; then one of them turns out to be about privacy.
  expect((await link(handler, second.path, open.reference, 'duplicate')).status).toBe(303);
  expect((await manager.post(`${open.path}/kind`, { version: '1', kind: 'privacy' })).status).toBe(303);
  for (const person of [handler, manager]) {
    const page = text((await person.get(second.path)).body);
    expect(page).toContain('No linked cases.');
    expect(page).not.toMatch(new RegExp(`${open.reference}|Linked as`));
  }
  // The clerk sees the one that came first, and not the duplicate.
  const page = text((await clerk.get(open.path)).body);
  expect(page).toContain('No linked cases.');
  expect(page).not.toContain(second.reference);
  // Whoever sees both sees the link.
  expect((await link(clerk, restricted.path, open.reference)).status).toBe(303);
  expect(text((await clerk.get(open.path)).body)).toContain(`Related to ${restricted.reference}`);
});
