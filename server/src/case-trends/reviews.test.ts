import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { oneTimeCode } from '../../test/one-time-code.ts';
import { withSecondFactor } from '../../test/second-factor.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { afterQuarter, afterSettling, manyAlike, monday } from '../../test/trend-cases.ts';

const inside = '/console/departments/cws/cases/trends/2026-07';
const agency = '/console/agency/case-trends/quarters/2026-07';

/** The fields of the page's form, with what the person types. */
async function typed(person: Staff, path: string, more: Record<string, string> = {}): Promise<Record<string, string>> {
  const { body } = await person.get(path);
  const form = /<form method="post" action="[^"]*\/review">[\s\S]*?<\/form>/.exec(body)![0];
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  return {
    ...Object.fromEntries(hidden.map(([, name, value]) => [name!, value!.replaceAll('&quot;', '"')])),
    conclusions: 'Calls come back late on Mondays.',
    'decision-1': 'Two people answer the phone on Mondays.',
    'owner-1': 'Ana Diaz',
    'due-1': '2026-10-15',
    ...more,
  };
}

async function signer(collector: TestCollector, role: 'manager' | 'executive') {
  const { staff, secret } = await withSecondFactor(collector, await aPerson(collector, role));
  return { person: staff, code: (later: number) => oneTimeCode(secret, later) };
}

test('a manager signs off a quarter once, with a code, and its decisions are followed up', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  clock.now = afterQuarter;
  await manyAlike(db, 3);
  const { person, code } = await signer(collector, 'manager');
  const form = await typed(person, inside);
  const wrong = await person.post(`${inside}/review`, {
    ...form,
    conclusions: '',
    'due-1': '2026-10-01',
    code: code(1),
  });
  expect(wrong.status).toBe(400);
  expect(text(wrong.body)).toContain('Enter your conclusions');
  expect(text(wrong.body)).toContain('Enter by when decision 1 is done');
  expect((await person.post(`${inside}/review`, { ...form, code: '000' })).status).toBe(400);
  expect(await count(db, 'case_review')).toBe(0);
  const sent = { ...form, code: code(1) };
  const signed = await person.post(`${inside}/review`, sent);
  expect(signed.status, text(signed.body)).toBe(303);
  // The same form again does nothing, and needs no other code.
  expect((await person.post(`${inside}/review`, sent)).status).toBe(303);
  expect(await count(db, 'case_review')).toBe(1);
  expect(await count(db, 'case_review_decision')).toBe(1);
  expect(await count(db, "audit_event WHERE action = 'case trends reviewed' AND detail LIKE '%one-time code%'")).toBe(
    1,
  );
  const page = text((await person.get(inside)).body);
  expect(page).toContain('(version 1)');
  expect(page).toContain('Ana Diaz, by October 15, 2026.');
  expect(page).toContain('The figures have not changed since then.');
  const home = text((await person.get('/console')).body);
  expect(home).toContain('Two people answer the phone on Mondays. Ana Diaz, by October 15, 2026.');

  const other = await aPerson(collector, 'executive');
  expect(text((await other.get('/console')).body)).not.toContain('Two people answer');
  const path = `${inside}/decisions/${form['id-1']}`;
  expect((await other.post(path)).status).toBe(404);
  expect((await other.post(`${agency}/decisions/${form['id-1']}`)).status).toBe(404);
  expect((await person.post(path)).status).toBe(303);
  expect(text((await person.get(inside)).body)).toContain('Done on October 5, 2026.');
  expect(text((await person.get('/console')).body)).not.toContain('Two people answer');

  // What happens later changes the figures of the page, never those that were signed.
  await manyAlike(db, 1);
  const later = text((await person.get(inside)).body);
  expect(later).toContain('Answers, Came in: 3 became 4.');
  expect(later).toMatch(/The signed figures, version 1[\s\S]*Came in\s+3/);
});

test('nothing is signed if the figures changed meanwhile, or if the quarter has not ended', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  clock.now = afterQuarter;
  await manyAlike(db, 3);
  const { person, code } = await signer(collector, 'manager');
  const form = await typed(person, inside);
  await manyAlike(db, 1, { kind: 'damage' });
  const refused = await person.post(`${inside}/review`, { ...form, code: code(1) });
  expect(refused.status).toBe(409);
  expect(text(refused.body)).toContain('Answers, Came in: 3 became 4.');
  expect(text(refused.body)).toContain('By kind, Insurance claim, property or vehicle damage: 0 became 1.');
  // The code was not used up.
  const signed = await person.post(`${inside}/review`, { ...(await typed(person, inside)), code: code(1) });
  expect(signed.status).toBe(303);
  const open = '/console/departments/cws/cases/trends/2026-10';
  expect((await person.get(open)).body).not.toContain('/review"');
  expect((await person.post(`${open}/review`, { ...form, code: code(1) })).status).toBe(404);
  expect(await count(db, 'case_review')).toBe(1);
});

test('of two people who sign at once, one is first; the other one reads it and signs a version beside it', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  clock.now = afterSettling;
  await manyAlike(db, 30, { receivedAt: monday });
  const one = await signer(collector, 'executive');
  const other = await signer(collector, 'executive');
  const due = { 'due-1': '2026-11-15' };
  const forms = [
    await typed(one.person, agency, due),
    await typed(other.person, agency, { ...due, conclusions: 'All is well.' }),
  ];
  const answers = await Promise.all([
    one.person.post(`${agency}/review`, { ...forms[0]!, code: one.code(1) }),
    other.person.post(`${agency}/review`, { ...forms[1]!, code: other.code(1) }),
  ]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  expect(text(answers.find(({ status }) => status === 409)!.body)).toContain('Someone else signed off this quarter');
  expect(await count(db, 'case_review')).toBe(1);
  expect(await count(db, 'case_review_decision')).toBe(1);
});

test('whatever ids a form brings, a version has decisions of its own, and none is lost', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  clock.now = afterQuarter;
  await manyAlike(db, 3);
  const { person, code } = await signer(collector, 'manager');
  const other = await signer(collector, 'manager');
  const form = await typed(person, inside);
  expect((await person.post(`${inside}/review`, { ...form, code: code(1) })).status).toBe(303);
  // The same form with another decision is not taken for the one that was signed.
  const changed = { ...form, 'decision-1': 'Three people answer the phone on Mondays.' };
  expect((await person.post(`${inside}/review`, { ...changed, code: code(2) })).status).toBe(409);
  // Its ids are used, and one is none.
  const second = {
    'id-2': form['id-1']!,
    'decision-2': 'Call back.',
    'owner-2': 'Bo Li',
    'due-2': '2026-10-20',
    'id-3': '',
    'decision-3': 'Write it down.',
    'owner-3': 'Bo Li',
    'due-3': '2026-10-20',
  };
  const sent = { ...changed, ...second, version: '2', code: other.code(1) };
  const signed = await other.person.post(`${inside}/review`, sent);
  expect(signed.status, text(signed.body)).toBe(303);
  const decisions = await db.query.caseReviewDecision.findMany();
  expect(decisions).toHaveLength(4);
  expect(decisions.every(({ id }) => /^[0-9a-f-]{36}$/.test(id))).toBe(true);
});
