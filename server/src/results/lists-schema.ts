import * as v from 'valibot';
import { hundredths, quarterHead } from '../figures/figures.ts';

/** The departments that a reader may see, in the order in which they were set up. */
export const departmentsSchema = v.object({
  departments: v.array(
    v.object({
      department: v.pipe(v.string(), v.description('Used in URLs.')),
      name: v.string(),
      target: hundredths,
      zone: v.pipe(v.string(), v.description('The IANA time zone in which its quarters begin.')),
      firstMonth: v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(12),
        v.description('The first month of its fiscal year.'),
      ),
    }),
  ),
});

/** A department's regions and programs, in the order in which they were set up, as in the figures. */
export const regionsSchema = v.object({
  department: v.string(),
  regions: v.array(
    v.object({
      region: v.pipe(v.string(), v.description('Stands in its survey link.')),
      name: v.string(),
      retiredAt: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
      successor: v.pipe(v.nullable(v.string()), v.description('Which region does the work of a retired one.')),
    }),
  ),
});

/** The quarters of a department that have figures, the latest first. */
export const quartersSchema = v.object({ department: v.string(), quarters: v.array(quarterHead) });

export type DepartmentList = v.InferOutput<typeof departmentsSchema>;
export type RegionList = v.InferOutput<typeof regionsSchema>;
export type QuarterList = v.InferOutput<typeof quartersSchema>;
