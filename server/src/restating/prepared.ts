import { hash } from 'node:crypto';
import type { Quarter } from '@heart-survey/shared/quarters';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import {
  computeFigures,
  frozenFigures,
  latestSnapshot,
  purgedQuarters,
  readTallies,
  type FrozenFigures,
  type SnapshotRow,
} from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import { effectOf, responseIdOf, type Change } from './change.ts';
import { expectedTallies, parseTallies } from './expected.ts';

/** What restating a quarter with some changes would freeze. */
export interface Prepared {
  /** The version whose figures change: the latest. */
  base: SnapshotRow;
  before: FrozenFigures;
  after: FrozenFigures;
  /** The text of all tallies once the changes are made. */
  expected: string;
  /** What the version keeps of it. */
  tallies: string;
  /** Whether a figure changes. */
  isChange: boolean;
  /** Whether the tallies already differ from the closed figures, such as after an erasure that did not restate them. */
  hasDrifted: boolean;
  /** Changes with the figures and with the changes. */
  fingerprint: string;
}

/** Why a quarter cannot be restated. */
export type Refusal = 'open' | 'purged';

/** Works out the figures after the changes; or the reason why the quarter cannot be restated (docs/design.md §3.9). */
export async function prepare(
  db: Database,
  department: Department,
  quarter: Quarter,
  changes: readonly Change[],
): Promise<Prepared | Refusal> {
  const [base, current, purged] = await Promise.all([
    latestSnapshot(db, department.id, quarter.id),
    readTallies(db, department.id, quarter.id),
    purgedQuarters(db, department.id),
  ]);
  if (base === undefined) return 'open';
  if (purged.has(quarter.id)) return 'purged';
  const expected = expectedTallies(current, changes.map(effectOf));
  const tallies = keptOf(expected, base);
  const [before, after] = [frozenFigures(base), computeFigures(tallies, base.target)];
  return {
    base,
    before,
    after,
    expected,
    tallies,
    isChange: !isSame(before, after),
    hasDrifted: !isSame(before, computeFigures(keptOf(current, base), base.target)),
    fingerprint: hash('sha256', JSON.stringify([base.id, expected, changes.map(responseIdOf)])),
  };
}

/** What snapshots of every age have. */
const namedRegions = v.pipe(v.string(), v.parseJson(), v.array(v.object({ region: v.string(), name: v.string() })));

/**
 * The regions of the version before, with their names then, and others only if they have responses in the quarter. A
 * region that was added after the close is not in the figures.
 */
function keptOf(tallies: string, base: SnapshotRow): string {
  const names = new Map(v.parse(namedRegions, base.tallies).map(({ region, name }) => [region, name]));
  const kept = parseTallies(tallies).filter(
    ({ region, tallies: { responses }, excluded }) => names.has(region) || responses.length > 0 || excluded > 0,
  );
  return JSON.stringify(kept.map((region) => ({ ...region, name: names.get(region.region) ?? region.name })));
}

/** Compares what both have: an older version may have frozen fewer figures. */
function isSame(before: unknown, after: unknown): boolean {
  if (typeof before !== 'object' || before === null) return Object.is(before, after);
  if (typeof after !== 'object' || after === null) return false;
  if (Array.isArray(before) && before.length !== (after as unknown[]).length) return false;
  const now = new Map(Object.entries(after));
  return Object.entries(before).every(([name, value]) => now.has(name) && isSame(value, now.get(name)));
}
