import { hash } from 'node:crypto';
import type { Quarter } from '@heart-survey/shared/quarters';
import { personById } from '../access/access.ts';
import { closedQuarters } from '../database/closed-quarters.ts';
import type { Database } from '../database/database.ts';
import { computeFigures, readTallies, snapshotsOf, type PlansOf } from '../figures/figures.ts';
import { readCalendar, type Department } from '../org/org.ts';
import { closingClock } from '../work/work.ts';
import { clockHold, type ClockHold } from './clock-guard.ts';
import { closingPath } from './paths.ts';
import { firstQuarter } from './queries.ts';
import type { ClosingCheck, ClosingWarning } from './warnings.ts';

export interface PreviewOptions {
  db: Database;
  plansOf: PlansOf;
  /** What later features check before a quarter closes. */
  checks: ClosingCheck[];
}

/** What closing a quarter would freeze, and what is not in order. */
export interface Preview {
  figures: ReturnType<typeof computeFigures>;
  /** What becomes of each region's action plan, by the region's slug; a region without a plan is not in it. */
  plans: ReadonlyMap<string, 'required' | 'withdrawn'>;
  warnings: ClosingWarning[];
  /** Changes with the figures. */
  fingerprint: string;
  hold: ClockHold | undefined;
}

/** Who closed a quarter, and when. */
export interface Close {
  at: number;
  by: { id: string; words: string };
}

/** Reads what closing the quarter now would freeze. */
export async function readPreview(
  { db, plansOf, checks }: PreviewOptions,
  department: Department,
  quarter: Quarter,
  now: number,
): Promise<Preview> {
  const [tallies, current, earlier, found, hold] = await Promise.all([
    readTallies(db, department.id, quarter.id),
    plansOf(department, quarter.id),
    openQuarters(db, department, quarter.start),
    Promise.all(checks.map((check) => check(db, department, quarter))),
    clockHold(db, now),
  ]);
  const figures = computeFigures(tallies, department.target);
  const plans = figures.regions.flatMap(({ region, status }): [string, 'required' | 'withdrawn'][] => {
    if (status === 'below') return [[region, 'required']];
    return current.has(region) ? [[region, 'withdrawn']] : [];
  });
  return {
    figures,
    plans: new Map(plans),
    warnings: [...earlier.map((one) => stillOpen(department, one)), ...found.flat()],
    fingerprint: fingerprintOf(tallies, department),
    hold,
  };
}

function stillOpen(department: Department, quarter: Quarter): ClosingWarning {
  const message = `An earlier quarter is still open: ${quarter.label}.`;
  return { message, href: closingPath(department, quarter), link: 'Review it first' };
}

/** A text that changes with the figures. @param tallies the output of `readTallies`. */
export function fingerprintOf(tallies: string, { target }: Pick<Department, 'target'>): string {
  return hash('sha256', `${target} ${tallies}`);
}

/** Who closed the quarter, and when; undefined while it is open. */
export async function readClose(db: Database, department: Department, quarter: Quarter): Promise<Close | undefined> {
  const [first] = await snapshotsOf(db, department.id, [quarter.id]);
  if (first === undefined) return undefined;
  const { closedAt, closedBy } = first;
  return { at: closedAt, by: { id: closedBy, words: await makerInWords(db, closedBy) } };
}

/** Who made a snapshot, such as `by Ana Diaz` or `automatically`. @param by the person's id, or how else it was made. */
export async function makerInWords(db: Database, by: string): Promise<string> {
  return otherWays[by] ?? `by ${(await personById(db, by))?.name ?? 'an unknown person'}`;
}

/** Who a snapshot names if no person made it in the console. */
const otherWays: Record<string, string> = {
  schedule: 'automatically',
  'heart close-quarter': 'on the command line',
  'heart forget': 'on the command line',
};

/** The quarters that have ended and are still open, in order, from the first one with a response. */
export async function openQuarters(db: Database, department: Department, now: number): Promise<Quarter[]> {
  const [first, closed] = await Promise.all([firstQuarter(db, department.id), closedQuarters(db)]);
  const open: Quarter[] = [];
  let quarter = first === undefined ? undefined : department.calendar.byId(first);
  for (; quarter && quarter.end <= now; quarter = department.calendar.next(quarter)) {
    if (!closed.has(`${department.id}/${quarter.id}`)) open.push(quarter);
  }
  return open;
}

/** When the quarter closes automatically, in milliseconds since the epoch. */
export async function closesAt(db: Database, department: Department, quarter: Quarter): Promise<number> {
  return closingClock(await readCalendar(db, department), department, quarter).at;
}
