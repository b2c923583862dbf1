import { randomUUID } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallGroupsThatFollow, type Kept, type Person } from '../../../shared/test/attack.ts';
import { flippedRegions } from '../../../shared/test/flips.ts';
import { aSeed } from '../../faults/fuzz.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { readOutside, withEveryRegion } from '../../test/outside-reader.ts';
import { closeQuarter } from '../../test/plans.ts';
import { addTo, eraseIt, makeIt, paperForm, startRestating } from '../../test/restating.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { statement } from '../../test/statement.ts';
import { submitted } from '../../test/submissions.ts';

// The outsider of results/differencing.test.ts, who keeps everything that ever left the department, against real
// restatements of each class, each of them submitted.

/** In the order of the directory. */
const atClose = ['adoptions', 'ccws', 'central', 'east', 'north-central', 'north-coastal', 'north-inland', 'south'];
/** The last one is added after the close, so only late paper makes it part of a version. */
const regions = [...atClose, 'later'];
const answering = [0, 2, 3, 7];
const later = 8;
const kinds = ['late paper', 'exclusion', 'inclusion', 'correction', 'erasure'] as const;
const rounds = 3;
const restatements = 6;

const rating: fc.Arbitrary<number> = fc.constantFrom(1, 2, 3, 4, 5, 4, 5, 4);
const anyPerson: fc.Arbitrary<Person> = fc
  .tuple(fc.array(rating, { minLength: 6, maxLength: 6 }), fc.constantFrom(null, null, null, null, null, 0, 3, 5))
  .map(([ratings, skipped]) => (skipped === null ? ratings : ratings.with(skipped, 0)));
const plans = fc.record({
  sizes: fc.array(
    fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 30, max: 50 }) }, fc.integer({ min: 1, max: 14 })),
    { minLength: 4, maxLength: 4 },
  ),
  steps: fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds, 'late paper', 'exclusion', 'correction', 'inclusion'),
      region: fc.constantFrom(...answering, later),
      people: fc.oneof(fc.integer({ min: 1, max: 10 }), { weight: 3, arbitrary: fc.integer({ min: 16, max: 22 }) }),
    }),
    { minLength: restatements, maxLength: restatements },
  ),
  people: fc.array(anyPerson, { minLength: 97, maxLength: 97 }),
});
type Step = (typeof kinds)[number];

/** A response of the quarter as the test follows it. */
interface Followed {
  id: string;
  region: number;
  person: Person;
  isPaper: boolean;
  isExcluded: boolean;
}

const fieldsOf = (person: Person) =>
  Object.fromEntries(items.map((item, index) => [item, person[index] ? String(person[index]) : '']));

/** Half of them came on paper. */
async function insert({ db }: TestCollector, all: Followed[]) {
  const rows = all.map(({ id, region, person, isPaper }) => [
    id,
    regions[region],
    isPaper ? 'paper' : null,
    ...person.map((value) => value || null),
  ]);
  await db.$client.execute(
    statement(
      `INSERT INTO response (id, region_id, quarter, month, received_at, channel, ${items.join(', ')}, wording, fingerprint)
      SELECT r.value->>0, (SELECT id FROM region WHERE slug = r.value->>1), '2026-07', '2026-08', 1, r.value->>2,
        ${items.map((_, at) => `r.value->>${at + 3}`).join(', ')}, 1, 'inserted' FROM json_each(:rows) AS r`,
      { rows: JSON.stringify(rows) },
    ),
  );
}

/** Makes the restatement in the console, and the same change in what the test follows. @returns whether it did. */
async function take(
  representative: Staff,
  all: Followed[],
  { kind, region, people }: { kind: Step; region: number; people: number },
  next: () => Person,
): Promise<boolean> {
  const some = (of: (one: Followed) => boolean) =>
    all.filter((one) => one.region === region && of(one)).slice(0, people);
  const made = async () => expect((await makeIt(representative)).status, kind).toBe(303);
  if (kind === 'late paper') {
    await startRestating(representative, kind);
    for (let count = 0; count < people; count += 1) {
      const person = next();
      await addTo(representative, 'forms', { ...paperForm(''), ...fieldsOf(person), region: regions[region]! });
      // A late form gets its id from the collector, so later steps leave it alone.
      all.push({ id: '', region, person, isPaper: false, isExcluded: false });
    }
    await made();
    return true;
  }
  const changed = some((one) =>
    kind === 'inclusion' ? one.isExcluded : one.id !== '' && !one.isExcluded && (kind !== 'correction' || one.isPaper),
  );
  if (changed.length === 0) return false;
  if (kind === 'erasure') {
    const [gone] = changed;
    expect((await eraseIt(representative, gone!.id)).status).toBe(303);
    all.splice(all.indexOf(gone!), 1);
    return true;
  }
  await startRestating(representative, kind === 'exclusion' ? kind : 'error');
  if (kind === 'exclusion') await addTo(representative, 'exclusions', { response: changed.map(({ id }) => id) });
  for (const one of changed) {
    if (kind === 'exclusion') one.isExcluded = true;
    if (kind === 'inclusion') {
      await addTo(representative, 'inclusions', { response: one.id });
      one.isExcluded = false;
    }
    if (kind === 'correction') {
      // Another rating of each statement, so that the correction changes something.
      one.person = one.person.map((value) => (value === 0 ? 4 : (value % 5) + 1));
      await addTo(representative, 'corrections', { ...paperForm(''), ...fieldsOf(one.person), response: one.id });
    }
  }
  await made();
  return true;
}

