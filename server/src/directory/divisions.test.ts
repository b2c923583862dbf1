import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson } from '../../test/staff.ts';

const path = '/console/directory/divisions';
const cws = '/console/directory/departments/cws';

test('an administrator groups departments in divisions, and each step is audited', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'administrator');
  const add = (name: string, place = '') => staff.post(path, { name, place });
  expect((await staff.get(path)).body).toContain('No divisions yet.');
  expect((await staff.get(cws)).body).not.toContain('name="division"');
  expect((await add('Health')).status).toBe(303);
  expect((await add('Family Services', '1')).status).toBe(303);
  expect((await add('Health')).headers.get('location'), 'sent twice').toBe(`${path}?notice=known`);
  expect((await add('Health', '2')).status, 'the same name').toBe(400);
  expect((await add(' ')).status).toBe(400);
  expect((await add('Aging', 'first')).status).toBe(400);
  expect(text((await staff.get(path)).body), 'in their order').toMatch(/Family Services none yet Health none yet/);

  const fields = {
    ...{ name: 'Child Welfare Services', zone: 'America/Los_Angeles', first_month: '7', target: '4.00' },
    ...{ closes_after: '10', plans_due_after: '20', hand_in_after: '5', submit_after: '10' },
    ...{ comment_months: '24', rating_months: '36', holidays: 'US-CA' },
  };
  expect((await staff.post(cws, { ...fields, division: 'Parks' })).status, 'unknown').toBe(400);
  expect((await staff.post(cws, { ...fields, division: 'Family Services' })).status).toBe(303);
  expect((await staff.get(cws)).body).toContain('<option value="Family Services" selected>');
  expect(text((await staff.get(path)).body)).toContain('Family Services Child Welfare Services');
  expect(text((await staff.get('/console/directory')).body)).toContain('Family Services · Target 4.00');

  const before = '["Family Services",1]';
  const save = (name: string) => staff.post(`${path}/2`, { name, place: '1', before });
  expect((await save('Health')).status, 'taken').toBe(400);
  for (let sent = 0; sent < 2; sent += 1) expect((await save('Children and Families')).status).toBe(303);
  const late = await save('Families');
  expect([late.status, text(late.body)]).toEqual([409, expect.stringContaining('Someone else changed this division')]);
  expect(late.body, 'what was typed is still there').toContain('value="Families"');
  expect((await staff.get(`${path}/9`)).status).toBe(404);
  expect(text((await staff.get('/console/directory')).body)).toContain('Children and Families · Target 4.00');
  expect(await count(collector.db, "audit_event WHERE action LIKE 'division %'")).toBe(3);
  expect(await count(collector.db, "audit_event WHERE action = 'department changed'")).toBe(1);
});
