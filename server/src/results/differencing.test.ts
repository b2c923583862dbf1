import { randomUUID } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import type { OutsideGroup } from '@heart-survey/shared/outside';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallGroupsThatFollowFromYear } from '../../../shared/test/attack-year.ts';
import { smallGroupsThatFollow, type Kept, type Person } from '../../../shared/test/attack.ts';
import { flippedRegions } from '../../../shared/test/flips.ts';
import { aSeed } from '../../faults/fuzz.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { readOutside, withEveryRegion } from '../../test/outside-reader.ts';
import { readPublic } from '../../test/public-reader.ts';
import { addGroups, groupCodes } from '../../test/group-years.ts';
import { publish, withdraw } from '../../test/publishing.ts';
import { aPerson } from '../../test/staff.ts';
import { addSubmitters, submitted } from '../../test/submissions.ts';
import { snapshot } from '../database/schema.ts';
import {
  computeFigures,
  departmentGroups,
  readGroupYears,
  readTallies,
  type PublishedFigures,
} from '../figures/figures.ts';
import { statement } from '../database/statement.ts';

// Plays an outsider who keeps every page and file that ever left the department, over versions, quarters, regions, items and
// customer groups: what the executive office reads, and what the public reads while quarters are published and withdrawn.
// What they can work out is in shared/test/attack.ts; thousands of quarters are in shared/src/outside.test.ts.

/** In the order of the directory. */
const atClose = ['adoptions', 'ccws', 'central', 'east', 'north-central', 'north-coastal', 'north-inland', 'south'];
/** The last one is added after the close, so only later versions have it. */
const regions = [...atClose, 'later'];
/** The indexes of the regions with responses. */
const answering = [0, 2, 3, 7, 8];
/** A fiscal year, so that customer groups are shown too, and one page's trend covers all of them. */
const quarters = ['2025-07', '2025-10', '2026-01', '2026-04'];
const versions = [1, 2, 3];
const rounds = 3;

/** How many people each region starts with, and how many are added and removed between two versions. */
const size = fc.oneof(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 11, max: 40 }), fc.constant(0));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 2, arbitrary: fc.integer({ min: 11, max: 30 }) },
);
const rating: fc.Arbitrary<number> = fc.constantFrom(1, 2, 3, 4, 5, 4, 5, 4);
const anyPerson = fc
  .tuple(fc.array(rating, { minLength: 6, maxLength: 6 }), fc.constantFrom(null, null, null, 0, 3, 5))
  .map(([ratings, skipped]) => (skipped === null ? ratings : ratings.with(skipped, 0)));
const plans = fc.array(
  fc.record({
    sizes: fc.array(size, { minLength: 5, maxLength: 5 }),
    steps: fc.array(step, { minLength: 20, maxLength: 20 }),
    /** In which version the region `later` appears. */
    since: fc.constantFrom(2, 3),
    people: fc.array(anyPerson, { minLength: 60, maxLength: 60 }),
    /** What is done after each version. */
    acts: fc.array(fc.constantFrom('publish', 'publish', 'withdraw', 'nothing'), { minLength: 3, maxLength: 3 }),
  }),
  { minLength: quarters.length, maxLength: quarters.length },
);

/** The id under which a person's response is stored. */
type Ids = Map<Person, string>;

/** The rows of the table of groups; the last is for those who gave none. */
const groups = [...Object.values(groupCodes), null];
/** Which row each person is in. */
type Groups = Map<Person, number>;

async function add(
  { db }: TestCollector,
  quarter: string,
  region: string,
  people: Person[],
  { ids, groupOf }: { ids: Ids; groupOf: Groups },
) {
  const rows = people.map((person, index) => {
    const id = randomUUID();
    ids.set(person, id);
    const row = index % groups.length;
    groupOf.set(person, row);
    return [id, ...person.map((rating) => rating || null), groups[row] === null ? null : row + 1];
  });
  await db.$client.execute(
    statement(
      `INSERT INTO response (id, region_id, quarter, month, received_at, ${items.join(', ')}, group_id, wording, fingerprint)
      SELECT r.value->>0, (SELECT id FROM region WHERE slug = :region), :quarter, :quarter, 1,
        ${items.map((_, at) => `r.value->>${at + 1}`).join(', ')}, r.value->>${items.length + 1}, 1, 'inserted' FROM json_each(:rows) AS r`,
      { region, quarter, rows: JSON.stringify(rows) },
    ),
  );
}

