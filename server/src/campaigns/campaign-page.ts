import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import { errorSummary, successMessage, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import type { CampaignFigures } from './figures.ts';
import { figuresSection } from './figures-section.ts';
import { linksSection } from './links-section.ts';
import { campaignPath, campaignsPath, invitationsPath } from './paths.ts';
import { numberFields } from './proposal-page.ts';
import { stateOf } from './state.ts';
import type { Seen } from './visit.ts';
import { audienceWords, campaignsLabel, daysInWords, stateWords } from './words.ts';

export interface CampaignPage {
  seen: Seen;
  figures: CampaignFigures;
  /** The collector's address, without a slash at the end. */
  baseUrl: string;
  /** Whether people can still be invited by email. */
  canInvite: boolean;
  notice?: string | undefined;
  errors?: FieldError[];
  /** What was typed into the rejected form. */
  typed?: { reason?: string; goal?: string; invited?: string };
}

const notices = {
  proposed: 'The campaign is proposed. An ambassador or representative will decide.',
  approved: 'The campaign is approved.',
  declined: 'The campaign is declined.',
  ended: 'The campaign has ended.',
  saved: 'The numbers are saved.',
};

/** One campaign: where it stands, its link and poster, and what its responses say. */
export function campaignPage(page: CampaignPage): PageContent {
  const { seen, figures, notice, errors = [] } = page;
  const { campaign, department, today } = seen;
  const state = stateOf(campaign, today);
  const isApproved = campaign.stage === 'approved' || campaign.stage === 'ended';
  return {
    title: campaign.name,
    sub: html`${department.name} · <a href="${campaignsPath(department)}">All campaigns</a>`,
    current: campaignsLabel,
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      errors.length > 0 ? '' : successMessage(notice, notices),
      factsSection(seen),
      state === 'waiting' && seen.mayDecide ? decisionForms(page) : '',
      state === 'waiting' && !seen.mayDecide
        ? html`<p class="call">An ambassador or representative of the department will decide about this campaign.</p>`
        : '',
      isApproved && state !== 'coming up' ? figuresSection(seen, figures) : '',
      state === 'running' || state === 'coming up' ? linksSection(seen, page) : '',
      isApproved ? invitationsSection(seen) : '',
      campaign.stage !== 'declined' && seen.mayChange ? numbersForm(page) : '',
      (state === 'running' || state === 'coming up') && seen.mayDecide ? endForm(page) : '',
      html`<p>
        <a href="${campaignsPath(department)}/new?from=${campaign.id}">Propose a campaign like this one</a>
      </p>`,
    ],
  };
}

function factsSection({ campaign, department, place, today }: Seen): Markup {
  const { purpose, audience, proposer, proposedAt, decider, decidedAt, reason, stage, endedAt } = campaign;
  const on = (at: number) => dayInWords(at, department.zone);
  const decision = stage === 'declined' ? 'Declined' : 'Approved';
  return html`<dl class="facts">
    <dt>Status</dt>
    <dd>${stateWords[stateOf(campaign, today)]}</dd>
    <dt>What it is for</dt>
    <dd>${purpose}</dd>
    <dt>Where</dt>
    <dd>${place}</dd>
    <dt>Who is surveyed</dt>
    <dd>${audienceWords[audience]}</dd>
    <dt>Dates</dt>
    <dd>${daysInWords(campaign)}</dd>
    <dt>Proposed</dt>
    <dd>${proposer}, ${on(proposedAt)}</dd>
    ${
      decidedAt === null
        ? ''
        : html`<dt>${decision}</dt>
            <dd>${decider}, ${on(decidedAt)}</dd>`
    }
    ${
      endedAt === null
        ? ''
        : html`<dt>Ended</dt>
            <dd>${on(endedAt)}</dd>`
    }
    ${
      reason === null
        ? ''
        : html`<dt>Reason</dt>
            <dd>${reason}</dd>`
    }
  </dl>`;
}

function decisionForms({ seen: { department, campaign }, errors = [], typed }: CampaignPage): Markup {
  const path = campaignPath(department, campaign);
  return html`<h2>Decide</h2>
    <form method="post" action="${path}/approval">
      <p class="actions"><button>Approve the campaign</button></p>
    </form>
    <form method="post" action="${path}/decline">
      ${reasonField({
        name: 'reason',
        label: 'Or decline it, with a reason',
        value: typed?.reason,
        hint: 'The person who proposed it reads this.',
        errors,
      })}
      <p class="actions"><button class="second">Decline the campaign</button></p>
    </form>`;
}

function invitationsSection({ department, campaign, mayDecide }: Seen): Markup | '' {
  if (!mayDecide) return '';
  return html`<h2>Invitations by email</h2>
    <p>
      Send the link to a list of addresses, with up to two reminders.
      <a href="${invitationsPath(department, campaign)}">Open the invitations</a>
    </p>`;
}

function numbersForm({ seen: { department, campaign }, errors = [], typed }: CampaignPage): Markup {
  const { goal, invited } = { goal: String(campaign.goal ?? ''), invited: String(campaign.invited ?? ''), ...typed };
  return html`<h2>Goal and people invited</h2>
    <form method="post" action="${campaignPath(department, campaign)}/numbers">
      ${numberFields({ goal, invited }, errors)}
      <p class="actions"><button class="second">Save</button></p>
    </form>`;
}

function endForm({ seen: { department, campaign }, errors = [], typed }: CampaignPage): Markup {
  return html`<h2>End the campaign early</h2>
    <form method="post" action="${campaignPath(department, campaign)}/end">
      ${reasonField({
        name: 'reason',
        label: 'Reason',
        value: typed?.reason,
        hint: 'The responses so far stay. Later responses through its link no longer count as its own, and waiting emails are not sent.',
        errors,
      })}
      <p class="actions"><button class="second">End the campaign</button></p>
    </form>`;
}
