import * as v from 'valibot';
import { hundredths, quarterHead } from '../figures/figures.ts';

/** The departments that a reader may see, in the order in which they were set up. */
export const departmentsSchema = v.object({
  departments: v.array(
    v.object({
      department: v.pipe(v.string(), v.description('The department’s name in URLs.')),
      name: v.string(),
      target: hundredths,
      zone: v.pipe(v.string(), v.description('The IANA time zone that its quarters follow.')),
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

/** A department's regions and programs, in the same order as in the figures. */
export const regionsSchema = v.object({
  department: v.string(),
  regions: v.array(
    v.object({
      region: v.pipe(v.string(), v.description('The region’s name in its survey link.')),
      name: v.string(),
      retiredAt: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
      successor: v.pipe(v.nullable(v.string()), v.description('The region that took over the work of a retired one.')),
    }),
  ),
});

/** A department's quarters that have figures, latest first. */
export const quartersSchema = v.object({ department: v.string(), quarters: v.array(quarterHead) });

export type DepartmentList = v.InferOutput<typeof departmentsSchema>;
export type RegionList = v.InferOutput<typeof regionsSchema>;
export type QuarterList = v.InferOutput<typeof quartersSchema>;
