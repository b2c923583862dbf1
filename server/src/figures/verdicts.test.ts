import { expect, test } from 'vitest';
import { closedWith, type People } from '../../test/closed-quarters.ts';
import { aCollector } from '../../test/collector.ts';
import { createOrganization } from '../org/org.ts';
import { readBaseline, readVerdicts, responsesForGoal, verdictInWords, type AgreedPlan } from './figures.ts';

const day = 24 * 60 * 60 * 1000;
/** When a quarter of the department begins: in California, 7 or 8 hours after midnight in Greenwich. */
const begins: Record<string, number> = {
  '2027-01': Date.UTC(2027, 0, 1, 8),
  '2027-04': Date.UTC(2027, 3, 1, 7),
  '2027-07': Date.UTC(2027, 6, 1, 7),
};
const agreedAt = Date.UTC(2026, 10, 20, 19);
const low: People = { 3: 20, 4: 20 };
const high: People = { 4: 20, 5: 20 };

/** A collector's database with these quarters of Central Region closed, one a day. */
async function closedQuarters(quarters: Record<string, People>) {
  const collector = await aCollector();
  const { db } = collector;
  const department = (await createOrganization(db)()).departments[0]!;
  let closedAt = Date.UTC(2027, 9, 15);
  const close = (quarter: string, people: People, more: { version?: number; target?: number } = {}) =>
    closedWith(db, quarter, { regions: { central: people }, closedAt: (closedAt += day), ...more });
  const hashes = new Map<string, string>();
  for (const [quarter, people] of Object.entries(quarters)) hashes.set(quarter, await close(quarter, people));
  return {
    db,
    department,
    close,
    hashes,
    verdicts: async (given: Partial<AgreedPlan> = {}) => {
      const plan = { region: 'central', quarter: '2026-07', agreedAt, ...given };
      const [verdicts] = await readVerdicts(db, department, [plan]);
      return verdicts!;
    },
    [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose](),
  };
}

test('pools the two quarters that began after the plan was agreed, and the two before it', async () => {
  await using life = await closedQuarters({
    '2026-04': low,
    '2026-07': low,
    '2026-10': high,
    '2027-01': high,
    '2027-04': high,
  });
  const [verdict, ...others] = await life.verdicts();
  expect(others).toEqual([]);
  expect(verdict).toMatchObject({
    verdict: 'clearly better',
    isInterim: false,
    difference: '+1.00',
    wobble: { sd: 0.05, quarters: null },
    before: { average: '3.50', responses: 80, n: 480, quarters: [{ id: '2026-04' }, { id: '2026-07' }] },
    after: { average: '4.50', responses: 80, n: 480 },
  });
  const quarter = { version: 1, target: 400, average: '4.50', responses: 40, n: 240, status: 'met' };
  expect(verdict.after.quarters).toEqual([
    { id: '2027-01', label: 'FY 2026-27 Q3 (Jan–Mar 2027)', sha256: life.hashes.get('2027-01'), ...quarter },
    { id: '2027-04', label: 'FY 2026-27 Q4 (Apr–Jun 2027)', sha256: life.hashes.get('2027-04'), ...quarter },
  ]);
  expect(verdictInWords(verdict)).toBe(
    'Clearly better: 4.50 in Jan–Jun 2027 (n 480, 80 responses), up from 3.50 in Apr–Sep 2026 (n 480, 80 responses). A difference this large is unlikely to be due to chance.',
  );
});

test('leaves out a quarter that began a day before the plan was agreed, or at that moment', async () => {
  await using life = await closedQuarters({ '2026-07': low, '2027-01': high, '2027-04': high, '2027-07': high });
  const used = async (at: number) => {
    const [verdict] = await life.verdicts({ agreedAt: at });
    return verdict.after.quarters.map(({ id }) => id);
  };
  const start = begins['2027-01']!;
  expect(await used(start - 1)).toEqual(['2027-01', '2027-04']);
  expect(await used(start)).toEqual(['2027-04', '2027-07']);
  expect(await used(start + day)).toEqual(['2027-04', '2027-07']);
});

