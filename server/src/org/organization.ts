import { fiscalCalendar, type FiscalCalendar } from '@heart-survey/shared/quarters';
import type { Database } from '../database/database.ts';
import type { department, desk, region } from '../database/schema.ts';
import { customerGroupsFrom, type CustomerGroup } from './customer-groups.ts';
import type { Settings } from './agency.ts';
import { allRegions, directoryIn, type DirectoryRows } from './queries.ts';

export type Department = typeof department.$inferSelect & { calendar: FiscalCalendar };
export type Region = Omit<typeof region.$inferSelect, 'departmentId'> & {
  department: Department;
  /** For a retired region: the region that took over its work, if there is one. */
  successor: Pick<Region, 'slug' | 'name'> | null;
};

/** A named inbox of people who handle cases. */
export type Desk = Omit<typeof desk.$inferSelect, 'departmentId'> & {
  /** Null for a desk of the whole agency. */
  department: Department | null;
};

/** All departments, their regions, the desks and the customer groups, each in the order in which they were added. */
export interface Organization {
  departments: Department[];
  regions: Region[];
  /** Also those that ended. */
  desks: Desk[];
  /** Every department's customer groups, also those that ended. */
  groups: CustomerGroup[];
}

/** How long a retired region's link still accepts responses, in milliseconds: it is in emails that were already sent. */
const gracePeriod = 30 * 24 * 60 * 60 * 1000;

/** Whether the region's survey has ended (docs/design.md §5: 30 days after it was retired). */
export function hasEnded(region: Pick<Region, 'retiredAt'>, now: number): boolean {
  return region.retiredAt !== null && now >= region.retiredAt + gracePeriod;
}

const calendars = new Map<string, FiscalCalendar>();

/** A department's fiscal calendar. It is slow to make, so departments with the same zone and first month share one. */
export function calendarOf({ zone, firstMonth }: { zone: string; firstMonth: number }): FiscalCalendar {
  const key = `${zone}/${firstMonth}`;
  const calendar = calendars.get(key) ?? fiscalCalendar({ zone, firstMonth });
  calendars.set(key, calendar);
  return calendar;
}

/** The department or region with this slug, as paths, forms and commands name it; undefined if there is none. */
export function findBySlug<T extends { slug: string }>(all: readonly T[], slug: unknown): T | undefined {
  return all.find((one) => one.slug === slug);
}

/** The departments and settings that `readDirectoryRows` read. */
export function directoryFrom(rows: DirectoryRows): { departments: Department[]; settings: Settings } {
  const { departments, settings } = directoryIn(rows);
  return { departments: departments.map((one) => ({ ...one, calendar: calendarOf(one) })), settings };
}

/** Reads the directory from the database at each call. */
export function createOrganization(db: Database): () => Promise<Organization> {
  return async () => {
    const stored = await allRegions(db);
    const departments = new Map(stored.departments.map((one) => [one.id, { ...one, calendar: calendarOf(one) }]));
    const regions = stored.regions.map(({ departmentId, ...own }): Region => {
      return { ...own, department: departments.get(departmentId)!, successor: null };
    });
    regions.sort((one, other) => one.department.id - other.department.id || one.id - other.id);
    const byId = new Map(regions.map((region) => [region.id, region]));
    for (const region of regions)
      if (region.successorId !== null) region.successor = byId.get(region.successorId) ?? null;
    const desks = stored.desks.map(({ departmentId, ...own }): Desk => {
      return { ...own, department: departmentId === null ? null : departments.get(departmentId)! };
    });
    const groups = customerGroupsFrom(stored.groups);
    return { departments: [...departments.values()], regions, desks, groups };
  };
}
