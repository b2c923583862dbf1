import { isoDay } from '@heart-survey/shared/dates';
import { fiscalCalendar, type Quarter } from '@heart-survey/shared/quarters';
import fc from 'fast-check';
import { cohortReader } from '../src/case-trends/cohorts.ts';
import { figuresOf } from '../src/case-trends/figures.ts';
import type { Database } from '../src/database/database.ts';
import { caseFile } from '../src/database/schema.ts';
import { createOrganization } from '../src/org/org.ts';
import { naiveClocks, step, type NaiveCalendar, type NaiveEvent, type NaiveRule } from './clock-oracle.ts';
import { insertCases, type StoredCase, type StoredEvent } from './many-cases.ts';
import { statement } from './statement.ts';

// Cases of several departments around the turn of a quarter, with random histories, and what they are counted to be by a
// program that shares no code with the product: by SQL on the stored rows, and by the oracle of the clocks.

const day = 96 * step;
/** From August 2027 on, quarters turn on October 1 or, in the third department, on November 1. */
const places = [
  { zone: 'America/Los_Angeles', firstMonth: 7, quarter: '2027-07' },
  { zone: 'America/St_Johns', firstMonth: 1, quarter: '2027-07' },
  { zone: 'Europe/Berlin', firstMonth: 2, quarter: '2027-08' },
  { zone: 'Australia/Lord_Howe', firstMonth: 4, quarter: '2027-07' },
] as const;

