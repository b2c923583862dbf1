import { fiscalCalendar, type FiscalCalendar } from '@heart-survey/shared/quarters';
import type { Database } from '../database/database.ts';
import type { department, region } from '../database/schema.ts';
import { allRegions } from './queries.ts';

export type Department = typeof department.$inferSelect & { calendar: FiscalCalendar };
export type Region = Omit<typeof region.$inferSelect, 'departmentId'> & {
  department: Department;
  /** Of a retired one: which region does its work now, if any does. */
  successor: Pick<Region, 'slug' | 'name'> | null;
};

/** Departments and their regions, in the order in which they were set up. */
export interface Directory {
  departments: Department[];
  regions: Region[];
}

/** A retired region's link still takes answers for this long, in milliseconds: it stands in mail already sent. */
const grace = 30 * 24 * 60 * 60 * 1000;

/** Whether the region's survey has ended (docs/design.md §5: 30 days after it was retired). */
export function hasEnded(region: Pick<Region, 'retiredAt'>, now: number): boolean {
  return region.retiredAt !== null && now >= region.retiredAt + grace;
}

const calendars = new Map<string, FiscalCalendar>();

/** A department's fiscal calendar, which is slow to make: the same one for the same zone and first month. */
export function calendarOf({ zone, firstMonth }: { zone: string; firstMonth: number }): FiscalCalendar {
  const key = `${zone}/${firstMonth}`;
  const calendar = calendars.get(key) ?? fiscalCalendar({ zone, firstMonth });
  calendars.set(key, calendar);
  return calendar;
}

/** Reads the directory afresh at each call. */
export function createDirectory(db: Database): () => Promise<Directory> {
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
    return { departments: [...departments.values()], regions };
  };
}
