import { randomUUID } from 'node:crypto';
import { dayFrom, timeInWords } from '@heart-survey/shared/dates';
import { inHundredths } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Region } from '../org/org.ts';
import { choiceField, successMessage, errorSummary, textArea, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { planWords, responsesInWords, wordOf } from '../results/results.ts';
import { maxNote, type Deadline, type Note } from '../work/work.ts';
import { dueInWords } from './due.ts';
import { planPath, plansPath } from './paths.ts';
import { planFigures, shownScores } from './plan-figures.ts';
import type { Plan } from './queries.ts';

export interface PlanPage {
  plan: Plan;
  region: Region;
  owners: { id: string; name: string }[];
  notes: Note[];
  /** How the due date was calculated; undefined if the plan has none. */
  deadline: Deadline | undefined;
  /** `2027-02-12`, in the department's zone. */
  today: string;
  readerId: string;
  /** Whether the reader may erase the notes of others too. */
  mayEraseAll: boolean;
  notice?: string | undefined;
  errors?: FieldError[];
  typed?: { owner?: string; note?: string };
}

const done: Record<string, string> = {
  owner: 'Owner saved.',
  noted: 'Note added.',
  erased: 'Note erased. The audit log still shows that there was one.',
};

/** One action plan: what it answers for, by when, who owns it, and the notes on it. */
export function planPage(page: PlanPage): PageContent {
  const { plan, region, notice, errors = [] } = page;
  const { department } = region;
  return {
    title: `Action plan for ${region.name}`,
    sub: `${department.name} · ${department.calendar.byId(plan.quarter)?.label ?? plan.quarter}`,
    current: 'Action plans',
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      successMessage(notice, done),
      facts(page),
      counting(page),
      ownerForm(page),
      notesSection(page),
      html`<p><a href="${plansPath(department)}">All action plans for ${department.name}</a></p>`,
    ],
  };
}

function facts({ plan, today }: PlanPage): Markup {
  const { scores, target } = shownScores(plan);
  const { focus } = planFigures(plan);
  return html`<dl class="figures">
    <div>
      <dt>Stage</dt>
      <dd>${planWords[plan.stage]}</dd>
    </div>
    <div>
      <dt>${plan.stage === 'watch' ? 'Average when the plan opened' : 'Average at closing'}</dt>
      <dd>
        ${scores.average ?? '–'}
        <small>target ${inHundredths(target)} · n ${scores.n} · ${responsesInWords(scores.responses)}</small>
      </dd>
    </div>
    <div>
      <dt>Below target, lowest first</dt>
      <dd><small>${focus.length === 0 ? 'No single item' : focus.map(wordOf).join(', ')}</small></dd>
    </div>
    <div>
      <dt>Due</dt>
      <dd><small>${dueInWords(plan, today)}</small></dd>
    </div>
  </dl>`;
}

function counting({ plan, deadline }: PlanPage): Markup | '' {
  if (deadline === undefined) return '';
  const { days } = deadline;
  // The date was set when the quarter closed, and stays.
  if (days.at(-1)!.day !== plan.dueOn) {
    return html`<p class="quiet">
      The due date was set when the quarter closed. The department’s calendar, or the rule, has changed since then.
    </p>`;
  }
  const counted = days.filter(({ isCounted }) => isCounted);
  const skipped = days.filter(({ reason, isBusinessDay }) => reason !== null && !isBusinessDay);
  return html`<details>
    <summary>How was this date calculated?</summary>
    <p>
      ${counted.length} business days after the quarter closed, from ${dayFrom(counted[0]!.day)!.inWords} to
      ${dayFrom(counted.at(-1)!.day)!.inWords}. Weekends do not count.
    </p>
    ${
      skipped.length === 0
        ? ''
        : html`<ul>
            ${skipped.map(({ day, reason }) => html`<li>${dayFrom(day)!.inWords}: ${reason}, not counted</li>`)}
          </ul>`
    }
  </details>`;
}

function ownerForm({ plan, region, owners, errors = [], typed = {} }: PlanPage): Markup {
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
        value: typed.owner ?? plan.ownerId ?? '',
        options,
        errors,
      })}
      <button>Save</button>
    </form>`;
}

function notesSection({ plan, region, notes, readerId, mayEraseAll, errors = [], typed = {} }: PlanPage): Markup {
  const path = planPath(region.department, plan);
  const one = ({ id, personId, name, at, text }: Note) =>
    html`<li>
      <p class="quiet">${name}, ${timeInWords(at, region.department.zone)}</p>
      ${text === null ? html`<p class="quiet">This note was erased.</p>` : html`<p class="written">${text}</p>`}
      ${
        text !== null && (mayEraseAll || personId === readerId)
          ? html`<form method="post" action="${path}/notes/${id}/erasure">
              <button class="second">
                Erase<span class="vh"> the note by ${name}, ${timeInWords(at, region.department.zone)}</span>
              </button>
            </form>`
          : ''
      }
    </li>`;
  return html`<h2>Notes</h2>
    ${
      notes.length === 0
        ? html`<p class="empty">No notes yet. Write down what you found out, agreed on, or tried.</p>`
        : html`<ul class="notes">
            ${notes.map(one)}
          </ul>`
    }
    <form method="post" action="${path}/notes">
      <input type="hidden" name="id" value="${randomUUID()}" />
      ${textArea({
        name: 'note',
        label: 'Add a note',
        value: typed.note ?? '',
        rows: 3,
        hint: `Up to ${maxNote.toLocaleString('en-US')} characters. Leave out names and case numbers of clients. Do not name an employee as the cause of a problem.`,
        errors,
      })}
      <button>Add</button>
    </form>`;
}
