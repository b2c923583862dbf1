import { commitChange } from '../audit/audit.ts';
import type { Console } from '../console/console.ts';
import type { FieldError } from '../pages/fields.ts';
import { saveText, type PlanText } from './changes.ts';
import { planPath } from './paths.ts';
import { shownScores } from './plan-figures.ts';
import { onePlan, planEntry, rule, seenIn, versionField, type PlanRoutes, type PlanVisit } from './plan-visit.ts';
import { planPeople } from './recipients.ts';
import { employeeNames } from './queries.ts';
import { isEditable } from './steps.ts';
import { textPage } from './text-page.ts';
import { parseText, textFields, typedIn, type Typed } from './written.ts';

/** Writing a plan's cause, its measure, and who checks on it. */
export function textRoutes(frame: Console, { db, find, show }: PlanRoutes): void {
  const showForm = async (
    { visit, plan, region }: PlanVisit,
    { errors = [], typed }: { errors?: FieldError[]; typed?: Typed } = {},
    status: 200 | 400 | 409 = 200,
  ) => {
    const people = await planPeople(db, region);
    return frame.page(visit, textPage({ plan, region, people, version: versionField(plan), errors, typed }), status);
  };

  frame.get(`${onePlan}/text`, rule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    if (!isEditable(found.plan)) return visit.c.redirect(planPath(visit.department, found.plan), 303);
    return showForm(found);
  });

  frame.post(`${onePlan}/text`, rule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    const { plan, region } = found;
    const typed = typedIn(visit.form, textFields);
    const [people, employees] = await Promise.all([planPeople(db, region), employeeNames(db, region.department.id)]);
    const { value, errors } = parseText(visit.form, { before: shownScores(plan), people, employees });
    if (value === undefined) return showForm(found, { errors, typed }, 400);
    const seen = seenIn(visit.form, plan);
    if (!(await commitChange(db, saveText(seen, value), planEntry(found, 'action plan edited')))) {
      const current = (await find(visit)) ?? found;
      // The same form was sent twice.
      if (!isSaved(current.plan, value)) {
        const refused = { errors: [{ at: '', message: conflictMessage(current) }], typed };
        return isEditable(current.plan) ? showForm(current, refused, 409) : show(current, refused, 409);
      }
    }
    return visit.c.redirect(`${planPath(region.department, plan)}?notice=text`, 303);
  });
}

const isSaved = (plan: PlanText, value: PlanText) =>
  (Object.keys(value) as (keyof PlanText)[]).every((field) => plan[field] === value[field]);

function conflictMessage({ plan }: PlanVisit): string {
  return isEditable(plan)
    ? 'Someone else changed this plan while you were editing. Your changes are still here. To overwrite theirs, select Save. To see theirs first, open the plan in another tab.'
    : 'This plan has been sent for approval, so you can no longer edit it.';
}
