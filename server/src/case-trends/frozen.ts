import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { setting } from '../database/schema.ts';
import type { Department } from '../org/org.ts';
import type { TrendFigures } from './figures.ts';
import { figuresSchema } from './figures-schema.ts';
import type { OutsideTrends } from './outside.ts';
import { keptSchema, type KeptPromises } from './promises.ts';

// What readers outside get of a quarter never changes. Otherwise whoever kept yesterday's page could subtract it, and learn what
// happened to 1 to 10 cases (docs/design.md §3.10). It is stored when someone opens the quarter first, small groups left out.

/**
 * How long after its end a quarter is opened to readers outside, in milliseconds: until then most cases have their answer
 * (docs/policies/dufferin-2-3-12.md, section 6.5), and what is missing then stays missing.
 */
export const settlingTime = 30 * 24 * 60 * 60 * 1000;

const stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    at: v.number(),
    agency: figuresSchema,
    departments: v.record(v.string(), figuresSchema),
    // Missing if the quarter was stored before promises were counted by kind.
    promises: v.optional(v.record(v.string(), keptSchema), {}),
  }),
);

/** The figures of a quarter as they were at a moment, by the department's id. */
export interface FrozenTrends {
  /** Milliseconds since the epoch. */
  at: number;
  agency: TrendFigures;
  departments: Record<string, TrendFigures>;
  promises: Record<string, KeptPromises>;
}

/** A quarter's figures for readers outside, and its promises in the order of the departments. */
export interface Counted extends OutsideTrends {
  promises: KeptPromises[];
}

const nameOf = (quarterId: string) => `case trends ${quarterId}`;

async function read(db: Database, quarterId: string): Promise<FrozenTrends | undefined> {
  const [found] = await db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.name, nameOf(quarterId)));
  return found && v.parse(stored, found.value);
}

/**
 * What readers outside get of a quarter that has settled, from now on.
 * @param count works it out, in the order of the departments. Only the first reader of a quarter needs it.
 */
export async function frozenTrends(
  db: Database,
  quarterId: string,
  departments: readonly Pick<Department, 'id'>[],
  now: number,
  count: () => Promise<Counted>,
): Promise<FrozenTrends> {
  const before = await read(db, quarterId);
  if (before) return before;
  const { agency, departments: own, promises } = await count();
  const fresh: FrozenTrends = {
    at: now,
    agency,
    departments: Object.fromEntries(departments.map(({ id }, index) => [id, own[index]!])),
    promises: Object.fromEntries(departments.map(({ id }, index) => [id, promises[index]!])),
  };
  await db
    .insert(setting)
    .values({ name: nameOf(quarterId), value: JSON.stringify(fresh) })
    .onConflictDoNothing();
  // Someone else may have been first.
  return (await read(db, quarterId))!;
}
