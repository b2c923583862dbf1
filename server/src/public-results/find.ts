import type { PublishedDepartment, PublishedQuarter, WithdrawnQuarter } from '../publishing/publishing.ts';
import type { Published } from './published.ts';

/** The department with this slug; undefined if there is none. */
export function findDepartment({ departments }: Published, slug: string): PublishedDepartment | undefined {
  return departments.find(({ department }) => department.slug === slug);
}

/** What an address names: a quarter that is published, or one that was. */
export type Found =
  | { of: PublishedDepartment; quarter: PublishedQuarter }
  | { of: PublishedDepartment; withdrawn: WithdrawnQuarter }
  | { of: PublishedDepartment | undefined };

/** @param id the first month of a quarter. By default, the latest published one. */
export function findQuarter(all: Published, slug: string, id?: string): Found {
  const of = findDepartment(all, slug);
  if (of === undefined) return { of };
  const quarter = id === undefined ? of.quarters.at(-1) : of.quarters.find(({ quarter }) => quarter.id === id);
  if (quarter !== undefined) return { of, quarter };
  const withdrawn = of.withdrawn.find(({ quarter }) => quarter.id === id);
  return withdrawn === undefined ? { of } : { of, withdrawn };
}
