import { randomUUID } from 'node:crypto';
import { scale } from '@heart-survey/shared/items';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSeed } from '../../faults/fuzz.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { readCsv } from '../../test/csv.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { snapshot } from '../database/schema.ts';
import { computeFigures, type PublishedFigures } from './figures.ts';
import { readTallies } from './queries.ts';
import { statement } from '../database/statement.ts';

const regions = ['central', 'east', 'south', 'adoptions'];
/** Consecutive, so that one page's trend goes over all of them. */
const quarters = ['2025-01', '2025-04', '2025-07', '2025-10', '2026-01', '2026-04'];
const versions = [1, 2, 3];
const rounds = 6;

/** The ids of a region's responses in each version of a quarter, by version. */
type History = Map<number, string[][]>;

/** How many responses each region begins with, and how many come and go between two versions of the quarter. */
const size = fc.oneof(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 11, max: 40 }), fc.constant(0));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 1, arbitrary: fc.integer({ min: 11, max: 30 }) },
);
const plans = fc.array(
  fc.record({
    sizes: fc.array(size, { minLength: 4, maxLength: 4 }),
    steps: fc.array(step, { minLength: 16, maxLength: 16 }),
  }),
  { minLength: quarters.length, maxLength: quarters.length },
);

async function add({ db }: TestCollector, quarter: string, region: string, responses: number, ids: string) {
  if (responses > 0) await insertRows(db, { responses, region, quarter, ids, rating: '1 + (n * 7 + n / 3) % 5' });
  return Array.from({ length: responses }, (_, index) => `${ids}-${index + 1}`);
}

/** What `add` gave the response of that id for every item: one who comes for another with the same ratings is not seen. */
function ratingOf(id: string): number {
  const n = Number(/\d+$/.exec(id)![0]);
  return 1 + ((n * 7 + Math.floor(n / 3)) % 5);
}

async function remove({ db }: TestCollector, ids: string[]) {
  const args = [JSON.stringify(ids)];
  await db.$client.execute(statement('DELETE FROM response WHERE id IN (SELECT value FROM json_each(?))', args));
}

/** Closes the quarter once more, as it is now. There is no button for it, so the row is made by hand. */
async function freeze({ db, clock }: TestCollector, quarter: string, version: number) {
  const tallies = await readTallies(db, 1, quarter);
  const figures = JSON.stringify(computeFigures(tallies, 400));
  await db.insert(snapshot).values({
    ...{ id: randomUUID(), departmentId: 1, quarter, version, target: 400, figures, sha256: 'x', tallies },
    ...{ closedAt: clock.now, closedBy: 'a test', reason: 'late forms' },
  });
}

/** What the executive office can read of a quarter, after it was seen that page and files say the same. */
async function read(executive: Staff, quarter: string): Promise<PublishedFigures> {
  const json = await executive.get(`/api/v1/departments/cws/quarters/${quarter}`);
  const figures = JSON.parse(json.body) as PublishedFigures;
  const all = [...figures.regions, { ...figures.total, region: 'total', name: 'All together' }];
  const page = await executive.get(`/console/agency/cws/${quarter}`);
  for (const path of [
    `/api/v1/departments/cws/quarters/${quarter}.csv`,
    `/console/agency/cws/${quarter}/averages.csv`,
  ]) {
    const { lines } = readCsv((await executive.get(path)).body);
    expect(lines.map((line) => line['responses'])).toEqual(all.map(({ responses }) => String(responses ?? '')));
    expect(lines.map((line) => line['sum'])).toEqual(all.map(({ sum }) => String(sum ?? '')));
  }
  // By language or channel, and over more than one quarter, nothing leaves the department that could be taken from these.
  for (const said of [json.body, page.body]) {
    expect(said).not.toMatch(
      /origins|Where the answers came from|\bchannels?\b|\blanguages?\b|\bthe year\b|fiscal year/i,
    );
  }
  for (const { name, responses } of all) {
    const row = page.body.split(`<th scope="row">${name}`)[1]!.split('</tr>')[0]!;
    const count = /^\s*<small>\s*(\d+) (?:response|person|people)/.exec(row)?.[1];
    expect(count ?? null, `${quarter} ${name}`).toBe(responses === null ? null : String(responses));
  }
  return figures;
}

/** Whether the wanted combination is one of the known ones: by elimination, in exact enough numbers. */
function follows(known: number[][], wanted: number[]): boolean {
  const rankOf = (rows: number[][]) => {
    const left = rows.map((row) => [...row]);
    let rank = 0;
    for (let column = 0; column < wanted.length; column++) {
      const pivot = left.findIndex((row, place) => place >= rank && Math.abs(row[column]!) > 1e-9);
      if (pivot === -1) continue;
      [left[rank], left[pivot]] = [left[pivot]!, left[rank]!];
      for (const [place, row] of left.entries()) {
        const times = row[column]! / left[rank]![column]!;
        if (place !== rank && times !== 0) left[place] = row.map((value, at) => value - times * left[rank]![at]!);
      }
      rank += 1;
    }
    return rank;
  };
  return rankOf(known) === rankOf([...known, wanted]);
}

