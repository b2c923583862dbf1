import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Region } from '../org/org.ts';
import { choiceField, errorSummary, radioField, textArea, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import { planPath } from './paths.ts';
import { underPlan } from './under-plan.ts';
import type { Plan, PlanAction } from './queries.ts';
import { isEditable } from './steps.ts';
import { strengthWords } from './words.ts';
import { maxAction, type Typed } from './written.ts';

interface ActionPage {
  plan: Plan;
  region: Region;
  /** Undefined for a new action. */
  action: PlanAction | undefined;
  /** The id of a new action. */
  newId: string;
  people: { id: string; name: string }[];
  version: Markup;
  typed?: Typed | undefined;
  errors?: FieldError[];
}

/** The form for an action: all of it while the plan is being written, later how it ended. */
export function actionPage(page: ActionPage): PageContent {
  const { plan, action, errors = [] } = page;
  return {
    title: action === undefined ? 'Add an action' : isEditable(plan) ? 'Edit the action' : 'Update the action',
    ...underPlan(page, errors),
    main: [errorSummary(errors), isEditable(plan) ? wholeForm(page) : laterForms(page)],
  };
}

function wholeForm(page: ActionPage): Markup {
  const { plan, region, action, newId, version, typed, errors = [] } = page;
  const path = planPath(region.department, plan);
  return html`<form method="post" action="${path}/actions${action === undefined ? '' : `/${action.id}`}">
      ${version}
      <input type="hidden" name="id" value="${newId}" />
      ${textArea({
        name: 'text',
        label: 'What will be done?',
        value: typed?.['text'] ?? action?.text ?? '',
        rows: 3,
        hint: `Up to ${maxAction} characters. Executives can read this. Do not name employees or clients.`,
        errors,
      })}
      <div class="fields">${ownerField(page)} ${dueField(page)}</div>
      ${radioField({
        name: 'strength',
        label: 'How strong is this action?',
        value: typed?.['strength'] ?? action?.strength ?? '',
        options: Object.entries(strengthWords).map(([value, words]) => ({ value, ...words })),
        errors,
      })}
      <div class="actions">
        <button>Save</button>
        <a href="${path}">Cancel</a>
      </div>
    </form>
    ${
      action === undefined
        ? ''
        : html`<form method="post" action="${path}/actions/${action.id}/removal">
            <button class="second">Remove this action</button>
          </form>`
    }`;
}

function ownerField({ action, people, typed, errors = [] }: ActionPage): Markup {
  return choiceField({
    name: 'owner',
    label: 'Who is responsible?',
    value: typed?.['owner'] ?? action?.ownerId ?? '',
    options: [{ value: '', label: 'Choose a person' }, ...people.map(({ id, name }) => ({ value: id, label: name }))],
    errors,
  });
}

function dueField({ action, typed, errors = [] }: ActionPage): Markup {
  return textField({
    name: 'dueOn',
    label: 'Due date',
    type: 'date',
    value: typed?.['dueOn'] ?? action?.dueOn ?? '',
    isShort: true,
    errors,
  });
}

function laterForms(page: ActionPage): Markup {
  const { plan, region, action, version, typed, errors = [] } = page;
  const path = planPath(region.department, plan);
  const here = `${path}/actions/${action!.id}`;
  return html`<p class="written">${action!.text}</p>
    <h2>Close this action</h2>
    <form method="post" action="${here}/end">
      ${reasonField({
        name: 'outcome',
        label: 'Evidence that it is done, or your reason for dropping it',
        hint: 'For example, “New phone menu in use since May 3” or “Replaced by the county’s project”.',
        value: typed?.['outcome'],
        errors,
      })}
      <div class="actions">
        <button name="state" value="done">Mark as done</button>
        <button name="state" value="dropped" class="second">Drop this action</button>
        <a href="${path}">Cancel</a>
      </div>
    </form>
    <h2>Change the owner or the due date</h2>
    <form method="post" action="${here}">
      ${version}
      <div class="fields">${ownerField(page)} ${dueField(page)}</div>
      <button class="second">Save</button>
    </form>`;
}
