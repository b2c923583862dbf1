import { expect, test } from 'vitest';
import { aCollector, aResponse, send, sendForm } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { everyFigure } from '../../test/every-figure.ts';
import { closeQuarter, endOfQuarter } from '../../test/plans.ts';
import { addTo, eraseIt, makeIt, paperForm, restatingPath, shownOn, startRestating } from '../../test/restating.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';
import { computeFigures, readTallies } from '../figures/figures.ts';

test('only a restatement that is made changes a figure of a closed quarter, and then only in a new version', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  await insertRows(db, { responses: 20, region: 'central', rating: '3 + n % 3', month: '2026-08', ids: 'c' });
  await insertRows(db, { responses: 20, region: 'east', rating: '4 + n % 2', month: '2026-09', ids: 'e' });
  await insertRows(db, { responses: 20, region: 'east', quarter: '2026-04', rating: '4 + n % 2' });
  const { region: _, date: __, ...spam } = paperForm(1, { wording: '1', topic: 'A hidden field' });
  expect((await sendForm(collector, spam)).status).toBe(303);
  await closeQuarter(collector, '2026-04');
  await closeQuarter(collector);
  const before = await everyFigure(collector);
  const representative = await aPerson(collector, 'representative');
  const cancel = async () => {
    const { restatement } = shownOn((await representative.get(restatingPath())).body);
    await representative.post(`${restatingPath()}/dropping`, { restatement });
  };

  await startRestating(representative, 'late paper');
  for (const rating of [1, 1, 2]) await addTo(representative, 'forms', paperForm(rating));
  expect(await everyFigure(collector), 'forms that were typed').toEqual(before);
  await cancel();
  await startRestating(representative, 'exclusion');
  await addTo(representative, 'exclusions', { response: [spam.id, 'c-3'] });
  expect(await everyFigure(collector), 'responses to exclude').toEqual(before);
  await cancel();
  await representative.post(`${restatingPath()}/erasure`, { response: 'c-4', reason: 'A court order.' });
  expect(await everyFigure(collector), 'a preview').toEqual(before);

  // Everything else that would change an open quarter.
  const { headers } = await representative.post('/console/departments/cws/paper', { region: 'central' });
  expect((await representative.post(headers.get('location')!, paperForm(1))).status).toBe(400);
  const excluding = { quarter: '2026-07', response: spam.id, reason: 'A machine' };
  await representative.post('/console/departments/cws/flagged/exclusions', excluding);
  expect((await send(collector, aResponse({ rating: 1 }))).status).toBe(201);
  expect(await everyFigure(collector), 'other forms').toEqual(before);

  const [first, earlier] = (await contents(db))['snapshot']!;
  await startRestating(representative, 'late paper');
  for (const rating of [5, 5, 4]) await addTo(representative, 'forms', paperForm(rating, { date: '2026-09-03' }));
  collector.clock.now = endOfQuarter + 1000;
  expect((await makeIt(representative)).status).toBe(303);
  const after = await everyFigure(collector);
  expect(after).not.toEqual(before);
  expect((await contents(db))['snapshot']!.slice(0, 2)).toEqual([first, earlier]);
  const { rows } = await db.$client.execute('SELECT figures FROM snapshot WHERE version = 2');
  expect(String(rows[0]!['figures'])).toBe(JSON.stringify(computeFigures(await readTallies(db, 1, '2026-07'), 400)));
  // The run chart has them in the month of their date.
  const months = JSON.parse((await representative.get('/api/v1/departments/cws/months')).body) as {
    regions: { region: string; months: { month: string; responses: number; status: string }[] }[];
  };
  const central = months.regions.find(({ region }) => region === 'central')!;
  expect(central.months.filter(({ month }) => month >= '2026-08' && month < '2026-10')).toMatchObject([
    { month: '2026-08', responses: 21, status: 'closed' },
    { month: '2026-09', responses: 3, status: 'closed' },
  ]);

  await eraseIt(representative, 'c-4');
  expect(await everyFigure(collector)).not.toEqual(after);
  expect((await contents(db))['snapshot']!.slice(0, 2)).toEqual([first, earlier]);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});
