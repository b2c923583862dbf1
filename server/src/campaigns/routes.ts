import { isoDay } from '@heart-survey/shared/dates';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { can } from '../access/access.ts';
import { departmentsFor, regionsFor, type Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { countShown } from './counts.ts';
import { readCounts } from './figures.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { listPage } from './list-page.ts';
import { invitedByEmail } from './mailings.ts';
import { campaignsPath, campaignsRoute } from './paths.ts';
import { proposalRoutes } from './proposal-routes.ts';
import { campaignsOf } from './queries.ts';
import { isOver } from './state.ts';
import { stepRoutes } from './step-routes.ts';
import { campaignsToday } from './today.ts';
import { isSeenBy } from './visit.ts';
import { campaignsLabel } from './words.ts';

export interface CampaignRoutes {
  db: Database;
  outbox: Outbox;
  /** The collector's address, without a slash at the end. */
  baseUrl: string;
  /** The languages of the installation, the first one first. */
  languages: { offered: Catalog[] };
  /** The installation's key for keyed hashes. */
  secret: string;
  /** Records that erased rows may have left remains in the file, if the statement before it changed something. */
  erased: (at: number) => Statement;
}

/** Campaigns: proposing them, deciding about them, their links, and what their answers say. */
export function campaignRoutes(frame: Console, options: CampaignRoutes): void {
  const { db } = options;
  frame.navItem({
    group: 'Work',
    label: campaignsLabel,
    href: (person, organization) => {
      const [first] = departmentsFor(person, 'campaigns', organization);
      return first && campaignsPath(first);
    },
  });
  frame.today((visit) => campaignsToday(db, visit));
  frame.get(campaignsRoute, { of: 'part', action: 'campaigns' }, async (visit) => {
    const { person, organization, department, now } = visit;
    const campaigns = (await campaignsOf(db, [department.id])).filter((one) => isSeenBy(person, one));
    const whole = campaigns.filter(({ regionId }) =>
      can(person, 'results', { departmentId: department.id, ...(regionId === null ? {} : { regionId }) }),
    );
    const regions = regionsFor(person, 'results', organization, department).map(({ id }) => id);
    const ids = whole.map(({ id }) => id);
    const [counted, invited] = await Promise.all([readCounts(db, ids, regions), invitedByEmail(db, ids)]);
    const today = isoDay(now, department.zone);
    const counts = new Map(
      whole.map((one) => {
        const isStepped = invited.has(one.id) && !isOver(one, today);
        return [one.id, countShown(counted.get(one.id) ?? 0, isStepped)];
      }),
    );
    const departments = departmentsFor(person, 'campaigns', organization);
    const own = organization.regions.filter((region) => region.department.id === department.id);
    return frame.page(visit, listPage({ department, departments, regions: own, campaigns, counts, today }));
  });
  proposalRoutes(frame, options);
  stepRoutes(frame, options);
  invitationRoutes(frame, options);
}
