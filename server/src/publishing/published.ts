import { changeOf, type Change } from '@heart-survey/shared/change';
import type { Quarter } from '@heart-survey/shared/quarters';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import {
  figuresAsOf,
  quartersOfYear,
  readGroupYearHashes,
  readGroupYears,
  type GroupYear,
  type OutsideFigures,
  type QuarterAsOf,
} from '../figures/figures.ts';
import { shortMemory } from '../limits/short-memory.ts';
import type { Department } from '../org/org.ts';
import { publicQuotes, readPublicRows, type PublicQuote, type PublishedBy } from '../recognition/recognition.ts';
import {
  lastEventsIn,
  readLastEvents,
  type DoneActions,
  type LastEvent,
  type PublicationEvent,
  type ShownWith,
} from './events.ts';
import type { ShownStandard } from '../service-standards/service-standards.ts';
import type { PublishingState } from './state.ts';

// What the public sees of a department: the only source of every public page, file and element (docs/design.md §3.10).

/** A quarter that is published, as it was submitted. */
export interface PublishedQuarter extends QuarterAsOf {
  quarter: Quarter;
  /** Milliseconds since the epoch. */
  publishedAt: number;
  /** Which actions are shown with it: of regions that were below target in published quarters. */
  done: ShownActions[];
  /** The service standards that the representative shows with it, in their order. */
  standards: ShownStandard[];
}

/** What people rated low, and what the department did about it. */
export interface ShownActions extends DoneActions {
  regionName: string;
  /** The quarter of the plan. */
  of: Quarter;
  /** The region's average in that quarter, such as `3.87`. */
  average: string;
  /** How many people it is based on. */
  responses: number;
}

/** A quarter that was published and is not anymore. */
export interface WithdrawnQuarter {
  quarter: Quarter;
  withdrawnAt: number;
  reason: string;
}

/** A fiscal year by customer group. */
export interface PublishedYear extends Pick<GroupYear, 'figures' | 'madeAt'> {
  /** Its first and its last quarter. */
  quarters: [first: Quarter, last: Quarter];
  /** Whether one of its quarters is published in a later version. */
  isRestated: boolean;
}

/** Everything that the public sees of a department. */
export interface PublishedDepartment {
  department: Department;
  /** Oldest first. */
  quarters: PublishedQuarter[];
  /** The years by customer group of which all four quarters are published, oldest first. */
  groupYears: PublishedYear[];
  withdrawn: WithdrawnQuarter[];
  quotes: PublicQuote[];
}

/** What the database has about everything that is published, as texts: as long as they are the same, nothing changed. */
export interface PublishedRows {
  events: string;
  quotes: string;
  /** Which years by customer group there are. Their figures, which never change, are read only once this changes. */
  groups: string;
}

/** A small read, for every request of the public. */
export async function readPublishedRows(db: Database, now: number): Promise<PublishedRows> {
  const [events, quotes, groups] = await Promise.all([
    readLastEvents(db),
    readPublicRows(db, now),
    readGroupYearHashes(db),
  ]);
  return { events, quotes, groups: JSON.stringify(groups) };
}

/** What the public sees of these departments, in their order. */
export function publishedFrom(
  db: Database,
  departments: readonly Department[],
  { events, ...rows }: PublishedRows,
): Promise<PublishedDepartment[]> {
  return publishedBy(db, departments, lastEventsIn(events), rows);
}

/** What the public would see of a department if that quarter were published now, with these actions and standards. */
export async function readAsIfPublished(
  db: Database,
  { department, quarter, submission, version }: PublishingState,
  shownWith: ShownWith,
  now: number,
): Promise<PublishedDepartment> {
  const { events, ...rows } = await readPublishedRows(db, now);
  const others = lastEventsIn(events).filter(
    (event) => event.departmentId !== department.id || event.quarter !== quarter.id,
  );
  const act = { kind: 'published', submission, version, ...shownWith, reason: null, at: now } as const;
  const next = { ...act, departmentId: department.id, quarter: quarter.id };
  return (await publishedBy(db, [department], [...others, next], rows))[0]!;
}

async function publishedBy(
  db: Database,
  departments: readonly Department[],
  events: readonly LastEvent[],
  { quotes, groups }: Omit<PublishedRows, 'events'>,
): Promise<PublishedDepartment[]> {
  const counted = new Set(
    v
      .parse(v.array(v.object({ departmentId: v.number() })), JSON.parse(groups))
      .map(({ departmentId }) => departmentId),
  );
  const published = await Promise.all(
    departments.map(async (department) => {
      const own = events.filter(({ departmentId }) => departmentId === department.id);
      const one = await quartersOf(db, department, own);
      return { ...one, groupYears: counted.has(department.id) ? await yearsOf(db, one) : [] };
    }),
  );
  const quotesOf = publicQuotes(quotes, published.map(shownBy));
  return published.map((one, index) => ({ ...one, quotes: quotesOf[index]! }));
}