test('waits for two quarters, and says how many have closed', async () => {
  await using life = await closedQuarters({ '2026-07': low, '2026-10': low });
  const [nothing] = await life.verdicts();
  expect(nothing).toMatchObject({ verdict: null, isInterim: true, after: { quarters: [], average: null } });
  expect(verdictInWords(nothing)).toBe(
    'Waiting for two quarters to close. A verdict will be available once two quarters that began after the plan was approved have closed.',
  );
  await life.close('2027-01', low);
  const [one] = await life.verdicts();
  expect(one).toMatchObject({ verdict: null, isInterim: true });
  expect(verdictInWords(one)).toMatch(
    /^Waiting for the second quarter to close: 3\.50 in Jan–Mar 2027 \(n 240, 40 responses\), compared with 3\.50 in Jul–Sep 2026/,
  );
  await life.close('2027-04', { 3: 22, 4: 18 });
  expect(await life.verdicts()).toMatchObject([{ verdict: 'no change shown', isInterim: false, difference: '−0.02' }]);
});

test('takes only the quarter directly before the baseline', async () => {
  await using life = await closedQuarters({ '2026-01': high, '2026-07': low, '2027-01': low, '2027-04': low });
  expect((await life.verdicts())[0].before.quarters.map(({ id }) => id)).toEqual(['2026-07']);
});

test('uses each quarter’s own target', async () => {
  await using life = await closedQuarters({ '2026-07': { 4: 20, 5: 20 } });
  await life.close('2027-01', high);
  await life.close('2027-04', high, { target: 451 });
  expect(await life.verdicts()).toMatchObject([{ verdict: 'at target once', isInterim: false }]);
});

test('adds a verdict for each restatement, and keeps the older ones', async () => {
  await using life = await closedQuarters({ '2026-07': low, '2027-01': high, '2027-04': high });
  const [first] = await life.verdicts();
  await life.close('2027-04', { 2: 20, 3: 20 }, { version: 2 });
  const second = await life.verdicts();
  expect(second).toMatchObject([{ verdict: 'clearly better' }, { verdict: 'at target once' }]);
  expect(second[0]).toEqual(first);
  expect(second[1]!.after.quarters.map(({ version }) => version)).toEqual([1, 2]);
  // One of the baseline replaces that one in turn, and one of a quarter that is not used changes nothing.
  await life.close('2026-07', { 1: 20, 2: 20 }, { version: 2 });
  await life.close('2027-07', high);
  await life.close('2027-07', low, { version: 2 });
  const third = await life.verdicts();
  expect(third.map(({ verdict }) => verdict)).toEqual(['clearly better', 'at target once', 'clearly better']);
  expect(third.slice(0, 2)).toEqual(second);
});

test('adds no verdict when an older quarter changes nothing in it', async () => {
  await using life = await closedQuarters({ '2026-04': low, '2026-07': low, '2027-01': high, '2027-04': high });
  const [first] = await life.verdicts();
  await closedWith(life.db, '2025-01', { regions: { south: low }, closedAt: Date.UTC(2028, 0, 1) });
  expect(await life.verdicts()).toEqual([first]);
});

test('estimates τ from the closed quarters up to the baseline, six or more', async () => {
  const swings = { '2025-04': low, '2025-07': high, '2025-10': low, '2026-01': high };
  const after = { '2027-01': high, '2027-04': high };
  await using five = await closedQuarters({ ...swings, '2026-07': low, '2026-10': high, ...after });
  expect((await five.verdicts())[0]).toMatchObject({ verdict: 'clearly better', wobble: { sd: 0.05, quarters: null } });
  await using six = await closedQuarters({ ...swings, '2026-04': low, '2026-07': low, ...after });
  const [verdict] = await six.verdicts();
  expect(verdict).toMatchObject({ verdict: 'at target twice', wobble: { quarters: 6 } });
  expect(verdict.wobble.sd).toBeGreaterThan(0.4);
});

test('counts nothing for a region that did not exist when a quarter closed', async () => {
  await using life = await closedQuarters({ '2026-07': low, '2027-01': high, '2027-04': high });
  expect((await life.verdicts({ region: 'south' }))[0]).toMatchObject({
    verdict: 'too few responses',
    before: { average: null, responses: 0, n: 0, quarters: [{ status: 'none' }] },
  });
});

test('says how many responses a goal needs, for the average and for an item', async () => {
  await using life = await closedQuarters({ '2026-04': low, '2026-07': low });
  const baseline = await readBaseline(life.db, life.department, { region: 'central', quarter: '2026-07' });
  expect(baseline).toMatchObject({ quarters: ['2026-04', '2026-07'], wobble: { sd: 0.05, quarters: null } });
  const average = responsesForGoal(baseline, { figure: 'average', goal: 400 });
  expect(average.responses).toBeGreaterThan(11);
  // Everyone gave all six items the same rating.
  expect(responsesForGoal(baseline, { figure: 'respect', goal: 400 })).toEqual(average);
  expect(responsesForGoal(baseline, { figure: 'respect', goal: 350 }).reason).toBe('no gain');
});
