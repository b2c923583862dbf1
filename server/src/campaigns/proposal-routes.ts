import { isoDay } from '@heart-survey/shared/dates';
import { can } from '../access/access.ts';
import { regionsFor, type Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { isId } from '../http/form.ts';
import type { Region } from '../org/org.ts';
import { campaignPath, campaignsRoute } from './paths.ts';
import { firstProposal, proposalErrors, proposalIn, whole } from './proposal.ts';
import { proposalPage, type ProposalPage } from './proposal-page.ts';
import { proposeCampaign } from './propose.ts';
import { campaignById, campaignSent, type Campaign } from './queries.ts';
import { isSeenBy, type DepartmentVisit } from './visit.ts';

const rule = { of: 'part', action: 'campaigns' } as const;

/** Proposing a campaign. */
export function proposalRoutes(frame: Console, { db }: { db: Database }): void {
  frame.get(`${campaignsRoute}/new`, rule, async (visit) => {
    const { c, department, now } = visit;
    const template = c.req.query('template');
    const earlier = await earlierCampaign(db, visit);
    const choice = choiceOf(visit);
    const proposal = firstProposal(
      { ...(template === undefined ? {} : { template }), ...(earlier === undefined ? {} : { earlier }) },
      choice.regions,
      isoDay(now, department.zone),
    );
    return frame.page(visit, proposalPage({ ...choice, proposal }));
  });

  frame.post(campaignsRoute, rule, async (visit) => {
    const { c, person, department, form, now } = visit;
    const choice = choiceOf(visit);
    const proposal = proposalIn(form);
    const places = [...choice.regions.map(({ slug }) => slug), ...(choice.mayWhole ? [whole] : [])];
    const errors = proposalErrors(proposal, places, isoDay(now, department.zone));
    if (!isId(proposal.send)) {
      errors.push({ at: '', message: 'The form is incomplete. Open “Propose a campaign” again.' });
    }
    if (errors.length > 0) return frame.page(visit, proposalPage({ ...choice, proposal, errors }), 400);
    const region = choice.regions.find(({ slug }) => slug === proposal.place);
    const isNew = await proposeCampaign(db, { department, region, proposal, by: person.id, at: now });
    const sent = await campaignSent(db, department.id, proposal.send);
    if (sent === undefined || sent.proposedBy !== person.id) return frame.notFound(c);
    return c.redirect(`${campaignPath(department, sent)}${isNew ? '?notice=proposed' : ''}`, 303);
  });
}

/** Where the person may propose campaigns. */
function choiceOf({ person, organization, department }: DepartmentVisit): Omit<ProposalPage, 'proposal'> {
  const isOpen = ({ retiredAt }: Region) => retiredAt === null;
  return {
    department,
    regions: regionsFor(person, 'campaigns', organization, department).filter(isOpen),
    mayWhole: can(person, 'campaigns', { departmentId: department.id }),
  };
}

/** The campaign that the new one should be like, if the person may see it. */
async function earlierCampaign(
  db: Database,
  { c, person, department }: DepartmentVisit,
): Promise<Campaign | undefined> {
  const from = c.req.query('from') ?? '';
  const found = /^\d{1,15}$/.test(from) ? await campaignById(db, department.id, Number(from)) : undefined;
  return found && isSeenBy(person, found) ? found : undefined;
}
