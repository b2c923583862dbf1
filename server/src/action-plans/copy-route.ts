import { hash } from 'node:crypto';
import { isoDay } from '@heart-survey/shared/dates';
import { commitChange } from '../audit/audit.ts';
import type { Console } from '../console/console.ts';
import { addAction, saveText } from './changes.ts';
import { planPath } from './paths.ts';
import { onePlan, planEntry, rule, type PlanRoutes } from './plan-visit.ts';
import { actionsOf, planById } from './queries.ts';

/** Copies what is written in the plan that this one continues, if nothing is written in this one yet. */
export function copyRoute(frame: Console, { db, find }: PlanRoutes): void {
  frame.post(`${onePlan}/copy`, rule, async (visit) => {
    const found = await find(visit);
    const earlier = found?.plan.continues && (await planById(db, found.plan.continues, [found.region.id]));
    if (!found || !earlier) return frame.notFound(visit.c);
    const { plan, region } = found;
    const open = (await actionsOf(db, [earlier.id])).filter(({ state }) => state === 'open');
    const today = isoDay(visit.now, region.department.zone);
    const { causeClass, cause, figure, goal, monitorId } = earlier;
    const actions = open.flatMap(({ id, text, ownerId, dueOn, strength }) =>
      addAction(plan.id, {
        id: copiedId(plan.id, id),
        text,
        ownerId,
        dueOn: dueOn < today ? (plan.dueOn ?? today) : dueOn,
        strength,
        createdAt: visit.now,
      }),
    );
    // Version 0: nothing was written, so a second press copies nothing.
    const isEmpty = plan.version === 0;
    if (isEmpty) {
      const text = { causeClass, cause, figure, goal, monitorId };
      await commitChange(
        db,
        saveText({ id: plan.id, version: 0 }, text),
        planEntry(found, 'action plan copied'),
        ...actions,
      );
    }
    return visit.c.redirect(`${planPath(region.department, plan)}?notice=copied`, 303);
  });
}

/** The id of a copied action: copying it again adds nothing. */
function copiedId(planId: number, actionId: string): string {
  return hash('sha256', `${planId}/${actionId}`).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
