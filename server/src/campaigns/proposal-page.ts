import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department, Region } from '../org/org.ts';
import { choiceField, errorSummary, radioField, textArea, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { maxReason } from '../pages/reason.ts';
import { campaignsPath } from './paths.ts';
import { maxName, whole, type Proposal } from './proposal.ts';
import { audienceWords, campaignsLabel } from './words.ts';

export interface ProposalPage {
  department: Department;
  /** Those that the person may propose for. */
  regions: Region[];
  /** Whether the person may propose for the whole department. */
  mayWhole: boolean;
  proposal: Proposal;
  errors?: FieldError[];
}

/** Where someone proposes a campaign. */
export function proposalPage({ department, regions, mayWhole, proposal, errors = [] }: ProposalPage): PageContent {
  const { send, template, name, purpose, place, audience, startsOn, endsOn } = proposal;
  const places = [
    { value: '', label: 'Choose' },
    ...(mayWhole ? [{ value: whole, label: 'Whole department' }] : []),
    ...regions.map(({ slug, name }) => ({ value: slug, label: name })),
  ];
  return {
    title: 'Propose a campaign',
    sub: html`${department.name} · <a href="${campaignsPath(department)}">All campaigns</a>`,
    current: campaignsLabel,
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      html`<form method="post" action="${campaignsPath(department)}">
        <input type="hidden" name="send" value="${send}" />
        <input type="hidden" name="template" value="${template}" />
        ${textField({
          name: 'name',
          label: 'Name',
          value: name,
          hint: `${maxName} characters or fewer. It is in the subject of the invitations, and part of it is in the link.`,
          errors,
        })}
        ${textArea({
          name: 'purpose',
          label: 'What the campaign is for',
          value: purpose,
          rows: 3,
          hint: `${maxReason} characters or fewer. Only staff read it.`,
          errors,
        })}
        ${choiceField({ name: 'place', label: 'Where', value: place, options: places, errors })}
        ${radioField({
          name: 'audience',
          label: 'Who is surveyed',
          value: audience,
          options: [
            { value: 'internal', label: audienceWords.internal },
            { value: 'external', label: audienceWords.external },
          ],
          errors,
        })}
        <div class="fields">
          ${textField({ name: 'startsOn', label: 'First day', value: startsOn, type: 'date', isShort: true, errors })}
          ${textField({ name: 'endsOn', label: 'Last day', value: endsOn, type: 'date', isShort: true, errors })}
        </div>
        ${numberFields(proposal, errors)}
        <p class="actions">
          <button>Propose the campaign</button>
          <a href="${campaignsPath(department)}">Cancel</a>
        </p>
      </form>`,
    ],
  };
}

/** The goal and the number of people invited. */
export function numberFields({ goal, invited }: Pick<Proposal, 'goal' | 'invited'>, errors: FieldError[]): Markup {
  return html`${textField({
    name: 'goal',
    label: 'Goal: how many responses (optional)',
    value: goal,
    inputmode: 'numeric',
    isShort: true,
    errors,
  })}
  ${textField({
    name: 'invited',
    label: 'How many people are invited, if you know it (optional)',
    value: invited,
    inputmode: 'numeric',
    hint: 'We show a response rate only if you enter this number. Leave it blank for a poster.',
    isShort: true,
    errors,
  })}`;
}
