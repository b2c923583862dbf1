import type { Region } from '../org/org.ts';
import type { Campaign } from './queries.ts';

/** The regions that a campaign's links and invitations are for: those that have not ended. */
export function openRegions(
  regions: readonly Region[],
  { departmentId, regionId }: Pick<Campaign, 'departmentId' | 'regionId'>,
): Region[] {
  return regions.filter(
    ({ id, department, retiredAt }) =>
      department.id === departmentId && retiredAt === null && (regionId === null || id === regionId),
  );
}
