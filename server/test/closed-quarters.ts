import { hash, randomUUID } from 'node:crypto';
import { items, scale } from '@heart-survey/shared/items';
import { snapshot } from '../src/database/schema.ts';
import type { Database } from '../src/database/database.ts';
import { computeFigures } from '../src/figures/figures.ts';

/** How many people of a region gave each rating to all six items: `{ 3: 20, 4: 20 }`. */
export type People = Partial<Record<1 | 2 | 3 | 4 | 5, number>>;

interface Closed {
  /** By the region's slug; a region that is left out did not exist yet. */
  regions: Record<string, People>;
  /** How many responses of a region are excluded. */
  excluded?: Record<string, number>;
  /** The regions' names, by slug; without one, the slug. */
  names?: Record<string, string>;
  version?: number;
  target?: number;
  departmentId?: number;
  closedAt: number;
}

/** Closes or restates a quarter with these responses. */
export async function closedWith(db: Database, quarter: string, closed: Closed): Promise<string> {
  const { regions, names = {}, excluded = {}, version = 1, target = 400, departmentId = 1, closedAt } = closed;
  const stored = Object.entries(regions).map(([region, people]) => {
    const given = scale.flatMap((rating) => (people[rating] ? [[rating, people[rating]] as const] : []));
    return {
      region,
      name: names[region] ?? region,
      excluded: excluded[region] ?? 0,
      tallies: {
        ratings: items.flatMap((item) => given.map(([rating, count]) => [item, rating, count])),
        responses: given.map(([rating, count]) => [6, 6 * rating, count]),
      },
    };
  });
  const tallies = JSON.stringify(stored);
  const figures = JSON.stringify(computeFigures(tallies, target));
  const sha256 = hash('sha256', figures);
  const id = randomUUID();
  const frozen = { target, figures, sha256, tallies, closedAt, closedBy: 'a test' };
  await db.insert(snapshot).values({ id, departmentId, quarter, version, ...frozen });
  return sha256;
}
