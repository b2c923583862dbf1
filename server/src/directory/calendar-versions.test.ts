import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { aCollector, midQuarter, type TestCollector } from '../../test/collector.ts';
import { aPerson } from '../../test/staff.ts';
import { createOrganization, readCalendars } from '../org/org.ts';

const path = '/console/directory/departments/cws/calendar';
const hour = 60 * 60 * 1000;

async function calendarsOf({ db }: TestCollector) {
  const { departments } = await createOrganization(db)();
  const calendars = await readCalendars(
    db,
    departments.find(({ slug }) => slug === 'cws')!,
  );
  return (day: string) =>
    calendars.map(({ since, calendar }) => [since, calendar.day(Temporal.PlainDate.from(day)).isBusinessDay]);
}

test('each change of the calendar is a version of its own, and the one before the first change is kept', async () => {
  await using collector = await aCollector();
  const { clock } = collector;
  const administrator = await aPerson(collector, 'administrator');
  expect((await calendarsOf(collector))('2026-10-09')).toEqual([[0, true]]);

  await administrator.post(`${path}/days`, { day: '2026-10-09', kind: 'closed', reason: 'Moving' });
  expect((await calendarsOf(collector))('2026-10-09')).toEqual([
    [0, true],
    [midQuarter, false],
  ]);

  clock.now += hour / 4;
  // It is on the list already.
  await administrator.post(`${path}/days`, { day: '2026-10-09', kind: 'open', reason: 'Moving' });
  const [, removal] = /action="([^"]*\/removal)"/.exec((await administrator.get(path)).body)!;
  await administrator.post(removal!);
  expect((await calendarsOf(collector))('2026-10-09')).toEqual([
    [0, true],
    [midQuarter, false],
    [clock.now, true],
  ]);

  // A line that changes only the name, one that changes the holidays, and another name, by a clock that went back.
  const lines = [
    'cws,America/Los_Angeles,Children,US-CA',
    'cws,America/Los_Angeles,Children,',
    'cws,America/Los_Angeles,Families,',
  ];
  for (const line of lines) {
    clock.now -= hour / 60;
    const text = `slug,zone,name,holidays\n${line}`;
    const imported = await administrator.post('/console/directory/import', {
      kind: 'departments',
      text,
      step: 'import',
    });
    expect(imported.status).toBe(200);
  }
  const thanksgiving = (await calendarsOf(collector))('2026-11-26');
  expect(thanksgiving).toHaveLength(4);
  expect(thanksgiving.at(-2)).toEqual([midQuarter + hour / 4, false]);
  expect(thanksgiving.at(-1)).toEqual([midQuarter + hour / 4, true]);

  const usual = Object.fromEntries(
    [1, 2, 3, 4].flatMap((day) => [
      [`opens_${day}`, '08:00'],
      [`closes_${day}`, '17:00'],
    ]),
  );
  await administrator.post(`${path}/hours`, { ...usual, opens_5: '', closes_5: '', before: '' });
  expect((await calendarsOf(collector))('2026-10-09').at(-1)).toEqual([midQuarter + hour / 4, false]);
});