const time = (quarters: number) =>
  `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;
const hours = fc
  .tuple(fc.integer({ min: 28, max: 40 }), fc.integer({ min: 4, max: 40 }))
  .map(([from, length]) => ({ opens: time(from), closes: time(from + length) }));
const aCalendar = fc.record({
  holidays: fc.constantFrom('US', null),
  hours: fc.tuple(hours, ...Array.from({ length: 6 }, () => fc.option(hours, { nil: null, freq: 5 }))),
  listed: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom('closed' as const, 'open' as const))),
  at: fc.integer({ min: 1, max: 45 * 96 }),
});
const aRule = fc.record({
  unit: fc.constantFrom('business days' as const, 'business days' as const, 'open hours' as const),
  count: fc.integer({ min: 1, max: 10 }),
  afterHours: fc.constantFrom('same day' as const, 'next business day' as const),
  starts: fc.constantFrom('received' as const, 'received' as const, 'acknowledged' as const, 'reopened' as const),
  stops: fc.constantFrom('acknowledged' as const, 'answered' as const),
});
const aDepartment = fc.record({
  calendars: fc.array(aCalendar, { minLength: 1, maxLength: 3 }),
  packs: fc.array(fc.array(aRule, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 3 }),
});

const kinds = [
  'acknowledged',
  'message out',
  'answered',
  'answered',
  'closed',
  'reopened',
  'paused',
  'resumed',
  'extended',
  'moved',
  'second stage',
  'outcome',
  'outcome',
  'improvement',
  'action ended',
  'investigating',
  'handed',
];
const aHappening = fc.record({
  kind: fc.constantFrom(...kinds),
  days: fc.integer({ min: 0, max: 12 }),
  choice: fc.nat(),
});
const aCase = fc.record({
  place: fc.nat({ max: places.length - 1 }),
  pack: fc.nat({ max: 2 }),
  desk: fc.nat({ max: 1 }),
  region: fc.nat({ max: 2 }),
  sight: fc.constantFrom(
    'desk' as const,
    'desk' as const,
    'managers' as const,
    'danger' as const,
    'restricted' as const,
  ),
  kind: fc.constantFrom(...caseFile.kind.enumValues),
  channel: fc.constantFrom(...caseFile.channel.enumValues),
  /** From 20 days before the turn to 5 days after it. */
  received: fc.oneof(fc.integer({ min: 0, max: 25 * 96 }), fc.constantFrom(20 * 96 - 1, 20 * 96)),
  happenings: fc.array(aHappening, { maxLength: 8 }),
  gaps: fc.array(fc.integer({ min: 1, max: 5 * 96 }), { minLength: 8, maxLength: 8 }),
});
type Drawn = typeof aCase extends fc.Arbitrary<infer One> ? One : never;

const outcomes = ['upheld', 'partly upheld', 'not upheld', 'withdrawn', 'referred'];

/** One thing that is drawn, as the events that it stores. */
function eventsOf({ kind, days, choice }: Drawn['happenings'][number], at: number, zone: string): StoredEvent[] {
  const detail: Record<string, Record<string, unknown>> = {
    'message out': { message: 'm' },
    paused: { category: 'writer', enteredAt: at },
    extended: { until: isoDay(at + 5 * days * day, zone) },
    moved: { from: 1, to: 2 },
    outcome: { outcome: outcomes[choice % outcomes.length] },
    improvement: { improvement: 'i', answer: choice % 2 === 0 ? 'change' : 'nothing' },
    'action ended': { action: 'a', ending: choice % 2 === 0 ? 'done' : 'dropped' },
    handed: { from: null, to: null },
  };
  if (kind === 'second stage') {
    return [
      { kind: 'not satisfied', at, detail: { channel: 'letter' } },
      { kind: 'reopened', at },
      { kind: 'moved', at, detail: { from: 1, to: 2 } },
    ];
  }
  // A pause may have begun earlier than it was entered.
  return [{ kind, at: kind === 'paused' ? at - days * step : at, detail: detail[kind] ?? null }];
}

/** Fills the database with so many cases. @returns the departments, and the moment at which to count. */
export async function someCohorts(db: Database, seed: number, many: number) {
  const departments = fc.sample(aDepartment, { numRuns: places.length, seed }).map(({ calendars, packs }, index) => {
    const place = places[index]!;
    const calendar = fiscalCalendar(place);
    const quarter = calendar.byId(place.quarter)!;
    const first = quarter.end - 20 * day;
    const naive = calendars
      .map((one, at) => ({ ...one, since: at === 0 ? 0 : first + one.at * step }))
      .toSorted((one, other) => one.since - other.since)
      .map(({ listed, at: _, ...own }): NaiveCalendar => {
        const days = listed.map(([after, kind]) => [isoDay(first + after * day, 'UTC'), kind] as const);
        return { ...own, zone: place.zone, listed: new Map(days) };
      });
    const rules = packs.map((pack) => pack.map((rule, at): NaiveRule => ({ ...rule, id: `rule-${'abcd'[at]}` })));
    return { ...place, slug: `place-${index}`, quarter, next: calendar.next(quarter), first, calendars: naive, rules };
  });
  const now = Math.max(...departments.map(({ quarter }) => quarter.end)) + 20 * day;
  await db.$client.execute(
    "INSERT INTO person (id, email, name, created_at, updated_at) VALUES ('x', 'x@example.gov', 'X', 0, 0)",
  );
  const made: Made[] = [];
  for (const department of departments) made.push({ ...department, ...(await store(db, department)) });
  const drawn = fc.sample(aCase, { numRuns: many, seed: seed + 1 });
  const cases = drawn.map((one): StoredCase => {
    const { id, desks, regions, rulesIds, zone, first } = made[one.place]!;
    const receivedAt = first + one.received * step;
    let at = receivedAt;
    const happened = one.happenings.flatMap((happening, index) => {
      at += one.gaps[index]! * step;
      return at > now ? [] : eventsOf(happening, at, zone);
    });
    return {
      departmentId: id,
      deskId: desks[one.desk]!,
      regionId: [...regions, null][one.region] ?? null,
      sight: one.sight,
      kind: one.kind,
      channel: one.channel,
      receivedAt,
      rulesId: rulesIds[one.pack]!,
      events: [{ kind: 'received', at: receivedAt }, ...happened],
    };
  });
  await insertCases(db, cases);
  return { departments: made, now };
}

/** A department before it is stored. */
interface Planned {
  slug: string;
  zone: string;
  firstMonth: number;
  quarter: Quarter;
  next: Quarter;
  /** The first moment at which a case may come in. */
  first: number;
  calendars: NaiveCalendar[];
  rules: NaiveRule[][];
}

/** What its rows are called. */
interface Rows {
  id: number;
  desks: number[];
  regions: number[];
  rulesIds: number[];
}

type Made = Planned & Rows;

async function store(db: Database, department: Planned): Promise<Rows> {
  const { slug, zone, firstMonth, calendars, rules } = department;
  const insert = async (sql: string, args: Record<string, string | number>) => {
    const { rows } = await db.$client.execute(statement(`${sql} RETURNING id`, args));
    return Number(rows[0]!['id']);
  };
  const id = await insert(
    'INSERT INTO department (slug, name, zone, first_month) VALUES (:slug, :slug, :zone, :firstMonth)',
    { slug, zone, firstMonth },
  );
  const regions = [];
  for (const name of ['a', 'b']) {
    const region = { id, slug: `${slug}-${name}` };
    regions.push(await insert('INSERT INTO region (department_id, slug, name) VALUES (:id, :slug, :slug)', region));
  }
  for (const { since, holidays, hours, listed } of calendars) {
    const days = [...listed].map(([day, kind]) => ({ day, kind, reason: 'Listed' }));
    const settings = JSON.stringify({ zone, holidays, openingHours: JSON.stringify(hours), days });
    await insert('INSERT INTO calendar_version (department_id, since, settings) VALUES (:id, :since, :settings)', {
      id,
      since,
      settings,
    });
  }
  const rulesIds = [];
  for (const pack of rules) {
    const stored = pack.map(({ id, unit, count, afterHours, starts, stops }) => ({
      id,
      name: id,
      channels: 'all',
      starts,
      stops,
      source: 'Drawn',
      clock: unit === 'business days' ? { unit, count, afterHours } : { unit, count },
    }));
    const row = { id, rules: JSON.stringify(stored) };
    const sql =
      "INSERT INTO case_rules (department_id, pack, rules, since, made_by) VALUES (:id, 'dufferin', :rules, 0, 'x')";
    rulesIds.push(await insert(sql, row));
  }
  const desks = await db.$client.execute(
    statement("SELECT id FROM desk WHERE department_id = :id OR duty = 'treasury' ORDER BY id", { id }),
  );
  return { id, regions, rulesIds, desks: desks.rows.map((row) => Number(row['id'])) };
}

/** The figures of a department's quarter, counted anew. */
export async function recounted(db: Database, department: Made, span: { start: number; end: number }, now: number) {
  const args = { id: department.id, start: span.start, end: span.end };
  const cohort = `SELECT * FROM case_file WHERE department_id = :id AND sight IN ('desk', 'managers', 'danger')
    AND received_at >= :start AND received_at < :end`;
  const read = async (sql: string) =>
    (await db.$client.execute(statement(`WITH cohort AS (${cohort}) ${sql}`, args))).rows;
  const by = async (column: string) =>
    Object.fromEntries(
      (await read(`SELECT coalesce(${column}, 'none') AS k, count(*) AS n FROM cohort GROUP BY k`)).map((row) => [
        String(row['k']),
        Number(row['n']),
      ]),
    );
  const number = async (sql: string) => Number((await read(sql))[0]!['n']);
  const events = (kind: string, more = 'true') =>
    `FROM case_event AS e JOIN cohort ON cohort.id = e.case_id WHERE e.kind = '${kind}' AND ${more}`;
  const ordinary = `NOT EXISTS (SELECT 1 FROM case_event AS o WHERE o.case_id = e.case_id AND o.at = e.at AND o.kind = 'not satisfied')`;
  const change = `e.detail->>'answer' = 'change'`;
  const done = `e.detail->>'ending' = 'done'`;
  const last = `(SELECT detail->>'outcome' FROM case_event WHERE case_id = cohort.id AND kind = 'outcome' ORDER BY id DESC LIMIT 1)`;
  const answered = await read(
    `SELECT received_at, (SELECT min(at) FROM case_event WHERE case_id = cohort.id AND kind = 'answered') AS at FROM cohort`,
  );
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: department.zone });
  const dayNumber = (at: unknown) => Date.parse(local.format(Number(at))) / 86_400_000;
  const days = answered
    .filter((row) => row['at'] !== null)
    .map((row) => dayNumber(row['at']) - dayNumber(row['received_at']))
    .toSorted((one, other) => one - other);
  // The nearest rank, by its definition: the first value with enough others at or below it.
  const rank = (share: number) =>
    days.find((value) => days.filter((one) => one <= value).length >= share * days.length) ?? null;
  return {
    cases: await number('SELECT count(*) AS n FROM cohort'),
    kinds: await by('kind'),
    desks: await by('desk_id'),
    channels: await by('channel'),
    regions: await by('region_id'),
    outcomes: await by(last),
    promises: await promisesOf(db, department, await read('SELECT id, rules_id FROM cohort'), now),
    answers: { cases: days.length, median: rank(0.5), ninetieth: rank(0.9) },
    secondStage: await number(`SELECT count(DISTINCT e.case_id) AS n ${events('not satisfied')}`),
    handedOver: await number(`SELECT count(DISTINCT e.case_id) AS n ${events('moved', ordinary)}`),
    handOvers: await number(`SELECT count(*) AS n ${events('moved', ordinary)}`),
    improved: await number(
      `SELECT count(*) AS n FROM (SELECT e.case_id ${events('improvement', change)} UNION SELECT e.case_id ${events('action ended', done)})`,
    ),
    changes: await number(`SELECT count(*) AS n ${events('improvement', change)}`),
    actionsDone: await number(`SELECT count(*) AS n ${events('action ended', done)}`),
  };
}

async function promisesOf(
  db: Database,
  { rules, rulesIds, calendars }: Made,
  cases: Record<string, unknown>[],
  now: number,
) {
  const counts = { kept: 0, broken: 0, dropped: 0, running: 0 };
  for (const { id, rules_id: rulesId } of cases) {
    const { rows } = await db.$client.execute(
      statement('SELECT kind, at, detail FROM case_event WHERE case_id = :id ORDER BY id', { id: Number(id) }),
    );
    const events = rows.map((row): NaiveEvent => {
      const detail = JSON.parse(String(row['detail'] ?? '{}')) as Record<string, unknown>;
      const [kind, at] = [String(row['kind']), Number(row['at'])];
      if (kind === 'paused') return { kind, at: Number(detail['enteredAt']), from: at };
      return kind === 'extended' ? { kind, at, until: String(detail['until']) } : { kind, at };
    });
    const own = rules[rulesIds.indexOf(Number(rulesId))]!;
    // What happened to the calendar before a case came does not matter to it, and going through it takes long.
    const began = calendars.findLastIndex(({ since }) => since <= events[0]!.at);
    const from = calendars.slice(began).map((one, index) => (index === 0 ? { ...one, since: 0 } : one));
    for (const { breaches, endedAt } of naiveClocks(own, from, events, now)) {
      if (breaches.length > 0) counts.broken += 1;
      else if (endedAt === null) counts.running += 1;
      // No two things happen to a case at once, except when the second stage begins.
      else if (events.some(({ kind, at }) => at === endedAt && kind === 'closed')) counts.dropped += 1;
      else counts.kept += 1;
    }
  }
  return counts;
}

/**
 * Counts so many random cases by the product and by the oracle.
 * @returns the figures of each department's two quarters, both ways.
 */
export async function countedTwice(db: Database, seed: number, many: number) {
  const { departments, now } = await someCohorts(db, seed, many);
  const organization = await createOrganization(db)();
  const read = cohortReader(db);
  const both = [];
  for (const made of departments) {
    const department = organization.departments.find(({ id }) => id === made.id)!;
    for (const quarter of [made.quarter, made.next]) {
      const first = await read(department, quarter, now);
      // Cases that were counted before are remembered.
      const again = await read(department, quarter, now);
      both.push({
        product: figuresOf(first),
        again: figuresOf(again),
        oracle: await recounted(db, made, quarter, now),
        name: `${department.slug} ${quarter.id}`,
      });
    }
  }
  return both;
}
