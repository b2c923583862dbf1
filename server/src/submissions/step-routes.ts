import type { Console } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import { frozenFigures, latestSnapshot } from '../figures/figures.ts';
import { isReason, maxReason, noteErrors, reasonErrors } from '../pages/reason.ts';
import type { FieldError } from '../pages/fields.ts';
import { submissionPath } from './paths.ts';
import type { SubmissionState } from './state.ts';
import { conflict, takeStep, type StepToTake } from './take-step.ts';
import {
  closedQuarterIn,
  quarterRoute,
  rule,
  showQuarter,
  submitRule,
  type DepartmentVisit,
  type SubmissionRoutes,
} from './visit.ts';

type StepVisit = DepartmentVisit & { form: Form };

/** Handing in a quarter, and returning it. */
export function stepRoutes(frame: Console, options: SubmissionRoutes): void {
  const { db } = options;
  const show = showQuarter(frame, options);
  const take = async (visit: StepVisit, state: SubmissionState, step: StepToTake, typed: Record<string, string>) => {
    const current = await takeStep(options, visit, state, step);
    if (current) return show(visit, current, { errors: [conflict(current)], typed }, 409);
    const { department, quarter } = state;
    return visit.c.redirect(`${submissionPath(department, quarter)}?notice=${encodeURIComponent(step.kind)}`, 303);
  };

  frame.post(`${quarterRoute}/hand-in`, rule, async (visit) => {
    const state = await closedQuarterIn(db, visit);
    if (!state) return frame.notFound(visit.c);
    const note = visit.form.text('note');
    const errors = await handInErrors(options, state, note);
    if (errors.length > 0) return show(visit, state, { errors, typed: { note } }, 400);
    return take(visit, state, { kind: 'handed in', text: note || null }, { note });
  });

  frame.post(`${quarterRoute}/return`, submitRule, async (visit) => {
    const state = await closedQuarterIn(db, visit);
    if (!state) return frame.notFound(visit.c);
    const reason = visit.form.text('reason');
    const errors = reasonErrors('reason', reason);
    if (errors.length > 0) return show(visit, state, { errors, typed: { reason } }, 400);
    return take(visit, state, { kind: 'returned', text: reason }, { reason });
  });
}

/** A quarter without responses needs a sentence on why there are none. */
async function handInErrors(
  { db }: SubmissionRoutes,
  { department, quarter }: SubmissionState,
  note: string,
): Promise<FieldError[]> {
  const { total } = frozenFigures((await latestSnapshot(db, department.id, quarter.id))!);
  if (total.responses === 0)
    return isReason(note)
      ? []
      : [{ at: 'note', message: `Explain in ${maxReason} characters or fewer why there is no data.` }];
  return noteErrors('note', note);
}