/** The people who count, by region. */
const departmentOf = (all: Followed[]): Person[][] =>
  regions.map((_, region) => all.filter((one) => one.region === region && !one.isExcluded).map(({ person }) => person));

/** @param areMany whether each restatement changes enough people to be shown, if nothing else speaks against it. */
async function live(seed: number, areMany: boolean) {
  await using collector = await aCollector();
  const [plan] = fc.sample(plans, { numRuns: 1, seed });
  const { sizes, steps, people } = plan!;
  let used = 0;
  // Each person is an object of their own, as the attack tells them apart.
  const next = () => [...people[(used += 1) % people.length]!];
  const all: Followed[] = sizes.flatMap((size, at) =>
    Array.from({ length: size }, (_, index) => ({
      id: randomUUID() as string,
      region: answering[at]!,
      person: next(),
      isPaper: index % 2 === 0,
      isExcluded: false,
    })),
  );
  await insert(collector, all);
  await closeQuarter(collector);
  await collector.db.$client.execute("INSERT INTO region (department_id, slug, name) VALUES (1, 'later', 'Later')");
  const [executive, representative] = [
    await aPerson(collector, 'executive'),
    await aPerson(collector, 'representative'),
  ];
  const kept: (Kept & { excluded: number | null | undefined; isException: boolean })[] = [];
  const made: string[] = [];
  const exceptions: string[] = [];
  let notices = 0;
  let replacedBefore = 0;
  const chosen = areMany ? steps.filter(({ kind, people }) => kind !== 'erasure' && people > 10) : steps;
  for (const step of [undefined, ...chosen]) {
    if (step && !(await take(representative, all, step, next))) continue;
    if (step) made.push(step.kind);
    await submitted(collector, '2026-07');
    const shown = await readOutside(executive, collector, '2026-07');
    expect(await collector.heart('verify')).toMatchObject({ code: 0 });
    const { version, replaced = [], restated = [] } = shown.quarter;
    notices += restated.length > 0 ? 1 : 0;
    if (version !== made.length + 1) continue;
    // The one exception: a region now meets or misses the target. Anyone who kept the older version can subtract it.
    const isException = replaced.length > replacedBefore;
    if (isException) exceptions.push(`${step?.kind} in ${regions[step!.region]}, version ${version}`);
    replacedBefore = replaced.length;
    const excluded = shown.total.status === 'suppressed' ? undefined : shown.total.excluded;
    kept.push({ department: departmentOf(all), shown: withEveryRegion(shown, regions), excluded, isException });
  }
  return { kept, made, notices, exceptions };
}

test('nothing about 1 to 10 people follows outside from restatements of each class', async () => {
  const seed = aSeed();
  const counts = { seed, notices: 0, shown: 0, made: [] as string[], exceptions: [] as string[] };
  for (let round = 0; round < rounds; round += 1) {
    const { kept, made, notices, exceptions } = await live(seed + round, round % 2 === 0);
    expect(smallGroupsThatFollow(kept, flippedRegions(kept)), String(seed + round)).toEqual([]);
    const numbers = kept.flatMap(({ excluded }) => (typeof excluded === 'number' ? [excluded] : []));
    for (const one of numbers) {
      for (const other of numbers) expect(Math.abs(one - other) > 0 && Math.abs(one - other) < 11).toBe(false);
    }
    counts.notices += notices;
    counts.shown += kept.length;
    counts.made.push(...made);
    counts.exceptions.push(...exceptions);
  }
  process.stdout.write(`restated ${JSON.stringify(counts)}\n`);
  // Otherwise there would be nothing to subtract.
  expect(counts.notices + counts.exceptions.length + counts.shown).toBeGreaterThan(rounds);
});
