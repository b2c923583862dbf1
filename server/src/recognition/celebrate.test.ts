import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { contents } from '../../test/contents.ts';
import { anEmployee, aTeam } from '../../test/praise.ts';
import { aPerson } from '../../test/staff.ts';
import { heartQuarter } from '../database/schema.ts';

const path = '/console/departments/cws/recognition';

/** Someone reached all five letters. @returns the event's id. */
async function anEvent(
  { db }: TestCollector,
  of: { employeeId?: number; teamId?: number; quarter?: string; at?: number },
) {
  const { at = 1, quarter = '2026-07', ...whom } = of;
  const added = await db
    .insert(heartQuarter)
    .values({ quarter, reachedAt: at, ...whom })
    .returning();
  return added[0]!.id;
}

const sentence = (name: string, months = 'July to September 2026') =>
  `${name} was thanked for all five letters of HEART in ${months}.`;

test('an event is shown above the queue and on today’s list until someone marks it as celebrated', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const ambassador = await aPerson(collector, 'ambassador');
  expect((await ambassador.get(path)).body).not.toContain('celebrat');
  const event = await anEvent(collector, { employeeId: await anEmployee(db, { name: 'Quirina Zandt' }) });
  expect(text((await ambassador.get(path)).body)).toContain(sentence('Quirina Zandt'));
  expect(text((await ambassador.get('/console')).body)).toContain(sentence('Quirina Zandt'));

  const other = await aPerson(collector, 'ambassador');
  const mark = `${path}/celebrations/${event}`;
  const answers = await Promise.all([ambassador.post(mark), other.post(mark), ambassador.post(mark)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  const after = (await ambassador.get(answers[0].headers.get('location')!)).body;
  expect(text(after)).toContain('Marked as celebrated.');
  expect(after).not.toContain('Quirina');
  expect((await other.get('/console')).body).not.toContain('Quirina');
  expect(await count(db, 'heart_quarter WHERE celebrated_at IS NOT NULL AND celebrated_by IS NOT NULL')).toBe(1);
  const { rows } = await db.$client.execute("SELECT * FROM audit_event WHERE action = 'HEART celebrated'");
  expect(rows.length).toBe(1);
  expect(rows[0]).toMatchObject({ subject: 'central 2026-07', department_id: 1, detail: null });
});

test('lists several events, the newest first, of each employee or team the last one, and no total', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const [one, other] = [await anEmployee(db, { name: 'Quirina Zandt' }), await anEmployee(db, { name: 'Yorick Ulm' })];
  const team = await aTeam(db, 'Central front desk', [one, other]);
  await anEvent(collector, { employeeId: one, quarter: '2026-04', at: 1 });
  await anEvent(collector, { employeeId: one, at: 2 });
  await anEvent(collector, { teamId: team, quarter: '2026-04', at: 4 });
  await anEvent(collector, { employeeId: other, at: 3 });
  // Too long ago, as the praise in the queue.
  const third = await anEmployee(db, { name: 'Xaver Tofte' });
  await anEvent(collector, { employeeId: third, quarter: '2026-01', at: 5 });
  const ambassador = await aPerson(collector, 'ambassador');
  const { body } = await ambassador.get(path);
  const shown = [...body.matchAll(/<p>\s*(<bdi>.*?)<\/p>/gs)].map(([, part]) =>
    text(part!).trim().replace(/\s+/g, ' '),
  );
  expect(shown).toEqual([
    sentence('Central front desk', 'April to June 2026'),
    sentence('Yorick Ulm'),
    sentence('Quirina Zandt'),
  ]);
  const today = text((await ambassador.get('/console')).body);
  expect(today).toContain('There is something to celebrate');
  expect(today).not.toMatch(/Zandt|Ulm|front desk/);
});

test('shows nothing about employees who left, teams that ended, and regions of others', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const left = await anEmployee(db, { name: 'Quirina Zandt' });
  const away = await anEmployee(db, { name: 'Yorick Ulm', region: 'east' });
  const ended = await aTeam(db, 'Old desk', [left]);
  await db.$client.executeMultiple(`UPDATE employee SET left_at = 1 WHERE id = ${left};
    UPDATE team SET ended_at = 1 WHERE id = ${ended}`);
  const ids = [
    await anEvent(collector, { employeeId: left }),
    await anEvent(collector, { teamId: ended }),
    await anEvent(collector, { employeeId: away }),
  ];
  const junior = await aPerson(collector, 'junior');
  const representative = await aPerson(collector, 'representative');
  const before = (await contents(db))['heart_quarter'];
  for (const page of [path, '/console']) {
    expect((await junior.get(page)).body, page).not.toMatch(/Zandt|Old desk|Ulm|celebrat/);
  }
  for (const id of [...ids, 99, 'x', '1e0']) {
    expect((await junior.post(`${path}/celebrations/${id}`)).status, String(id)).toBe(404);
    expect((await representative.post(`${path}/celebrations/${id}`)).status, String(id)).toBe(404);
  }
  expect((await contents(db))['heart_quarter']).toEqual(before);
  const ambassador = await aPerson(collector, 'ambassador');
  const { body } = await ambassador.get(path);
  expect(body).toContain('Yorick Ulm');
  expect(body).not.toMatch(/Zandt|Old desk/);
});

test('shows a name with markup and direction signs as text of its own', async () => {
  await using collector = await aCollector();
  const name = '<b>Q\u202E</b>';
  await anEvent(collector, { employeeId: await anEmployee(collector.db, { name }) });
  const ambassador = await aPerson(collector, 'ambassador');
  for (const page of [path, '/console']) {
    const { body } = await ambassador.get(page);
    expect(body).toContain('<bdi>&lt;b&gt;Q\u202E&lt;/b&gt;</bdi>');
    expect(body).not.toContain('<b>Q');
  }
});
