import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { casePath, peopleWhoSee, type CasePage, type CaseSection } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { choiceField, textField } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import { actionsOf, type CaseAction } from './action-queries.ts';
import { dayWords, todayAt } from './days.ts';
import { fold, writtenOr } from './parts.ts';

/** The fields of a new action. */
export const newFields = { text: 'action-new-text', owner: 'action-new-owner', due: 'action-new-due' };

/** The field of the form that ends an action. */
export const endFields = (id: string) => ({ text: `action-${id}-text` });

/** What is done because of the case (docs/policies/dufferin-2-3-12.md, section 6.5.1 e). */
export const actionSection =
  (db: Database): CaseSection =>
  async (_, page) => {
    const [actions, people] = await Promise.all([actionsOf(db, page.file.id), peopleWhoSee(db, page.file)]);
    const seen = new Set(people.map(({ id }) => id));
    return html`<h2 id="actions">Actions</h2>
      ${
        actions.length === 0
          ? html`<p class="quiet">No actions yet. They can also be added after the answer.</p>`
          : html`<ul class="history">
              ${actions.map((action) => oneAction(page, action, seen))}
            </ul>`
      }
      <div class="folds">${newAction(page, people)}</div>`;
  };

function oneAction(page: CasePage, action: CaseAction, seen: ReadonlySet<string>): Markup {
  const { ending, outcome, closer, closedAt } = action;
  return html`<li>
    ${writtenOr(action.text, 'The text of this action was erased.')}
    <p class="quiet">${ownerWords(action, seen)} · ${dueWords(page, action)}</p>
    ${
      closedAt === null
        ? html`<div class="folds">${endForm(page, action)}</div>`
        : html`<p>
              <b>${ending === 'done' ? 'Done' : 'Dropped'}</b> on ${dayInWords(closedAt, page.department.zone)}, entered
              by ${closer ?? 'someone'}.
            </p>
            ${writtenOr(outcome, ending === 'done' ? 'What came of it was erased.' : 'The reason was erased.')}`
    }
  </li>`;
}

function ownerWords({ ownerId, owner, closedAt }: CaseAction, seen: ReadonlySet<string>): string {
  if (ownerId === null) return 'No owner';
  const name = owner ?? 'Someone';
  return closedAt !== null || seen.has(ownerId) ? name : `${name}, who can no longer see this case`;
}

function dueWords(page: CasePage, { dueOn, closedAt }: CaseAction): Markup {
  const isOverdue = closedAt === null && dueOn !== null && dueOn < todayAt(page);
  return isOverdue ? html`<b class="below">overdue</b> (due ${dayWords(dueOn)})` : html`due ${dayWords(dueOn)}`;
}

function endForm(page: CasePage, { id, text }: CaseAction): Markup {
  const { file, errors = [], typed = {} } = page;
  const { text: name } = endFields(id);
  return fold(
    page,
    { title: 'Done or dropped', about: text, prefix: `action-${id}-` },
    html`<form method="post" action="${casePath(file.reference)}/actions/${id}/end">
      ${reasonField({
        name,
        label: 'What came of it, or why it is dropped',
        hint: 'Only staff who see the case can read it.',
        value: typed[name],
        errors,
      })}
      <div class="actions">
        <button name="ending" value="done">It is done</button>
        <button name="ending" value="dropped" class="second">Drop it</button>
      </div>
    </form>`,
  );
}

function newAction(page: CasePage, people: { id: string; name: string }[]): Markup {
  const { file, errors = [], typed = {} } = page;
  return fold(
    page,
    { title: 'Add an action', prefix: 'action-new-' },
    html`<form method="post" action="${casePath(file.reference)}/actions">
      <input type="hidden" name="id" value="${crypto.randomUUID()}" />
      ${reasonField({
        name: newFields.text,
        label: 'What will be done',
        hint: 'Only staff who see the case can read it.',
        value: typed[newFields.text],
        errors,
      })}
      ${choiceField({
        name: newFields.owner,
        label: 'Who will do it',
        value: typed[newFields.owner] ?? '',
        options: [{ value: '', label: 'No one yet' }, ...people.map(({ id, name }) => ({ value: id, label: name }))],
        hint: 'It is on their home page two days before the date, and on the case managers’.',
        errors,
      })}
      ${textField({
        name: newFields.due,
        label: 'Due date',
        type: 'date',
        value: typed[newFields.due] ?? '',
        isShort: true,
        errors,
      })}
      <button class="second">Add the action</button>
    </form>`,
  );
}
