import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { campaign, customerGroup } from '../database/schema.ts';

/** What decides whether an answer belongs to a customer group. */
export type NamedGroup = Pick<typeof customerGroup.$inferSelect, 'id' | 'departmentId' | 'code' | 'endedAt'>;

/** What decides whether an answer belongs to a campaign. */
export type ApprovedCampaign = Pick<
  typeof campaign.$inferSelect,
  'id' | 'departmentId' | 'regionId' | 'code' | 'startsOn' | 'endsOn'
>;

/** The groups with these codes, also ended ones. Several departments may use one code. */
export async function groupsByCode(db: Database, codes: string[]): Promise<NamedGroup[]> {
  if (codes.length === 0) return [];
  const { id, departmentId, code, endedAt } = customerGroup;
  return db.select({ id, departmentId, code, endedAt }).from(customerGroup).where(inArray(code, codes));
}

/** The campaigns with these codes that are approved and have not been ended. */
export async function campaignsByCode(db: Database, codes: string[]): Promise<ApprovedCampaign[]> {
  if (codes.length === 0) return [];
  const { id, departmentId, regionId, code, startsOn, endsOn, stage } = campaign;
  return db
    .select({ id, departmentId, regionId, code, startsOn, endsOn })
    .from(campaign)
    .where(and(inArray(code, codes), eq(stage, 'approved')));
}
