import * as v from 'valibot';
import { commitChange } from '../audit/audit.ts';
import { commit, type Database } from '../database/database.ts';
import { changeClock, clockName, storedClock } from './clock-queries.ts';

// The clock guard (docs/design.md §3.9): a clock that jumped closes nothing until a person confirms the time, or an hour of
// normal running has passed. All collectors on a database share what it last saw, so that a collector with a wrong clock
// closes nothing while another one goes on with the right time.

const minute = 60 * 1000;
const hour = 60 * minute;
const day = 24 * hour;

/** A difference over this, in milliseconds, is a jump. */
const maxDifference = day;
/** How long a clock has to run normally after a jump, in milliseconds. An hourly job may start a moment earlier than the last. */
const normalRunning = hour - minute;
/** Two runs of the hourly job with a longer time between them, in milliseconds, are not normal running. */
const maxPause = 2 * hour;

const stored = v.object({
  /** The last time that counts as right, in milliseconds since the epoch. */
  seenAt: v.number(),
  /** The times by a clock that jumped: when that was found, and the last one seen. */
  jumped: v.optional(v.object({ startedAt: v.number(), seenAt: v.number() })),
});
type Stored = v.InferOutput<typeof stored>;

/** A clock that differs from what the database last saw, so that quarters do not close. */
export interface ClockHold {
  /** What this clock shows, in milliseconds since the epoch. */
  now: number;
  /** The last time that the database saw and that counts as right. */
  seenAt: number;
}

/** Whether quarters must not close by this clock. Undefined if they may. Writes nothing. */
export async function clockHold(db: Database, now: number): Promise<ClockHold | undefined> {
  const { clock } = await read(db);
  return clock && holdIn(clock, now);
}

/** Records what this collector's clock shows. @returns the hold, if quarters must not close by it. */
export async function watchClock(db: Database, now: number): Promise<ClockHold | undefined> {
  for (;;) {
    const { text, clock } = await read(db);
    const next = clock === undefined ? { seenAt: now } : after(clock, now);
    const [changed] = await commit(db, [changeClock(text, JSON.stringify(next))]);
    // Otherwise another collector recorded its time at the same moment.
    if (changed.rowsAffected > 0) return holdIn(next, now);
  }
}

/** A person confirms that this clock is right. @returns false if there was nothing to confirm anymore. */
export async function confirmClock(db: Database, now: number, personId: string): Promise<boolean> {
  for (;;) {
    const { text, clock } = await read(db);
    const hold = clock && holdIn(clock, now);
    if (hold === undefined) return false;
    const next: Stored = { seenAt: now };
    const detail = { 'last seen': new Date(hold.seenAt).toISOString(), confirmed: new Date(now).toISOString() };
    const entry = { at: now, personId, action: 'clock confirmed', subject: 'clock', detail };
    if (await commitChange(db, changeClock(text, JSON.stringify(next)), entry)) return true;
  }
}

function holdIn({ seenAt }: Stored, now: number): ClockHold | undefined {
  return Math.abs(now - seenAt) > maxDifference ? { now, seenAt } : undefined;
}

/** What the database knows after a clock showed this time. */
function after({ seenAt, jumped }: Stored, now: number): Stored {
  // This clock goes on from the last right time. One that jumped away from it starts its hour again.
  if (!holdIn({ seenAt }, now)) return { seenAt: now };
  const isNormal = jumped !== undefined && now >= jumped.seenAt && now - jumped.seenAt <= maxPause;
  if (!isNormal) return { seenAt, jumped: { startedAt: now, seenAt: now } };
  return now - jumped.startedAt >= normalRunning ? { seenAt: now } : { seenAt, jumped: { ...jumped, seenAt: now } };
}

async function read(db: Database): Promise<{ text: string | undefined; clock: Stored | undefined }> {
  const [found] = await storedClock(db).all(clockName);
  return { text: found?.value, clock: found && v.parse(stored, JSON.parse(found.value)) };
}
