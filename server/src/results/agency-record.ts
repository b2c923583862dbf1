import type { Department } from '../org/org.ts';
import type { TrendPoint } from './charts.ts';
import type { GroupYearFigures, OutsideFigures, OutsideTrend, PlanOutside } from '../figures/figures.ts';
import type { Markup } from '../pages/page.ts';
import { pointOf, trendSection } from './trend.ts';

/** A department's latest closed quarter as published. */
export interface LatestRecord {
  department: Department;
  figures: OutsideFigures;
}

/** A department's closed quarter as published, and the quarters before it. */
export interface DepartmentRecord extends LatestRecord {
  /** The last one is the quarter that `figures` is for. */
  trend: OutsideTrend;
}

/** A department's closed quarter with what came of its action plans. */
export interface PlannedRecord extends DepartmentRecord {
  /** Those of this quarter. */
  plans: PlanOutside[];
  /** In the department's zone, such as `2027-02-12`. */
  today: string;
  /** The fiscal years by customer group that the quarter is in: one or none. */
  groupYears: Pick<GroupYearFigures, 'year' | 'label'>[];
}

/** Shown in place of a group's figures. */
export const withheld = 'Withheld: fewer than 11 responses, or it would reveal a group that small.';
const none = { average: null, interval: null, status: 'none', sum: 0, n: 0, responses: 0 } as const;

/** The department's trend over its closed quarters. */
export function trendOf(record: DepartmentRecord): Markup | '' {
  const { name } = record.department;
  return trendSection(pointsOf(record), name, `${name}, closed quarters`, name);
}

/** Where the executive office reads a department's action plans. */
export const plansHrefOf = ({ slug }: Pick<Department, 'slug'>) => `/console/agency/${slug}/action-plans`;

/** The page of the department's quarter. */
export const hrefOf = ({ department, figures }: LatestRecord) =>
  `/console/agency/${department.slug}/${figures.quarter.id}`;

function pointsOf({ trend }: DepartmentRecord): TrendPoint[] {
  return trend.points.map((point) => {
    if (point.total === undefined) return { ...pointOf(point, none), unshown: 'not closed' };
    if (point.total.status === 'suppressed') return { ...pointOf(point, none), unshown: 'withheld' };
    return pointOf(point, point.total);
  });
}

/** `4.00` as 400. */
export function hundredthsOf(target: string): number {
  return Number(target.replace('.', ''));
}
