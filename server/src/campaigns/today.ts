import { isoDay } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { can } from '../access/access.ts';
import { departmentsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { campaignPath } from './paths.ts';
import { campaignsOf, type Campaign } from './queries.ts';
import { stateOf } from './state.ts';

/** How long the person who proposed a campaign sees the decision, in milliseconds. */
const news = 7 * 24 * 60 * 60 * 1000;

/** Campaigns to decide about, and for those who proposed one, what was decided. */
export async function campaignsToday(db: Database, visit: Visit): Promise<TodayItem[]> {
  const departments = departmentsFor(visit.person, 'campaigns', visit.organization);
  if (departments.length === 0) return [];
  const campaigns = await campaignsOf(
    db,
    departments.map(({ id }) => id),
  );
  return campaigns.flatMap((campaign) =>
    itemOf(
      visit,
      departments.find(({ id }) => id === campaign.departmentId)!,
      campaign,
    ),
  );
}

function itemOf({ person, now }: Visit, department: Department, campaign: Campaign): TodayItem[] {
  const { name, stage, proposer, proposedBy, decidedBy, decidedAt } = campaign;
  const given = { href: campaignPath(department, campaign), link: 'Open the campaign' };
  const isWaiting = stateOf(campaign, isoDay(now, department.zone)) === 'waiting';
  if (isWaiting && can(person, 'campaign approval', { departmentId: department.id })) {
    const message = html`<b>${department.name}: ${proposer} proposes the campaign “${name}”.</b> Approve or decline it.`;
    return [{ ...given, message }];
  }
  const isNews = decidedAt !== null && decidedAt > now - news && proposedBy === person.id && decidedBy !== person.id;
  if (!isNews) return [];
  return [{ ...given, message: `Your campaign “${name}” was ${stage === 'declined' ? 'declined' : 'approved'}.` }];
}
