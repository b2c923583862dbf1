import { currentWording } from '@heart-survey/shared/items';
import { isLanguage } from '@heart-survey/shared/languages/languages';
import { isChannel, type SurveyResponse } from '@heart-survey/shared/response';
import * as v from 'valibot';
import { commit, isConstraint, type Database, type Statement } from '../database/database.ts';
import { groupCommit } from '../database/group-commit.ts';
import { hasEnded, type Department, type Directory, type Region } from '../survey/survey.ts';
import { fingerprint } from './fingerprint.ts';
import { closedQuarters, insertResponses, storedReceipts, type ResponseRow } from './queries.ts';

export { holdsResponses } from './queries.ts';

/** What the sender of a stored response gets, the first time and at every replay. */
export const receipt = v.object({
  id: v.pipe(v.string(), v.uuid()),
  quarter: v.pipe(v.string(), v.description('The fiscal quarter in which it counts, by its first month.')),
  receivedAt: v.pipe(v.string(), v.isoTimestamp()),
});
export type Receipt = v.InferOutput<typeof receipt>;

export type Outcome =
  | { kind: 'stored' | 'replayed'; receipt: Receipt }
  /** Other content was stored under the same id. */
  | { kind: 'conflict' }
  | { kind: 'unknown-region' }
  | { kind: 'ended'; region: Region }
  /** The database would not have this one row. */
  | { kind: 'refused' };

/** A region's quarter that a commit adds responses to. */
export interface Touched {
  regionId: number;
  quarter: string;
}

export interface ResponseStoreOptions {
  db: Database;
  directory: () => Promise<Directory>;
  clock: () => number;
  /** The installation's key for keyed hashes. */
  secret: string;
  /** What else belongs into the commit that stores responses, such as opening an action plan. */
  alongside: (touched: Touched[], at: number) => Statement[];
}

interface Arrival {
  response: SurveyResponse;
  receivedAt: number;
  fingerprint: string;
}

type Known = Awaited<ReturnType<typeof storedReceipts>>;

/**
 * Stores responses, many at a time in one commit.
 * @returns a function that resolves once the response is on disk. Rejects with `Overloaded` or a storage error.
 */
export function createResponseStore(options: ResponseStoreOptions): (response: SurveyResponse) => Promise<Outcome> {
  const submit = groupCommit<Arrival, Outcome>({ write: (arrivals) => store(options, arrivals) });
  return (response) =>
    submit({ response, receivedAt: options.clock(), fingerprint: fingerprint(options.secret, response) });
}

async function store(options: ResponseStoreOptions, arrivals: Arrival[]): Promise<Outcome[]> {
  const outcomes = new Map<Arrival, Outcome>();
  let open = arrivals;
  // Once is enough, unless another process stores the same id or closes the quarter between reading and writing.
  while (open.length > 0) {
    const known = await storedReceipts(
      options.db,
      open.map(({ response }) => response.id),
    );
    const fresh: { arrival: Arrival; row: ResponseRow }[] = [];
    const resolve = await resolver(options);
    for (const arrival of open) {
      const result = replay(arrival, known, fresh) ?? resolve(arrival);
      if ('kind' in result) outcomes.set(arrival, result);
      else if ('row' in result) fresh.push({ arrival, row: result.row });
    }
    for (const [arrival, outcome] of await write(options, fresh)) outcomes.set(arrival, outcome);
    open = open.filter((arrival) => !outcomes.has(arrival));
  }
  return arrivals.map((arrival) => outcomes.get(arrival)!);
}

/** What is to be said of an id that was met before, in the database or in this very commit. */
function replay(arrival: Arrival, known: Known, fresh: { arrival: Arrival }[]): Outcome | { wait: true } | undefined {
  const before = known.get(arrival.response.id);
  if (before) {
    return before.fingerprint === arrival.fingerprint
      ? { kind: 'replayed', receipt: receiptOf(before) }
      : { kind: 'conflict' };
  }
  // The first of its id is stored first; the next round finds it.
  return fresh.some((other) => other.arrival.response.id === arrival.response.id) ? { wait: true } : undefined;
}

/** Looks up what a response names: its region, the open quarter it counts in, and the hints that are known. */
async function resolver({ db, directory }: ResponseStoreOptions) {
  const [{ regions }, closed] = await Promise.all([directory(), closedQuarters(db)]);
  const bySlug = new Map(regions.map((region) => [region.slug, region]));
  return ({ response, receivedAt, fingerprint }: Arrival): { row: ResponseRow } | Outcome => {
    const region = bySlug.get(response.region);
    if (!region) return { kind: 'unknown-region' };
    if (hasEnded(region, receivedAt)) return { kind: 'ended', region };
    const row = {
      id: response.id,
      regionId: region.id,
      quarter: openQuarter(region.department, receivedAt, closed),
      receivedAt,
      ...response.ratings,
      comment: response.comment,
      language: isLanguage(response.language) ? response.language : null,
      channel: isChannel(response.channel) ? response.channel : null,
      wording: response.wording ?? currentWording,
      fingerprint,
    };
    return { row };
  };
}

/** The quarter of the instant; should that one be closed already, the earliest open one after it (design §3.7). */
function openQuarter({ id, calendar }: Department, instant: number, closed: Set<string>): string {
  let quarter = calendar.at(instant);
  while (closed.has(`${id}/${quarter.id}`)) quarter = calendar.next(quarter);
  return quarter.id;
}

type Fresh = { arrival: Arrival; row: ResponseRow };

/** Commits the rows together; where one of them is refused, one by one, so that a bad row harms nobody. */
async function write(options: ResponseStoreOptions, fresh: Fresh[]): Promise<[Arrival, Outcome][]> {
  if (fresh.length === 0) return [];
  try {
    return await writeTogether(options, fresh);
  } catch (error) {
    if (!isConstraint(error)) throw error;
    const [alone] = fresh;
    if (fresh.length === 1) return [[alone!.arrival, { kind: 'refused' }]];
    const outcomes: [Arrival, Outcome][] = [];
    for (const one of fresh) outcomes.push(...(await write(options, [one])));
    return outcomes;
  }
}

async function writeTogether({ db, alongside }: ResponseStoreOptions, fresh: Fresh[]): Promise<[Arrival, Outcome][]> {
  const stored = await storeRows(
    db,
    fresh.map(({ row }) => row),
    alongside,
  );
  return fresh
    .filter(({ row }) => stored.has(row.id))
    .map(({ arrival, row }) => [arrival, { kind: 'stored', receipt: receiptOf(row) }]);
}

/**
 * Commits rows that are resolved already, and what belongs to them, in one transaction. A row whose id exists, or whose
 * quarter is closed, is passed over.
 * @returns the ids that were stored.
 */
export async function storeRows(
  db: Database,
  rows: ResponseRow[],
  alongside: ResponseStoreOptions['alongside'],
): Promise<Set<unknown>> {
  const touched = new Map(rows.map((row) => [`${row.regionId}/${row.quarter}`, row]));
  const at = rows.reduce((latest, { receivedAt }) => Math.max(latest, receivedAt), 0);
  const [inserted] = await commit(db, [insertResponses(rows), ...alongside([...touched.values()], at)]);
  return new Set(inserted!.rows.map((row) => row['id']));
}

function receiptOf({ id, quarter, receivedAt }: { id: string; quarter: string; receivedAt: number }): Receipt {
  return { id, quarter, receivedAt: new Date(receivedAt).toISOString() };
}
