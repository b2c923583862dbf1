import type { PlansOf, FrozenFigures } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import type { Prepared } from './prepared.ts';

/** The figures of a region, or of all regions together, before and after a restatement. */
export interface Compared {
  name: string;
  before: FrozenFigures['total'] | undefined;
  after: FrozenFigures['total'];
  /** Whether the restatement opens an action plan for the region. */
  opensPlan: boolean;
}

/** The department's figures and those of each region that changes, before and after. */
export interface Comparison {
  regions: Compared[];
  total: Compared;
}

/** Compares the figures before and after a restatement, and says which action plans it opens (docs/design.md §3.8). */
export async function compare(plansOf: PlansOf, department: Department, prepared: Prepared): Promise<Comparison> {
  const { base, before, after } = prepared;
  const plans = await plansOf(department, base.quarter);
  const regions = after.regions.flatMap((now): Compared[] => {
    const then = before.regions.find(({ region }) => region === now.region);
    if (JSON.stringify(then) === JSON.stringify(now)) return [];
    const stage = plans.get(now.region)?.stage;
    const opensPlan = now.status === 'below' && (stage === undefined || stage === 'withdrawn');
    return [{ name: now.name, before: then, after: now, opensPlan }];
  });
  const total = { name: department.name, before: before.total, after: after.total, opensPlan: false };
  return { regions, total };
}
