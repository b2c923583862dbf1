import { expect, test } from 'vitest';
import { aCase } from '../../test/cases.ts';
import { aCollector, count } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson } from '../../test/staff.ts';

const path = '/console/departments/cws/case-rules';
/** Friday, May 21, 2027, 5:10 p.m. in Toronto. Monday, May 24, is Victoria Day. */
const fridayEvening = Date.UTC(2027, 4, 21, 21, 10);
const counted =
  'Friday, May 21, 2027: the day that it starts Saturday, May 22, 2027: weekend, not counted Sunday, May 23, 2027: weekend, not counted Monday, May 24, 2027: not counted (Victoria Day) Tuesday, May 25, 2027: business day 1';

async function inOntario() {
  const collector = await aCollector();
  await collector.db.$client.execute("UPDATE department SET zone = 'America/Toronto', holidays = 'CA-ON'");
  collector.clock.now = fridayEvening;
  return collector;
}

const dufferin = {
  ...{ pack: 'dufferin', before: '', 'count-call': '1', 'after-call': 'same day', 'count-email': '1' },
  ...{ 'after-email': 'same day', 'count-letter': '3', 'after-letter': 'same day', 'count-answer': '10' },
  ...{ 'after-answer': 'same day', 'count-second': '10', 'after-second': 'same day' },
};

test('a voicemail on Friday evening before a holiday Monday is due on Tuesday, shown day by day', async () => {
  await using collector = await inOntario();
  const [administrator, manager] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'manager')];
  const rules = text((await administrator.get(path)).body);
  expect(rules).toContain('A voicemail on Friday, May 21, 2027, 5:10 p.m. is due on Tuesday, May 25, 2027.');
  expect(rules).toContain(counted);
  const { reference } = await aCase(collector, { channel: 'voicemail' });
  const page = await manager.get(`/console/cases/${reference}/counted`);
  expect(text(page.body)).toContain(`Due on May 25, 2027. Policy 2-3-12, section 2.2. ${counted}`);
  expect((await manager.get('/console/cases/2222-2222/counted')).status).toBe(404);
  expect((await manager.get(path)).status).toBe(404);
});

test('a department picks a policy and edits it, and running cases keep the rules that they came in under', async () => {
  await using collector = await inOntario();
  const [administrator, manager] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'manager')];
  const before = await aCase(collector, { channel: 'voicemail' });
  const pack = text((await administrator.get(`${path}?pack=lgsco`)).body);
  expect(pack).toContain(
    'These are the numbers of “Local Government and Social Care Ombudsman”. Nothing is saved yet.',
  );
  expect(pack).toContain('is due on Monday, May 31, 2027.');

  const wrong = await administrator.post(path, { ...dufferin, 'count-call': '0' });
  expect(wrong.status).toBe(400);
  expect(wrong.body).toContain('href="#count-call"');
  // Nothing changed, so there is no new version.
  expect((await administrator.post(path, dufferin)).status).toBe(303);
  expect(await count(collector.db, 'case_rules')).toBe(0);

  const edited = { ...dufferin, 'count-call': '2', 'after-call': 'next business day' };
  expect((await administrator.post(path, edited)).status).toBe(303);
  // Someone else had the page open.
  const late = await administrator.post(path, { ...dufferin, 'count-answer': '7' });
  expect(late.status).toBe(409);
  expect(late.body).toMatch(/name="count-answer"[^>]*value="7"/);
  expect(await count(collector.db, 'case_rules')).toBe(1);
  const { rows } = await collector.db.$client.execute(
    "SELECT subject, detail FROM audit_event WHERE action = 'case rules changed'",
  );
  expect(rows.map((row) => ({ ...row }))).toEqual([
    {
      subject: 'cws',
      detail:
        '{"pack":["dufferin","dufferin"],"call":["business days, 1, same day","business days, 2, next business day"]}',
    },
  ]);

  const after = await aCase(collector, { channel: 'voicemail' });
  const dueOf = async ({ reference }: { reference: string }) =>
    /a visit Due on ([^.]*)\./.exec(text((await manager.get(`/console/cases/${reference}/counted`)).body))?.[1];
  expect(await dueOf(before)).toBe('May 25, 2027');
  expect(await dueOf(after)).toBe('May 27, 2027');
  expect((await collector.heart('verify')).code).toBe(0);
});
