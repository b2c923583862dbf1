import type { Console } from '../console/console.ts';
import { countIn, type Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { reasonErrors } from '../pages/reason.ts';
import { approveCampaign, changeNumbers, declineCampaign, endCampaign } from './act.ts';
import { campaignPage, type CampaignPage } from './campaign-page.ts';
import { readFigures } from './figures.ts';
import { hasResponses, invitedByEmail } from './mailings.ts';
import { campaignPath, campaignRoute } from './paths.ts';
import { countErrors, maxCount } from './proposal.ts';
import type { CampaignRoutes } from './routes.ts';
import { isOver } from './state.ts';
import { seenCampaign, type DepartmentVisit, type Seen } from './visit.ts';

const part = { of: 'part', action: 'campaigns' } as const;
const deciding = { of: 'department', action: 'campaign approval' } as const;

/** A campaign's page, and the steps from a proposal to its end. */
export function stepRoutes(frame: Console, options: CampaignRoutes): void {
  const { db, outbox, baseUrl } = options;

  const show = async (
    visit: DepartmentVisit,
    seen: Seen,
    rejected: Pick<CampaignPage, 'errors' | 'typed'> = {},
    status?: 400 | 409,
  ) => {
    const { campaign, shown: regions, isWhole, today } = seen;
    const isInvited = (await invitedByEmail(db, [campaign.id])).has(campaign.id);
    const reading = { regions, isWhole, isInvited, isOver: isOver(campaign, today) };
    const figures = await readFigures(db, campaign, reading);
    const canInvite = outbox.hasServer && !isInvited && !(await hasResponses(db, campaign.id));
    const notice = visit.c.req.query('notice');
    return frame.page(visit, campaignPage({ seen, figures, baseUrl, canInvite, notice, ...rejected }), status);
  };

  frame.get(campaignRoute, part, async (visit) => {
    const seen = await seenCampaign(db, visit);
    return seen ? show(visit, seen) : frame.notFound(visit.c);
  });

  /** A step that someone may take only once. */
  const step = (path: string, notice: string, take: (act: Taking) => Promise<boolean>, needsReason = true) =>
    frame.post(`${campaignRoute}/${path}`, deciding, async (visit) => {
      const { c, person, department, form, now: at } = visit;
      const seen = await seenCampaign(db, visit);
      if (!seen) return frame.notFound(c);
      const { campaign, today } = seen;
      const reason = form.text('reason');
      const errors = needsReason ? reasonErrors('reason', reason) : [];
      if (errors.length > 0) return show(visit, seen, { errors, typed: { reason } }, 400);
      if (await take({ campaign, today, by: person.id, at, reason })) {
        return c.redirect(`${campaignPath(department, campaign)}?notice=${notice}`, 303);
      }
      const now = (await seenCampaign(db, visit)) ?? seen;
      return show(visit, now, { errors: [conflict], typed: { reason } }, 409);
    });
  step('approval', 'approved', (act) => approveCampaign(db, act), false);
  step('decline', 'declined', (act) => declineCampaign(db, act));
  step('end', 'ended', (act) => endCampaign(db, act));

  frame.post(`${campaignRoute}/numbers`, part, async (visit) => {
    const { c, person, department, form, now: at } = visit;
    const seen = await seenCampaign(db, visit);
    if (!seen?.mayChange || seen.campaign.stage === 'declined') return frame.notFound(c);
    const typed = numbersIn(form);
    const errors = countErrors(typed);
    if (errors.length > 0) return show(visit, seen, { errors, typed }, 400);
    const { campaign, today } = seen;
    const [goal, invited] = [countIn(typed.goal, maxCount) ?? null, countIn(typed.invited, maxCount) ?? null];
    await changeNumbers(db, { campaign, today, by: person.id, at, goal, invited });
    return c.redirect(`${campaignPath(department, campaign)}?notice=saved`, 303);
  });
}

type Taking = Parameters<typeof endCampaign>[1];

const conflict: FieldError = {
  at: '',
  message:
    'Something changed after you opened this page, or the campaign’s last day has passed. Nothing was saved. Check the page, and try again.',
};

const numbersIn = (form: Form) => ({ goal: form.text('goal'), invited: form.text('invited') });
