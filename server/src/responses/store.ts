import type { SurveyResponse } from '@heart-survey/shared/response';
import { commit, isConstraint, isUnavailable, type Database } from '../database/database.ts';
import { groupCommit, type WriterWatch } from '../database/group-commit.ts';
import { Overloaded } from '../database/outage.ts';
import { fingerprint, fingerprintKey } from './fingerprint.ts';
import { createFlagging, ownFlags, type Flag, type Sender } from './flags.ts';
import { createGuessing, type Guessing } from './guessing.ts';
import { lookUp, type ReceiptRow } from './lookup.ts';
import { erased, flagStored, type ResponseRow } from './queries.ts';
import { receiptOf, type Outcome } from './outcome.ts';
import { resolver, type Arrival } from './resolve.ts';
import { storeRows, type Alongside } from './stored-rows.ts';

export interface ResponseStoreOptions {
  db: Database;
  clock: () => number;
  /** The installation's key for keyed hashes. */
  secret: string;
  /** What else belongs in the commit that stores responses, such as opening an action plan. */
  alongside: Alongside;
  /** Gets notified about each write, for metrics. */
  watch?: WriterWatch;
}

type Submit = (response: SurveyResponse, sender: Sender) => Promise<Outcome>;
interface StoreOptions extends ResponseStoreOptions {
  flagging: ReturnType<typeof createFlagging>;
  guessing: Guessing;
  /** Flags that could not be stored yet. */
  unwritten: Flag[];
}

/** Bytes of a row on its way to the database without its comment, and of one comment character, twice encoded as JSON. */
const usualRowSize = 500;
const encodedUnit = 4;
/** Half of nginx's default body limit. */
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

/** More retries than this means something is wrong: that many quarters cannot close during one commit. */
const maxRounds = 5;

/** The outcome of an arrival, or why there is none. */
type Settled = Outcome | { kind: 'failed'; error: unknown };

async function store(options: StoreOptions, arrivals: Arrival[]): Promise<Settled[]> {
  const settled = new Map<Arrival, Settled>();
  let open = arrivals;
  // A second round compares responses whose id the first round stored. A third is needed only if a quarter closes, or
  // another collector stores the same id, between the lookup and the commit.
  for (let round = 1; open.length > 0; round += 1) {
    for (const [arrival, outcome] of await storeRound(options, open, round)) settled.set(arrival, outcome);
    open = open.filter((arrival) => !settled.has(arrival));
  }
  return arrivals.map((arrival) => settled.get(arrival)!);
}

/** One round. If a later round fails, only its own responses fail. The others are stored and confirmed. */
async function storeRound(options: StoreOptions, open: Arrival[], round: number): Promise<[Arrival, Settled][]> {
  const failed = (error: unknown) => open.map((arrival): [Arrival, Settled] => [arrival, { kind: 'failed', error }]);
  if (round > maxRounds) return failed(new Overloaded('Responses could not be stored after several tries.'));
  try {
    return await storeOnce(options, open);
  } catch (error) {
    if (round === 1) throw error;
    return failed(error);
  }
}

/** @returns the outcomes that one commit can decide. A replay is answered without a commit. */
async function storeOnce(options: StoreOptions, arrivals: Arrival[]): Promise<[Arrival, Outcome][]> {
  const known = await lookUp(
    options.db,
    arrivals.map(({ response }) => response),
  );
  const resolve = resolver(known);
  const outcomes: [Arrival, Outcome][] = [];
  const fresh = new Map<string, Fresh>();
  for (const arrival of arrivals) {
    const before = known.receipts.get(arrival.response.id);
    // A response with a stored id is compared as it was sent, even if its region or employee is gone.
    const result = before ? replayOf(options, arrival, before) : resolve(arrival);
    if ('kind' in result) outcomes.push([arrival, result]);
    // Of several with one id, only the first is stored. The next round compares the others with it.
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

/** A row with a new id. */
type Fresh = { arrival: Arrival; row: ResponseRow; isSelf: boolean };

/** Commits the rows together. If the database rejects one, commits them one by one, so that a bad row fails alone. */
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
  const { db, alongside, flagging, unwritten } = options;
  const own = fresh.flatMap(({ arrival, row, isSelf }) =>
    ownFlags(arrival.response, arrival.sender, isSelf, arrival.receivedAt).map((flag) => ({
      ...flag,
      regionId: row.regionId,
      quarter: row.quarter,
    })),
  );
  const compared = fresh.map(({ arrival }) => flagging(arrival.response, arrival.sender, arrival.receivedAt));
  const flags = [...unwritten, ...compared.flatMap((one) => one.flags)];
  const rows = fresh.map(({ row }) => row);
  const takeBack = () => {
    for (const one of compared) one.takeBack();
  };
  const together = await storeRows(db, rows, alongside, own, flags).catch((error: unknown) => {
    // Perhaps only a flag is rejected.
    if (flags.length > 0 && isConstraint(error)) return undefined;
    takeBack();
    throw error;
  });
  if (together?.size === fresh.length) {
    unwritten.length = 0;
    return outcomesOf(fresh);
  }
  takeBack();
  const ids = together ?? (await storeRows(db, rows, alongside, own));
  const stored = fresh.filter(({ row }) => ids.has(row.id));
  await flagStoredOnes(options, stored);
  return outcomesOf(stored);
}

function outcomesOf(stored: Fresh[]): [Arrival, Outcome][] {
  return stored.map(({ arrival, row }) => [arrival, { kind: 'stored', receipt: receiptOf(row) }]);
}

/** The maximum number of flags that wait for the storage to recover. */
const maxUnwritten = 10_000;

/**
 * Flags what shows only in comparison with other responses, in a second commit: some responses of the first were not stored,
 * so they are part of no burst. If the storage fails now, the answers are already on disk, and the flags wait for the next
 * commit.
 */
async function flagStoredOnes({ db, flagging, unwritten }: StoreOptions, stored: Fresh[]): Promise<void> {
  for (const { arrival } of stored) {
    unwritten.push(...flagging(arrival.response, arrival.sender, arrival.receivedAt).flags);
  }
  if (stored.length === 0 || unwritten.length === 0) return;
  unwritten.splice(0, unwritten.length - maxUnwritten);
  const at = stored.reduce((latest, { row }) => Math.max(latest, row.receivedAt), 0);
  const flags = unwritten.slice();
  try {
    await commit(db, [flagStored(flags, at)]);
    unwritten.splice(0, flags.length);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
  }
}