type WithoutQuotes = Omit<PublishedDepartment, 'quotes' | 'groupYears'>;

/** A year is public only together with its quarters (docs/design.md §3.10). */
async function yearsOf(db: Database, { department, quarters }: WithoutQuotes): Promise<PublishedYear[]> {
  // No year without its four quarters.
  const own = quarters.length < 4 ? [] : await readGroupYears(db, department.id);
  const versions = new Map(quarters.map(({ quarter, figures }) => [quarter.id, figures.quarter.version ?? 0]));
  return own.flatMap(({ figures, used, madeAt }) => {
    const ofYear = quartersOfYear(department, department.calendar.byId(figures.year)!);
    if (!ofYear.every(({ id }) => versions.has(id))) return [];
    const isRestated = used.some(({ quarter, version }) => versions.get(quarter)! > version);
    return [{ figures, madeAt, isRestated, quarters: [ofYear[0]!, ofYear.at(-1)!] }];
  });
}

async function quartersOf(db: Database, department: Department, events: readonly LastEvent[]): Promise<WithoutQuotes> {
  const last = events
    .map((event) => ({ event, quarter: department.calendar.byId(event.quarter)! }))
    .toSorted((one, other) => one.quarter.start - other.quarter.start);
  const shown = await Promise.all(
    last
      .filter(({ event }) => event.kind === 'published')
      .map(async ({ event, quarter }) => ({ event, quarter, ...(await readAsOf(db, department, quarter, event)) })),
  );
  const averages = new Map(shown.flatMap(({ quarter, figures }) => belowIn(quarter, figures)));
  return {
    department,
    quarters: shown.map(({ event, ...one }) => ({
      ...one,
      publishedAt: event.at,
      standards: event.standards,
      done: event.done.flatMap((done) => {
        const below = averages.get(`${done.quarter}/${done.region}`);
        return below === undefined ? [] : [{ ...done, ...below }];
      }),
    })),
    withdrawn: last
      .filter(({ event }) => event.kind === 'withdrawn')
      .map(({ event, quarter }) => ({ quarter, withdrawnAt: event.at, reason: event.reason! })),
  };
}

/** The regions of a quarter that are shown and below the target, by quarter and slug. */
export function belowIn(
  quarter: Quarter,
  { regions }: OutsideFigures,
): [string, Omit<ShownActions, keyof DoneActions>][] {
  return regions.flatMap(({ region, name, status, average, responses }) =>
    status === 'below'
      ? [[`${quarter.id}/${region}`, { regionName: name, of: quarter, average: average!, responses }]]
      : [],
  );
}

/** Quotes are from published quarters. A region is named only if it is shown in the quarter of the quote. */
function shownBy({ department, quarters }: WithoutQuotes): PublishedBy {
  const regions = quarters.map(({ quarter, figures }): [string, Set<string>] => {
    const shown = figures.regions.filter(({ status }) => status !== 'suppressed');
    return [quarter.id, new Set(shown.map(({ region }) => region))];
  });
  return { departmentId: department.id, regions: new Map(regions) };
}

/** A submitted version never changes, and working it out takes a while. */
const known = shortMemory<QuarterAsOf>({ duration: Number.POSITIVE_INFINITY, maxNames: 2000 });

/** A submitted version as it is shown outside. */
export async function readAsOf(
  db: Database,
  department: Department,
  quarter: Quarter,
  { submission, version }: Pick<PublicationEvent, 'submission' | 'version'>,
): Promise<QuarterAsOf> {
  const before = known.get(submission);
  if (before !== undefined) return before;
  const made = await figuresAsOf(db, department, quarter, version);
  known.set(submission, made, 0);
  return made;
}

/**
 * The change between the last two published quarters; undefined if the one before the last is not published or withheld.
 * @param comparisons how many are shown together.
 */
export function lastChange(
  { department, quarters }: Pick<PublishedDepartment, 'department' | 'quarters'>,
  comparisons: number,
): Change | undefined {
  const [before, now] = quarters.slice(-2);
  if (before?.cells === undefined || !now?.cells) return undefined;
  const isNext = department.calendar.next(before.quarter).id === now.quarter.id;
  return isNext ? changeOf(before.cells, now.cells, comparisons) : undefined;
}

/** The departments in the agency's own order. */
export function inPlace(departments: readonly Department[]): Department[] {
  const placeOf = ({ place }: Department) => place ?? Number.POSITIVE_INFINITY;
  return departments.toSorted((one, other) =>
    placeOf(one) === placeOf(other) ? one.id - other.id : placeOf(one) - placeOf(other),
  );
}
