import { dayFrom } from '@heart-survey/shared/dates';
import { peopleWhoSee, type CasePage, type CaseRoutes } from '../cases/cases.ts';
import type { Console } from '../console/console.ts';
import { statement } from '../database/statement.ts';
import { isId } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { reasonErrors } from '../pages/reason.ts';
import { actionsOf } from './action-queries.ts';
import { endFields, newFields } from './action-section.ts';
import { lastDay, todayAt } from './days.ts';
import { isSameCase, sameCase } from './follow.ts';
import { followRoute } from './follow-routes.ts';

/** Adding an action, and ending it, at any stage of the case: the answer is not the end of what is done. */
export function actionRoutes(frame: Console, options: CaseRoutes): void {
  const { db } = options;
  followRoute(
    frame,
    options,
    'actions',
    () => Object.values(newFields),
    async ({ form, person, now }, page) => {
      const [id, text] = [form.text('id'), form.text(newFields.text)];
      const [ownerId, dueOn] = [form.text(newFields.owner), form.text(newFields.due)];
      if (!isId(id)) return [{ at: newFields.text, message: 'Reload the page and enter the action again.' }];
      if ((await actionsOf(db, page.file.id)).some((one) => one.id === id)) return 'done before';
      const errors = [
        ...reasonErrors(newFields.text, text, 'an action'),
        ...(ownerId === '' || (await peopleWhoSee(db, page.file)).some((one) => one.id === ownerId)
          ? []
          : [{ at: newFields.owner, message: 'Choose the owner from the list.' }]),
        ...dueErrors(dueOn, page),
      ];
      if (errors.length > 0) return errors;
      return {
        change: statement(
          `INSERT INTO case_action (id, case_id, text, owner_id, due_on, opened_at, opened_by)
          SELECT :id, :caseId, :text, :ownerId, :dueOn, :now, :by WHERE ${isSameCase} ON CONFLICT DO NOTHING`,
          { ...sameCase(page.file), id, text, ownerId: ownerId === '' ? null : ownerId, dueOn, now, by: person.id },
        ),
        event: { kind: 'action added', detail: { action: id } },
      };
    },
  );

  followRoute(
    frame,
    options,
    'actions/:action/end',
    (c) => [endFields(c.req.param('action') ?? '').text],
    async ({ c, form, person, now }, page) => {
      const action = (await actionsOf(db, page.file.id)).find(({ id }) => id === c.req.param('action'));
      if (action === undefined) return 'nothing there';
      const { text: at } = endFields(action.id);
      const outcome = form.text(at);
      const ending = (['done', 'dropped'] as const).find((one) => one === form.text('ending'));
      if (action.closedAt !== null) {
        return action.ending === ending && action.outcome === outcome ? 'done before' : 'overtaken';
      }
      if (ending === undefined) return [{ at, message: 'Choose whether it is done or dropped.' }];
      const errors = reasonErrors(at, outcome, ending === 'done' ? 'what came of it' : 'why it is dropped');
      if (errors.length > 0) return errors;
      return {
        change: statement(
          `UPDATE case_action SET closed_at = :now, closed_by = :by, ending = :ending, outcome = :outcome
            WHERE id = :id AND case_id = :caseId AND closed_at IS NULL AND ${isSameCase}`,
          { ...sameCase(page.file), id: action.id, now, by: person.id, ending, outcome },
        ),
        event: { kind: 'action ended', detail: { action: action.id, ending } },
      };
    },
  );
}

function dueErrors(dueOn: string, page: CasePage): FieldError[] {
  const isDay = dayFrom(dueOn) !== undefined && dueOn >= todayAt(page) && dueOn <= lastDay(page);
  return isDay ? [] : [{ at: newFields.due, message: 'Enter a date from today on, at most two years ahead.' }];
}