async function remove({ db }: TestCollector, people: Person[], ids: Ids) {
  const args = [JSON.stringify(people.map((person) => ids.get(person)))];
  await db.$client.execute(statement('DELETE FROM response WHERE id IN (SELECT value FROM json_each(?))', args));
}

/** Closes the quarter again with its current figures. There is no button for that, so the row is made by hand. */
async function freeze({ db, clock }: TestCollector, quarter: string, version: number) {
  const tallies = await readTallies(db, 1, quarter);
  const figures = JSON.stringify(computeFigures(tallies, 400));
  const { rows } = await db.$client.execute(
    statement(`SELECT ${departmentGroups('1', ':quarter')} AS groups`, { quarter }),
  );
  await db.insert(snapshot).values({
    id: randomUUID(),
    departmentId: 1,
    quarter,
    version,
    target: 400,
    figures,
    sha256: 'x',
    tallies,
    groups: rows[0]!['groups'] as string | null,
    closedAt: clock.now,
    closedBy: 'a test',
    reason: 'late forms',
  });
}

/** What the executive office saw of a quarter when it had a version, by both. */
type SeenAt = Map<string, PublishedFigures>;

/** @param published which version of each quarter is published. */
async function act(
  collector: TestCollector,
  quarter: string,
  what: 'publish' | 'withdraw' | 'nothing',
  { version, published }: { version: number; published: Map<string, number> },
) {
  if (what === 'publish') {
    await publish(collector, { quarter, submission: await submitted(collector, quarter) });
    published.set(quarter, version);
  }
  if (what === 'withdraw' && published.delete(quarter)) await withdraw(collector, { quarter, reason: 'An error.' });
}

/** The public reads what the executive office read when the published version was the last one, so it can subtract no more. */
async function keepPublic(
  collector: TestCollector,
  quarter: string,
  version: number | undefined,
  seenAt: SeenAt,
): Promise<number> {
  const figures = await readPublic(collector, quarter);
  if (version === undefined) {
    expect(figures).toBeUndefined();
    return 0;
  }
  const { regions, ...seen } = seenAt.get(`${quarter}/${version}`)!;
  const { publishedAt: __, standards, ...shown } = figures!;
  expect(standards).toEqual([]);
  expect(shown).toEqual({ ...seen, regions: regions.map(({ plan: _, ...region }) => region) });
  return 1;
}

/**
 * Plays through such a history and keeps everything that was published about each quarter.
 * @param isCalm whether so many people answer, and everything is published at once, that customer groups are shown; after that,
 * only the first quarter changes.
 */
