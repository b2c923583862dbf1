import type { SurveyResponse } from '@heart-survey/shared/response';
import { commit, isConstraint, isUnavailable, type Database } from '../database/database.ts';
import { groupCommit, type WriterWatch } from '../database/group-commit.ts';
import { Overloaded } from '../database/outage.ts';
import { fingerprint, fingerprintKey } from './fingerprint.ts';
import { createFlagging, ownFlags, type Flag, type Sender } from './flags.ts';
import { createGuessing, type Guessing } from './guessing.ts';
import { erased, flagStored, storedReceipts, type ReceiptRow, type ResponseRow } from './queries.ts';
import { receiptOf, type Outcome } from './outcome.ts';
import { resolver, type Arrival } from './resolve.ts';
import { storeRows, type Alongside } from './stored-rows.ts';

export interface ResponseStoreOptions {
  db: Database;
  clock: () => number;
  /** The installation's key for keyed hashes. */
  secret: string;
  /** What else belongs into the commit that stores responses, such as opening an action plan. */
  alongside: Alongside;
  /** Is told how the writing goes. */
  watch?: WriterWatch;
}

type Submit = (response: SurveyResponse, sender: Sender) => Promise<Outcome>;
interface StoreOptions extends ResponseStoreOptions {
  flagging: ReturnType<typeof createFlagging>;
  guessing: Guessing;
  /** Flags that the storage did not take yet. */
  unwritten: Flag[];
}

/** Bytes of a row on its way to the database without its comment, and of one unit of a comment, twice encoded as JSON. */
const usualRowSize = 500;
const encodedUnit = 4;
/** Half of what nginx lets pass unless it is told otherwise. */
const maxCommitSize = 512 * 1024;

/**
 * Stores responses, many at a time in one commit.
 * @returns a function that resolves once the response is on disk. Rejects with `Overloaded` or a storage error.
 */
export function createResponseStore(given: ResponseStoreOptions): Submit {
  const memories = { flagging: createFlagging(), guessing: createGuessing(given.clock), unwritten: [] };
  const options = { ...given, ...memories };
  const key = fingerprintKey(given.secret);
  const submit = groupCommit<Arrival, Settled>({
    write: (arrivals) => store(options, arrivals),
    sizeOf: ({ response }) => usualRowSize + encodedUnit * (response.comment?.length ?? 0),
    maxSize: maxCommitSize,
    watch: options.watch,
  });
  return async (response, sender) => {
    const arrival = { response, receivedAt: options.clock(), fingerprint: fingerprint(key, response), sender };
    const settled = await submit(arrival);
    if (settled.kind === 'failed') throw settled.error;
    return settled;
  };
}

/** More quarters than these cannot be closed while one commit is tried. */
const mostRounds = 5;

/** What became of an arrival, or why it is not known. */
type Settled = Outcome | { kind: 'failed'; error: unknown };

async function store(options: StoreOptions, arrivals: Arrival[]): Promise<Settled[]> {
  const settled = new Map<Arrival, Settled>();
  let open = arrivals;
  // A second round compares those that came with an id that the first one stored. A third is needed only where a quarter
  // is closed, or another collector stores the same id, between the looking up and the commit.
  for (let round = 1; open.length > 0; round += 1) {
    for (const [arrival, outcome] of await storeRound(options, open, round)) settled.set(arrival, outcome);
    open = open.filter((arrival) => !settled.has(arrival));
  }
  return arrivals.map((arrival) => settled.get(arrival)!);
}

/** One round. Those that a later one fails with are alone in it: the others are stored, and are told so. */
async function storeRound(options: StoreOptions, open: Arrival[], round: number): Promise<[Arrival, Settled][]> {
  const failed = (error: unknown) => open.map((arrival): [Arrival, Settled] => [arrival, { kind: 'failed', error }]);
  if (round > mostRounds) return failed(new Overloaded('Responses are neither stored nor known.'));
  try {
    return await storeOnce(options, open);
  } catch (error) {
    if (round === 1) throw error;
    return failed(error);
  }
}

/** @returns what became of these, as far as one commit can tell. What is known already never reaches the commit. */
async function storeOnce(options: StoreOptions, arrivals: Arrival[]): Promise<[Arrival, Outcome][]> {
  const responses = arrivals.map(({ response }) => response);
  const [known, resolve] = await Promise.all([
    storedReceipts(
      options.db,
      responses.map(({ id }) => id),
    ),
    resolver(options.db, responses),
  ]);
  const outcomes: [Arrival, Outcome][] = [];
  const fresh = new Map<string, Fresh>();
  for (const arrival of arrivals) {
    const before = known.get(arrival.response.id);
    // An id that is stored already is compared as it was sent, whatever became of the region or employee that it names.
    const result = before ? replayOf(options, arrival, before) : resolve(arrival);
    if ('kind' in result) outcomes.push([arrival, result]);
    // Of several with one id the first alone; the others are compared with it in the next round.
    else if (!fresh.has(arrival.response.id)) fresh.set(arrival.response.id, { arrival, ...result });
  }
  return [...outcomes, ...(await write(options, [...fresh.values()]))];
}

function replayOf({ guessing }: StoreOptions, arrival: Arrival, before: ReceiptRow): Outcome {
  const barred = guessing.barred(before.id);
  if (barred !== null) return { kind: 'guessing', retryAfter: barred };
  if ([arrival.fingerprint, erased].includes(before.fingerprint)) {
    return { kind: 'replayed', receipt: receiptOf(before) };
  }
  const retryAfter = guessing.conflict(before.id);
  return retryAfter === null ? { kind: 'conflict' } : { kind: 'guessing', retryAfter };
}

/** A row that no other has the id of. */
type Fresh = { arrival: Arrival; row: ResponseRow; isSelf: boolean };

/** Commits the rows together; where one of them is refused, one by one, so that a bad row harms nobody. */
async function write(options: StoreOptions, fresh: Fresh[]): Promise<[Arrival, Outcome][]> {
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

async function writeTogether(options: StoreOptions, fresh: Fresh[]): Promise<[Arrival, Outcome][]> {
  const { db, alongside } = options;
  const flags = fresh.flatMap(({ arrival, row, isSelf }) =>
    ownFlags(arrival.response, arrival.sender, isSelf, arrival.receivedAt).map((flag) => ({
      ...flag,
      regionId: row.regionId,
      quarter: row.quarter,
    })),
  );
  const ids = await storeRows(
    db,
    fresh.map(({ row }) => row),
    alongside,
    flags,
  );
  const stored = fresh.filter(({ row }) => ids.has(row.id));
  await flagTogether(options, stored);
  return stored.map(({ arrival, row }) => [arrival, { kind: 'stored', receipt: receiptOf(row) }]);
}

/** So many flags wait for a storage that does not take them. */
const mostUnwritten = 10_000;

/**
 * Flags what only shows beside other responses. In a commit of its own, once it is known which were stored: what was not
 * is part of no burst. Where the storage fails now, the answers are on disk all the same, and the flags wait for the next.
 */
async function flagTogether({ db, flagging, unwritten }: StoreOptions, stored: Fresh[]): Promise<void> {
  for (const { arrival } of stored) unwritten.push(...flagging(arrival.response, arrival.sender, arrival.receivedAt));
  if (stored.length === 0 || unwritten.length === 0) return;
  unwritten.splice(0, unwritten.length - mostUnwritten);
  const at = stored.reduce((latest, { row }) => Math.max(latest, row.receivedAt), 0);
  const flags = unwritten.slice();
  try {
    await commit(db, [flagStored(flags, at)]);
    unwritten.splice(0, flags.length);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
  }
}
