import { html } from 'hono/html';
import type { Comment } from '../comments/comments.ts';
import type { PageContent } from '../console/console.ts';
import type { Region } from '../org/org.ts';
import { choiceField, successMessage, errorSummary, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { Deadline, Note } from '../work/work.ts';
import { approvalSection, historySection } from './approval-section.ts';
import { completionSection } from './completion-section.ts';
import { contentSection } from './content-section.ts';
import { counting, facts, focusTable, restatedNote } from './facts-section.ts';
import { notesSection } from './notes-section.ts';
import { planPath, plansPath } from './paths.ts';
import type { Plan, PlanAction, PlanEvent, PlanRestatement } from './queries.ts';
import { isUnwritten } from './missing.ts';
import { isEditable } from './steps.ts';
import type { CheckInState } from './words.ts';
import type { Typed } from './written.ts';

export interface PlanPage {
  plan: Plan;
  region: Region;
  /** The plan that it continues. */
  earlier: Plan | undefined;
  owners: { id: string; name: string }[];
  actions: PlanAction[];
  /** The comments that it quotes, as the reader may see them. */
  quotes: Comment[];
  events: PlanEvent[];
  notes: Note[];
  /** How the plan was going at each check-in, by the note's id. */
  checkIns: ReadonlyMap<string, CheckInState>;
  /** The names of the people in the plan, by id. */
  names: ReadonlyMap<string, string>;
  /** How many responses it takes to see the gain. */
  needed: Markup | '';
  /** The measure after the plan, and whether it reached the goal. */
  reached: Markup | '';
  /** The verdict, with the figures behind it. */
  verdict: Markup | '';
  /** Whether two quarters have closed since the plan was approved. */
  hasVerdict: boolean;
  /** The restatement that opened the plan; undefined if the close decided it. */
  restated: PlanRestatement | undefined;
  /** How the due date was calculated; undefined if the plan has none. */
  deadline: Deadline | undefined;
  /** `2027-02-12`, in the department's zone. */
  today: string;
  readerId: string;
  /** Whether the reader may erase the notes of others too. */
  mayEraseAll: boolean;
  /** Whether the reader may approve the plan, return it, and complete it. */
  mayApprove: boolean;
  /** The hidden field that says which version of the plan a form was made for. */
  version: Markup;
  notice?: string | undefined;
  errors?: FieldError[];
  typed?: Typed;
}

const done: Record<string, string> = {
  owner: 'Owner saved.',
  noted: 'Note added.',
  erased: 'Note erased. The audit log still shows that there was one.',
  text: 'Plan saved.',
  action: 'Action saved.',
  removed: 'Action removed.',
  ended: 'Action updated.',
  copied: 'Copied. Check that everything still applies.',
  sent: 'Sent for approval.',
  returned: 'Returned. The reason is under History.',
  agreed: 'Approved. Work on the actions can begin.',
  completed: 'Plan completed.',
};

/** One action plan: the figures that it is for, what is written in it, what happens next, and the notes on it. */
export function planPage(page: PlanPage): PageContent {
  const { plan, region, notice, verdict, errors = [] } = page;
  const { department } = region;
  return {
    title: `Action plan for ${region.name}`,
    sub: html`${department.name} · ${department.calendar.byId(plan.quarter)?.label ?? plan.quarter} · Download
      <a href="${planPath(department, plan)}/report.pdf">plan (PDF)</a>`,
    current: 'Action plans',
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      keptWords(page),
      successMessage(notice, done),
      facts(page),
      counting(page),
      restatedNote(page),
      continuing(page),
      ...(plan.stage === 'withdrawn'
        ? [html`<p>The region was at or above target when the quarter closed, so no plan is needed.</p>`]
        : [focusTable(page), ownerForm(page), contentSection(page)]),
      verdict,
      approvalSection(page),
      completionSection(page),
      notesSection(page),
      historySection(page),
      html`<p><a href="${plansPath(department)}">All action plans for ${department.name}</a></p>`,
    ],
  };
}

/** What someone typed into a form that is not on the page anymore, because someone else was first. */
function keptWords({ errors = [], typed = {} }: PlanPage): Markup | '' {
  const text = typed['reason'] ?? typed['noVerdict'] ?? typed['text'] ?? typed['outcome'] ?? typed['cause'] ?? '';
  if (text === '' || errors.every(({ at }) => at !== '')) return '';
  return html`<div class="aside">
    <p>You typed:</p>
    <p class="written">${text}</p>
  </div>`;
}

/** Links to the plan that this one continues, and offers to copy it. */
function continuing({ plan, region, earlier, actions }: PlanPage): Markup | '' {
  if (earlier === undefined) return '';
  const { department } = region;
  const label = department.calendar.byId(earlier.quarter)?.label ?? earlier.quarter;

  return html`<div class="aside">
    <p>
      The region is below target again. This plan continues
      <a href="${planPath(department, earlier)}">the plan for ${label}</a>, and results are still compared with that
      quarter.
    </p>
    ${
      isEditable(plan) && isUnwritten(plan, actions) && earlier.cause !== null
        ? html`<form method="post" action="${planPath(department, plan)}/copy">
            <button class="second">Copy its cause, measure, and open actions</button>
          </form>`
        : ''
    }
  </div>`;
}

function ownerForm({ plan, region, owners, errors = [], typed = {} }: PlanPage): Markup {
  if (plan.stage === 'completed' || plan.stage === 'withdrawn') {
    return html`<p>Owner: ${plan.owner ?? html`<span class="quiet">not assigned</span>`}</p>`;
  }
  const isListed = plan.ownerId === null || owners.some(({ id }) => id === plan.ownerId);
  const options = [
    { value: '', label: 'Not assigned' },
    ...owners.map(({ id, name }) => ({ value: id, label: name })),
    ...(isListed ? [] : [{ value: plan.ownerId!, label: `${plan.owner} (no longer works on action plans)` }]),
  ];
  return html`<h2>Owner</h2>
    <form method="post" action="${planPath(region.department, plan)}/owner">
      <input type="hidden" name="before" value="${plan.ownerId ?? ''}" />
      ${choiceField({
        name: 'owner',
        label: 'Who is responsible for this plan',
        hint: 'An ambassador, junior ambassador, or representative of the department.',
        value: typed['owner'] ?? plan.ownerId ?? '',
        options,
        errors,
      })}
      <button class="second">Save</button>
    </form>`;
}