async function live(seed: number, isCalm: boolean) {
  await using collector = await aCollector();
  const executive = await aPerson(collector, 'executive');
  await addSubmitters(collector);
  await addGroups(collector);
  const [plan] = fc.sample(plans, { numRuns: 1, seed });
  const ids: Ids = new Map();
  const groupOf: Groups = new Map();
  const now = new Map<string, Person[][]>();
  const kept = new Map(
    quarters.map((quarter) => [quarter, [] as (Kept & { version: number; isException: boolean })[]]),
  );
  const notices = new Set<string>();
  const seenAt: SeenAt = new Map();
  const published = new Map<string, number>();
  let publicReads = 0;
  const replaced = new Map<string, number>();
  const { since } = plan![0]!;
  for (const version of versions) {
    const existing = version < since ? atClose : regions;
    if (version === since) {
      await collector.db.$client.execute("INSERT INTO region (department_id, slug, name) VALUES (1, 'later', 'Later')");
    }
    const histories = new Map<string, Person[][]>();
    for (const [index, quarter] of quarters.entries()) {
      const { sizes, steps, people } = plan![index]!;
      const before = now.get(quarter) ?? regions.map(() => []);
      const after = [...before];
      for (const [at, region] of answering.entries()) {
        if (region >= existing.length) continue;
        const isNew = version === (regions[region] === 'later' ? since : 1);
        const [come, go] = isNew
          ? [sizes[at]! + (isCalm ? 44 : 0), 0]
          : isCalm && index > 0
            ? [0, 0]
            : [steps[at * 4 + version - 2]!, steps[at * 4 + version]!];
        const newcomers = Array.from({ length: come }, (_, n) => [
          ...people[(n * 7 + at * 13 + version) % people.length]!,
        ]);
        await remove(collector, before[region]!.slice(0, go), ids);
        await add(collector, quarter, regions[region]!, newcomers, { ids, groupOf });
        after[region] = [...before[region]!.slice(go), ...newcomers];
      }
      now.set(quarter, after);
      histories.set(quarter, after);
      await freeze(collector, quarter, version);
    }
    for (const [index, quarter] of quarters.entries()) {
      const figures = await readOutside(executive, collector, quarter);
      seenAt.set(`${quarter}/${version}`, figures);
      const what = isCalm && version === 1 ? 'publish' : plan![index]!.acts[version - 1]!;
      await act(collector, quarter, what, { version, published });
      if (figures.quarter.restated) notices.add(quarter);
      if (figures.quarter.version !== version) continue;
      expect(figures.regions.map(({ region }) => region)).toEqual(existing);
      const shown = withEveryRegion(figures, regions);
      // Anyone who kept the older version can subtract the region whose status changed, as the page explains.
      const isException = (figures.quarter.replaced?.length ?? 0) > (replaced.get(quarter) ?? 0);
      replaced.set(quarter, figures.quarter.replaced?.length ?? 0);
      kept.get(quarter)!.push({ version, department: histories.get(quarter)!, shown, isException });
    }
    for (const quarter of quarters) {
      publicReads += await keepPublic(collector, quarter, published.get(quarter), seenAt);
    }
  }
  const [year] = await readGroupYears(collector.db, 1);
  return {
    year,
    groupOf,
    publicReads,
    kept,
    notices: notices.size,
    replaced: [...replaced.values()].reduce((sum, count) => sum + count, 0),
  };
}

test('nothing about 1 to 10 people follows from all pages and files that ever left the department', async () => {
  const seed = aSeed();
  const counts = { seed, quarters: 0, restated: 0, notices: 0, replaced: 0, publicReads: 0, years: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const { kept, year, groupOf, notices, replaced, publicReads } = await live(seed + round, round === 0);
    for (const [quarter, all] of kept) {
      expect(smallGroupsThatFollow(all, flippedRegions(all)), `${seed + round} ${quarter}`).toEqual([]);
    }
    if (year?.figures.total) {
      const ofQuarters = [...kept.values()];
      const known = {
        quarters: ofQuarters,
        used: year.used.map(({ version }, index) => ofQuarters[index]!.findIndex((one) => one.version === version)),
        groupOf: (person: Person) => groupOf.get(person)!,
        shown: { regions: year.figures.groups, total: year.figures.total } as unknown as OutsideGroup,
      };
      expect(known.used).not.toContain(-1);
      expect(known.shown.regions).toHaveLength(groups.length);
      expect(smallGroupsThatFollowFromYear(known, ofQuarters.map(flippedRegions)), `${seed + round}`).toEqual([]);
      counts.years += 1;
    }
    counts.quarters += kept.size;
    counts.restated += [...kept.values()].filter((all) => all.length > 1).length;
    counts.publicReads += publicReads;
    counts.notices += notices;
    counts.replaced += replaced;
  }
  process.stdout.write(`kept ${JSON.stringify(counts)}\n`);
  expect(counts.publicReads).toBeGreaterThan(0);
  expect(counts.years).toBeGreaterThan(0);
  // Otherwise there would be nothing to subtract.
  expect(counts.notices + counts.restated + counts.replaced).toBeGreaterThan(0);
});
