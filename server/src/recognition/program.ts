import type { Quarter } from '@heart-survey/shared/quarters';
import type { Database } from '../database/database.ts';
import { turn } from '../limits/turns.ts';
import type { Department, Region } from '../org/org.ts';
import { hasName, namesOf, type Names } from '@heart-survey/shared/names';
import { daysToThanks, praiseIn } from './program-queries.ts';
import { employeesIn } from './queries.ts';

/** How many thank-yous were sent that many whole days after the comment. */
export interface Days {
  days: number;
  n: number;
}

/** What the program did about a region's quarter, or a department's. Never about people. */
export interface ProgramFigures {
  /** How many comments are stored. */
  comments: number;
  /** How many of them are worth a thank-you, and how many got one. */
  praise: number;
  thanked: number;
  /** Also of thank-yous for comments that were deleted since. */
  days: Days[];
}

/** A quarter with the figures of each region, in the order of the regions. */
export interface ProgramQuarter {
  quarter: Quarter;
  /** Whether the department's comments of that quarter are old enough to be deleted. */
  isOld: boolean;
  regions: { region: Region; figures: ProgramFigures }[];
}

interface Asked {
  department: Department;
  /** Those that the reader may see. */
  regions: Region[];
  /** All of the department: a comment may name an employee of any of them. */
  allRegions: Region[];
  now: number;
  /** Ends the reading when the reader is gone. */
  signal: AbortSignal;
}

/** The current quarter and the three before. */
const quartersShown = 4;
/** How many comments one statement counts. It takes some milliseconds, so it gets half a turn. */
const pieceSize = 250;
const pieceCost = 10_000;

/** The figures of the current quarter and the three before, the latest first. */
export async function readProgram(db: Database, asked: Asked): Promise<ProgramQuarter[]> {
  const { department, regions, allRegions, now, signal } = asked;
  const quarters = lastQuarters(department, now);
  const regionIds = regions.map(({ id }) => id);
  const [employees, days] = await Promise.all([
    employeesIn(
      db,
      allRegions.map(({ id }) => id),
    ),
    daysToThanks(db, { regionIds, quarters: quarters.map(({ id }) => id) }),
  ]);
  const names = namesOf(employees);
  const read: ProgramQuarter[] = [];
  for (const quarter of quarters) {
    const found: ProgramQuarter['regions'] = [];
    for (const region of regions) {
      const counts = await readPraise(db, { regionId: region.id, quarter: quarter.id, names, signal });
      const own = days.filter((one) => one.regionId === region.id && one.quarter === quarter.id);
      found.push({ region, figures: { ...counts, days: own } });
    }
    read.push({ quarter, isOld: monthsSince(quarter, department, now) >= department.commentMonths, regions: found });
  }
  return read;
}

function lastQuarters({ calendar }: Department, now: number): Quarter[] {
  const quarters = [calendar.at(now)];
  while (quarters.length < quartersShown) quarters.push(calendar.previous(quarters.at(-1)!));
  return quarters;
}

/** How many whole months have passed since the quarter ended, as the retention of comments counts them. */
function monthsSince({ id }: Quarter, { calendar }: Department, now: number): number {
  const current = calendar.months(calendar.at(now)).find(({ end }) => now < end)!;
  const months = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return months(current.id) - months(id) - 3;
}

/** Counts a region's praise piece by piece, so that other requests get their turn. */
async function readPraise(
  db: Database,
  { signal, names, ...of }: { regionId: number; quarter: string; names: Names; signal: AbortSignal },
): Promise<Omit<ProgramFigures, 'days'>> {
  const sum = { comments: 0, praise: 0, thanked: 0 };
  for (let after = 0; !signal.aborted;) {
    await turn(pieceCost);
    const { last, others, ...counts } = await praiseIn(db, { ...of, after, limit: pieceSize });
    if (last === null) break;
    for (const name of ['comments', 'praise', 'thanked'] as const) sum[name] += counts[name];
    for (const comment of others) {
      await turn(comment.length);
      if (hasName(comment, names)) sum.praise += 1;
    }
    after = last;
  }
  return sum;
}

/** The figures of several regions together. */
export function joined(all: readonly ProgramFigures[]): ProgramFigures {
  const sum = (name: 'comments' | 'praise' | 'thanked') => all.reduce((total, figures) => total + figures[name], 0);
  const days = all.flatMap(({ days }) => days);
  return { comments: sum('comments'), praise: sum('praise'), thanked: sum('thanked'), days };
}

/** The median, in half days: between two days, it is the half between them. Undefined without a thank-you. */
export function medianOf(all: readonly Days[]): { halfDays: number; n: number } | undefined {
  const sorted = all.toSorted((one, other) => one.days - other.days);
  const n = sorted.reduce((total, one) => total + one.n, 0);
  if (n === 0) return undefined;
  const dayAt = (index: number) => {
    let passed = 0;
    return sorted.find((one) => (passed += one.n) > index)!.days;
  };
  return { halfDays: dayAt(Math.floor((n - 1) / 2)) + dayAt(Math.floor(n / 2)), n };
}