/** All unions of regions. */
const unions = Array.from({ length: 2 ** regions.length - 1 }, (_, index) =>
  regions.map((_, place) => ((index + 1) >> place) & 1),
);

/**
 * The small groups that can be worked out of what was published, by somebody who also knows which regions did not change
 * between two versions: unions of regions, and what came or went between versions.
 */
function derived(published: Map<number, PublishedFigures>, history: History): string[] {
  const seen = [...published.keys()];
  const vector = (version: number, union: number[], sign = 1) =>
    seen.flatMap((one) => union.map((isIn) => (one === version ? sign * isIn : 0)));
  const minus = (a: number[], b: number[]) => a.map((value, at) => value - b[at]!);
  const single = (region: number) => regions.map((_, place) => (place === region ? 1 : 0));
  const pairs = seen.flatMap((a) => seen.filter((b) => b > a).map((b) => [a, b] as const));
  const changed = (a: number, b: number, region: number) => {
    const [one, other] = [history.get(a)![region]!, history.get(b)![region]!].map((ids) => ids.map(ratingOf));
    const times = (ratings: number[], rating: number) => ratings.filter((given) => given === rating).length;
    return scale.reduce((sum, rating) => sum + Math.abs(times(one!, rating) - times(other!, rating)), 0);
  };
  const known = [
    ...seen.flatMap((version) => {
      const { regions: shown, total } = published.get(version)!;
      const singles = regions.flatMap((slug, place) =>
        shown.find(({ region }) => region === slug)?.status === 'suppressed' ? [] : [vector(version, single(place))],
      );
      return total.status === 'suppressed'
        ? singles
        : [
            ...singles,
            vector(
              version,
              regions.map(() => 1),
            ),
          ];
    }),
    ...pairs.flatMap(([a, b]) =>
      regions.flatMap((_, place) =>
        changed(a, b, place) === 0 ? [minus(vector(b, single(place)), vector(a, single(place)))] : [],
      ),
    ),
  ];
  const isSmall = (count: number) => count > 0 && count < 11;
  const sum = (union: number[], count: (region: number) => number) =>
    union.reduce((all, isIn, place) => all + isIn * count(place), 0);
  const groups = seen.flatMap((version) =>
    unions.map((union) => ({
      what: `version ${version}, ${union.join('')}`,
      count: sum(union, (region) => history.get(version)![region]!.length),
      wanted: vector(version, union),
    })),
  );
  const changes = pairs.flatMap(([a, b]) =>
    unions.map((union) => ({
      what: `versions ${a} to ${b}, ${union.join('')}`,
      count: sum(union, (region) => changed(a, b, region)),
      wanted: minus(vector(b, union), vector(a, union)),
    })),
  );
  return [...groups, ...changes]
    .filter(({ count, wanted }) => isSmall(count) && follows(known, wanted))
    .map(({ what, count }) => `${what}: ${count} responses`);
}

/** Lives such a history through, and says what could be worked out of it, and how many quarters were shown in several versions. */
async function tryToDerive(seed: number) {
  await using collector = await aCollector();
  const executive = await aPerson(collector, 'executive');
  const [plan] = fc.sample(plans, { numRuns: 1, seed });
  const now = new Map<string, string[][]>();
  const histories = new Map(quarters.map((quarter) => [quarter, new Map() as History]));
  const published = new Map(quarters.map((quarter) => [quarter, new Map<number, PublishedFigures>()]));
  for (const version of versions) {
    for (const [place, quarter] of quarters.entries()) {
      const { sizes, steps } = plan![place]!;
      const before = now.get(quarter) ?? regions.map(() => []);
      const after: string[][] = [];
      for (const [at, region] of regions.entries()) {
        const [come, go] = version === 1 ? [sizes[at]!, 0] : [steps[at * 4 + version - 2]!, steps[at * 4 + version]!];
        await remove(collector, before[at]!.slice(0, go));
        const added = await add(collector, quarter, region, come, `${region} ${quarter} v${version}`);
        after.push([...before[at]!.slice(go), ...added]);
      }
      now.set(quarter, after);
      histories.get(quarter)!.set(version, after);
      await freeze(collector, quarter, version);
    }
    for (const quarter of quarters) {
      const figures = await read(executive, quarter);
      published.get(quarter)!.set(figures.quarter.version!, figures);
    }
  }
  return {
    small: quarters.flatMap((quarter) => derived(published.get(quarter)!, histories.get(quarter)!)),
    restated: quarters.filter((quarter) => published.get(quarter)!.size > 1).length,
  };
}

test('out of all that is published of quarters and their versions, no group of one to ten can be worked out', async () => {
  const seed = aSeed();
  process.stdout.write(`FUZZ_SEED=${seed}\n`);
  let shown = 0;
  for (let round = 0; round < rounds; round++) {
    const { small, restated } = await tryToDerive(seed + round);
    expect(small).toEqual([]);
    shown += restated;
  }
  // Else nothing would ever follow, and there would be nothing to subtract.
  expect(shown).toBeGreaterThan(0);
});
