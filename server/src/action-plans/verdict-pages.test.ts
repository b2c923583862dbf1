import { expect, test } from 'vitest';
import { closedWith, type People } from '../../test/closed-quarters.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { row, text } from '../../test/console-page.ts';
import { aPlan } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';

const quarter = '/console/departments/cws/quarters/2027-04';
const agency = '/console/agency/cws';
const low: People = { 3: 20, 4: 20 };
const high: People = { 4: 20, 5: 20 };
/** The region that is withheld so that no one can work out a smaller one. */
const few: People = { 4: 12 };

/** Central improved after its plan. East had few responses in one quarter after its plan, and South always has few. */
async function twoQuartersLater(): Promise<TestCollector> {
  const collector = await aCollector();
  const { db } = collector;
  const all: Record<string, Record<string, People>> = {
    '2026-04': { central: low, east: low, south: { 1: 3 }, adoptions: high, ccws: few },
    '2026-07': { central: low, east: low, south: { 1: 3 }, adoptions: high, ccws: few },
    '2026-10': { central: low, east: low, south: { 1: 3 }, adoptions: high, ccws: few },
    '2027-01': { central: high, east: low, south: { 5: 3 }, adoptions: high, ccws: few },
    '2027-04': { central: high, east: { 4: 8 }, south: { 5: 3 }, adoptions: high, ccws: few },
  };
  let closedAt = Date.UTC(2027, 6, 20, 19);
  for (const [id, regions] of Object.entries(all)) await closedWith(db, id, { regions, closedAt: (closedAt += 1000) });
  for (const region of ['central', 'east', 'south']) {
    const cause = 'Ana Example is often out';
    const actions = [{ text: `Train the team in ${region}` }, { text: 'Move the desk', state: 'dropped' as const }];
    await aPlan(db, { region, cause, causeClass: 'people', figure: 'average', goal: 410, actions });
  }
  collector.clock.now = Date.UTC(2027, 6, 28, 19);
  return collector;
}

test('a region’s page shows whether its latest plan helped, with the figures behind it', async () => {
  await using collector = await twoQuartersLater();
  const representative = await aPerson(collector, 'representative');
  const { body } = await representative.get(`${quarter}/regions/central`);
  expect(text(body)).toContain('Did the action plan for Jul–Sep 2026 help?');
  expect(text(body)).toContain(
    'Clearly better: 4.50 in Jan–Jun 2027 (n 480, 80 responses), up from 3.50 in Apr–Sep 2026 (n 480, 80 responses). A difference this large is unlikely to be due to chance.',
  );
  expect(row(body, 'Before: Jul–Sep 2026').slice(1, 5)).toEqual(['3.50 ▼ below target', '4.00', '40', '240']);
  expect(row(body, 'After, combined').slice(1, 5)).toEqual(['4.50', '', '80', '480']);
  expect(text(body)).toMatch(/t = \d+\.\d{3}\. It has to be above 2\.\d{3} for “clearly better”/);
  expect(text(body)).toContain('a standard deviation (τ) of 0.05, the smallest value that we use.');
  const [, path] = /<a href="([^"]+)">Open the action plan/.exec(body)!;
  expect((await representative.get(path!)).status).toBe(200);
  expect((await representative.get(`${quarter}/regions/adoptions`)).body).not.toContain('Did the action plan');
});

test('a department’s quarter lists every region’s latest plan, and a junior ambassador sees their own', async () => {
  await using collector = await twoQuartersLater();
  const { body } = await (await aPerson(collector, 'ambassador')).get(quarter);
  const verdictOf = (page: string, name: string) => {
    const [, table] = /aria-label="What the action plans changed">(.*?)<\/table>/s.exec(page)!;
    return row(table!, name)[1];
  };
  expect(verdictOf(body, 'Central Region')).toMatch(/^Clearly better: 4\.50/);
  expect(verdictOf(body, 'East Region')).toMatch(
    /^At target in one of two quarters: 3\.58 in Jan–Jun 2027 \(n 288, 48 responses\)/,
  );
  expect(verdictOf(body, 'South Region')).toMatch(/^Too few responses: 5\.00/);
  const own = await (await aPerson(collector, 'junior')).get(quarter);
  expect(verdictOf(own.body, 'Central Region')).toMatch(/^Clearly better/);
  expect(own.body).not.toContain('South Region');
});

test('keeps the verdict that a restatement replaced', async () => {
  await using collector = await twoQuartersLater();
  const regions = { central: low, east: low, south: { 1: 3 }, adoptions: high, ccws: few };
  await closedWith(collector.db, '2027-04', { regions, version: 2, closedAt: Date.UTC(2027, 6, 25, 19) });
  const { body } = await (await aPerson(collector, 'representative')).get(`${quarter}/regions/central`);
  expect(text(body)).toMatch(/help\? Clearly better: 4\.00 in Jan–Jun 2027/);
  expect(text(body)).toMatch(/Earlier verdicts .* As of July 20, 2027: Clearly better: 4\.50 in Jan–Jun 2027/);
});

