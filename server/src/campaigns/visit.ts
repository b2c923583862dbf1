import { isoDay } from '@heart-survey/shared/dates';
import { can, type Person } from '../access/access.ts';
import { regionsFor, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department, Region } from '../org/org.ts';
import { campaignById, type Campaign } from './queries.ts';
import { openRegions } from './regions.ts';
import { placeInWords } from './words.ts';

export type DepartmentVisit = Visit & { department: Department };

/** A campaign as one person sees it. */
export interface Seen {
  department: Department;
  campaign: Campaign;
  /** The regions that its links are for. */
  regions: Region[];
  /** The name of its region, or that it is for all of them. */
  place: string;
  /** Those of them whose figures the person may see. */
  shown: Region[];
  /** Whether that is all of the campaign; otherwise no totals, goals or rates are shown. */
  isWhole: boolean;
  /** Whether the person may change its numbers. */
  mayChange: boolean;
  /** Whether the person may approve it, end it, and invite people. */
  mayDecide: boolean;
  /** In the department's zone. */
  today: string;
}

/** Whether the person sees the campaign: that of a region only with the right to it. */
export function isSeenBy(person: Person, { departmentId, regionId }: Campaign): boolean {
  return regionId === null || can(person, 'campaigns', { departmentId, regionId });
}

/** The campaign in the path, if the person may see it. */
export async function seenCampaign(db: Database, visit: DepartmentVisit): Promise<Seen | undefined> {
  const { c, person, organization, department, now } = visit;
  const id = c.req.param('campaign') ?? '';
  const campaign = /^\d{1,15}$/.test(id) ? await campaignById(db, department.id, Number(id)) : undefined;
  if (campaign === undefined || !isSeenBy(person, campaign)) return undefined;
  const { regionId } = campaign;
  const subject = { departmentId: department.id, ...(regionId === null ? {} : { regionId }) };
  return {
    department,
    campaign,
    regions: openRegions(organization.regions, campaign),
    place: placeInWords(campaign, organization.regions),
    // A region that was retired since may have answers too.
    shown: regionsFor(person, 'results', organization, department).filter(
      ({ id }) => regionId === null || id === regionId,
    ),
    isWhole: can(person, 'results', subject),
    mayChange: can(person, 'campaigns', subject),
    mayDecide: can(person, 'campaign approval', { departmentId: department.id }),
    today: isoDay(now, department.zone),
  };
}
