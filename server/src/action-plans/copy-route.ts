import { hash } from 'node:crypto';
import { isoDay } from '@heart-survey/shared/dates';
import { commitChange } from '../audit/audit.ts';
import type { Console } from '../console/console.ts';
import { changedBefore } from '../database/builder.ts';
import { addAction, saveText } from './changes.ts';
import { isUnwritten } from './missing.ts';
import { planPath } from './paths.ts';
import { onePlan, planEntry, rule, type PlanRoutes } from './plan-visit.ts';
import { actionsOf, planById } from './queries.ts';

/** Copies what is written in the plan that this one continues, if nothing is written in this one yet. */
export function copyRoute(frame: Console, { db, find, show }: PlanRoutes): void {
  frame.post(`${onePlan}/copy`, rule, async (visit) => {
    const found = await find(visit);
    const earlier = found?.plan.continues && (await planById(db, found.plan.continues, [found.region.id]));
    if (!found || !earlier) return frame.notFound(visit.c);
    const { plan, region } = found;
    const open = (await actionsOf(db, [earlier.id])).filter(({ state }) => state === 'open');
    const today = isoDay(visit.now, region.department.zone);
    const { causeClass, cause, figure, goal, monitorId } = earlier;
    // Each follows the change before it, so that none is added if someone else was first.
    const actions = open.flatMap(({ id, text, ownerId, dueOn, strength }) =>
      addAction(
        plan.id,
        {
          id: copiedId(plan.id, id),
          text,
          ownerId,
          dueOn: dueOn < today ? (plan.dueOn ?? today) : dueOn,
          strength,
          createdAt: visit.now,
        },
        changedBefore,
      ),
    );
    const own = await actionsOf(db, [plan.id]);
    const text = { causeClass, cause, figure, goal, monitorId };
    const save = saveText({ id: plan.id, version: plan.version }, text);
    const entry = planEntry(found, 'action plan copied');
    const isCopied = isUnwritten(plan, own) && (await commitChange(db, save, entry, ...actions));
    // The same form was sent twice.
    const isSame = isCopied || (await planById(db, plan.id, [region.id]))?.cause === cause;
    if (!isSame) {
      const message = 'Nothing was copied, because someone has already started this plan.';
      return show((await find(visit)) ?? found, { errors: [{ at: '', message }] }, 409);
    }
    return visit.c.redirect(`${planPath(region.department, plan)}?notice=copied`, 303);
  });
}

/** The id of a copied action: copying it again adds nothing. */
function copiedId(planId: number, actionId: string): string {
  return hash('sha256', `${planId}/${actionId}`).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
