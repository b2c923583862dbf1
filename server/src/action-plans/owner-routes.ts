import { commitChange } from '../audit/audit.ts';
import type { Console } from '../console/console.ts';
import { planPath } from './paths.ts';
import { planPeople } from './recipients.ts';
import { actionsOf, setOwner } from './queries.ts';
import { isMonitorAlone } from './missing.ts';
import { onePlan, rule, type PlanRoutes } from './plan-visit.ts';

/** Choosing who is responsible for a plan. */
export function ownerRoutes(frame: Console, { db, find, show }: PlanRoutes): void {
  frame.post(`${onePlan}/owner`, rule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    const { plan, region } = found;
    const { form, person, now } = visit;
    const asked = form.text('owner');
    const owners = await planPeople(db, region);
    const owner = owners.find(({ id }) => id === asked);
    if (asked !== '' && !owner) {
      return show(found, { errors: [{ at: 'owner', message: 'Choose a person from the list.' }] }, 400);
    }
    if (plan.stage === 'completed' || plan.stage === 'withdrawn')
      return visit.c.redirect(planPath(region.department, plan), 303);
    const isSettled = plan.stage === 'agreed' || plan.sentAt !== null;
    const after = { ...plan, ownerId: owner?.id ?? null };
    if (isSettled && (owner === undefined || isMonitorAlone(after, await actionsOf(db, [plan.id])))) {
      const message = 'Choose an owner who is not the monitor, or give an action to someone else first.';
      return show(found, { errors: [{ at: 'owner', message }], typed: { owner: asked } }, 400);
    }
    const change = { before: form.text('before') || null, after: owner?.id ?? null };
    const isChanged = await commitChange(db, setOwner(plan.id, change), {
      at: now,
      personId: person.id,
      action: 'action plan owner changed',
      subject: `action plan ${plan.id}`,
      departmentId: region.department.id,
      detail: { owner: [plan.owner ?? '', owner?.name ?? ''] },
    });
    // Nothing changed: either this form was sent twice, or someone else was first.
    if (!isChanged && plan.ownerId !== change.after) {
      const message = `Someone else set the owner to ${plan.owner ?? '“Not assigned”'}. Choose again if that is wrong.`;
      return show(found, { errors: [{ at: 'owner', message }], typed: { owner: asked } }, 409);
    }
    return visit.c.redirect(`${planPath(region.department, plan)}?notice=owner`, 303);
  });
}