test('executives see the plans of shown regions, without names, causes, and withheld figures', async () => {
  await using collector = await twoQuartersLater();
  const executive = await aPerson(collector, 'executive');
  const { status, body } = await executive.get(`${agency}/action-plans`);
  expect(status).toBe(200);
  expect(text(body)).toContain('Central Region, Jul–Sep 2026 Stage: Agreed . Cause: people. Goal: average of 4.10.');
  expect(row(body, 'Train the team in central')).toEqual(['Train the team in central', 'January 15, 2027', 'Open']);
  expect(row(body, 'Move the desk')[2]).toBe('Dropped');
  expect(text(body)).toContain('Clearly better: 4.50 in Jan–Jun 2027 (n 480, 80 responses)');
  expect(row(body, 'After: Apr–Jun 2027').slice(1)).toEqual(['4.50', '4.00', '40', '240']);
  // East's second quarter has 8 people, and even the name of its verdict would tell something about theirs.
  expect(text(body)).toContain('Did it help? Withheld: the region’s figures are withheld');
  expect(body).not.toContain('3.58');
  for (const secret of ['Ana Example', 'South', 'Before: Jan–Mar', 't = ', 'τ'])
    expect(body, secret).not.toContain(secret);
  // The menu leads to the department's standards.
  expect(body.slice(body.indexOf('<main'))).not.toContain('/console/departments/');
});

test('executives learn nothing about a withheld quarter from a verdict', async () => {
  await using collector = await twoQuartersLater();
  const executive = await aPerson(collector, 'executive');
  const east = async (people: People) => {
    const { db } = collector;
    await db.$client.execute("DELETE FROM snapshot WHERE quarter IN ('2027-01', '2027-04')");
    for (const id of ['2027-01', '2027-04']) {
      const regions = { central: high, east: people, south: { 5: 3 }, adoptions: high, ccws: few };
      await closedWith(db, id, { regions, closedAt: Date.UTC(2027, 6, 27) });
    }
    const { body } = await executive.get(`${agency}/action-plans`);
    return /<h2>East Region.*?<h2>|<h2>East Region.*/s.exec(body)![0];
  };
  // At target in both quarters, in none, much better, and much worse, all with 8 people; and with 1.
  const atTarget = await east({ 3: 3, 4: 2, 5: 3 });
  expect(text(atTarget)).toContain('Withheld');
  for (const people of [{ 3: 4, 4: 3, 5: 1 }, { 5: 8 }, { 1: 8 }, { 5: 1 }]) expect(await east(people)).toBe(atTarget);
});

test('executives get no verdict that used a version or a quarter that is withheld', async () => {
  await using collector = await twoQuartersLater();
  const { db } = collector;
  const executive = await aPerson(collector, 'executive');
  const central = async () => {
    const { body } = await executive.get(`${agency}/action-plans`);
    return text(/<h2>Central Region.*?<h2>/s.exec(body)![0]);
  };
  const old = 'Did it help? Clearly better: 4.50 in Jan–Jun 2027';
  expect(await central()).toContain(old);
  // Five more people: outside, this restatement shows as a notice only, and the verdict before it stays.
  const regions = { central: { 4: 20, 5: 25 }, east: { 4: 8 }, south: { 5: 3 }, adoptions: high, ccws: few };
  await closedWith(db, '2027-04', { regions, version: 2, closedAt: Date.UTC(2027, 6, 25) });
  expect(await central()).toContain(old);
  await db.$client.execute("DELETE FROM snapshot WHERE quarter = '2027-04' AND version = 2");
  await db.$client.execute("DELETE FROM snapshot WHERE quarter = '2026-04'");
  await closedWith(db, '2026-04', { regions: { central: { 3: 9 }, east: low }, closedAt: 1 });
  expect(await central()).toContain('Did it help? Withheld');
  expect(await central()).not.toContain('Show the figures');
});

test('an executive’s department page names the verdicts, and links to the plans', async () => {
  await using collector = await twoQuartersLater();
  const executive = await aPerson(collector, 'executive');
  const { body } = await executive.get(`${agency}/2026-07`);
  expect(row(body, 'central').at(-1)).toBe('Agreed Result: clearly better');
  expect(body).toContain(`href="${agency}/action-plans"`);
  expect((await executive.get('/console/agency/other/action-plans')).status).toBe(404);
});

test('executives see that a required plan is overdue', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  const regions = { central: low, adoptions: high, ccws: few };
  await closedWith(db, '2026-07', { regions, closedAt: Date.UTC(2026, 9, 2, 19) });
  await aPlan(db, { region: 'central', stage: 'required', dueOn: '2026-10-30', agreedAt: null });
  clock.now = Date.UTC(2026, 9, 31, 6);
  const executive = await aPerson(collector, 'executive');
  expect(text((await executive.get(`${agency}/action-plans`)).body)).toContain('Required . Due on October 30, 2026.');
  expect(row((await executive.get(`${agency}/2026-07`)).body, 'central').at(-1)).toBe('Required');
  clock.now = Date.UTC(2026, 9, 31, 7);
  const late = 'Required . Overdue (due October 30, 2026).';
  expect(text((await executive.get(`${agency}/action-plans`)).body)).toContain(late);
  expect(row((await executive.get(`${agency}/2026-07`)).body, 'central').at(-1)).toBe(
    'Required Overdue (due October 30, 2026)',
  );
});

test('shows that a department needed no plan', async () => {
  await using collector = await aCollector();
  const { body } = await (await aPerson(collector, 'executive')).get(`${agency}/action-plans`);
  expect(text(body)).toContain('No region whose figures are shown needed an action plan.');
});
