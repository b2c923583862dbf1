import { commitChange } from '../audit/audit.ts';
import type { Console } from '../console/console.ts';
import type { Statement } from '../database/statement.ts';
import { reasonErrors } from '../pages/reason.ts';
import { addEvent, agreeToPlan, completePlan, returnPlan, sendPlan, type SeenPlan } from './changes.ts';
import { missingFrom } from './missing.ts';
import { planPath } from './paths.ts';
import { planEmails } from './plan-emails.ts';
import {
  approvalRule,
  onePlan,
  planEntry,
  rule,
  seenIn,
  type PlanRoutes,
  type PlanVisit,
  type Refused,
} from './plan-visit.ts';
import { actionsOf, eventsOf, type PlanEvent } from './queries.ts';
import { eventWords } from './words.ts';

/** A step of a plan, as someone asked for it. */
interface Step {
  kind: PlanEvent['kind'];
  seen: SeenPlan;
  change: Statement;
  /** Why it was returned. */
  reason?: string;
  /** What to keep if someone else was first. */
  typed?: Refused['typed'];
}

/** Sending a plan for approval, returning it, approving it, and completing it. */
export function approvalRoutes(frame: Console, routes: PlanRoutes): void {
  const { db, find, show } = routes;
  const take = stepTaker(routes);

  frame.post(`${onePlan}/submission`, rule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    const seen = seenIn(visit.form, found.plan);
    const missing = missingFrom(found.plan, await actionsOf(db, [found.plan.id]));
    if (missing.length > 0) return show(found, { errors: missing.map((message) => ({ at: '', message })) }, 400);
    return take(found, { kind: 'sent', seen, change: sendPlan(seen, { at: visit.now, by: visit.person.id }) });
  });

  frame.post(`${onePlan}/return`, approvalRule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    const reason = visit.form.text('reason');
    const errors = reasonErrors('reason', reason);
    if (errors.length > 0) return show(found, { errors, typed: { reason } }, 400);
    const seen = seenIn(visit.form, found.plan);
    return take(found, { kind: 'returned', seen, change: returnPlan(seen), reason, typed: { reason } });
  });

  frame.post(`${onePlan}/agreement`, approvalRule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    const seen = seenIn(visit.form, found.plan);
    const missing = missingFrom(found.plan, await actionsOf(db, [found.plan.id]));
    if (found.plan.sentAt !== null && missing.length > 0) {
      return show(found, { errors: missing.map((message) => ({ at: '', message })) }, 400);
    }
    return take(found, { kind: 'agreed', seen, change: agreeToPlan(seen, visit.now) });
  });

  completionRoute(frame, routes);
}

function completionRoute(frame: Console, routes: PlanRoutes): void {
  const { find, show, verdictOf } = routes;
  const take = stepTaker(routes);
  frame.post(`${onePlan}/completion`, approvalRule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    const verdict = await verdictOf(found);
    const reason = visit.form.text('noVerdict');
    const errors = verdict.isFinal ? [] : reasonErrors('noVerdict', reason);
    if (errors.length > 0) return show(found, { errors, typed: { noVerdict: reason } }, 400);
    const seen = seenIn(visit.form, found.plan);
    const completion = {
      at: visit.now,
      verdict: verdict.json,
      noVerdictReason: verdict.isFinal ? null : reason,
    };
    return take(found, {
      kind: 'completed',
      seen,
      change: completePlan(seen, completion),
      typed: { noVerdict: reason },
    });
  });
}

/** Takes a step, or says who was first and keeps what was typed. */
function stepTaker({ db, outbox, find, show }: PlanRoutes) {
  return async (found: PlanVisit, { kind, seen, change, reason, typed }: Step): Promise<Response> => {
    const { visit, plan, region } = found;
    const event = addEvent({
      planId: plan.id,
      kind,
      at: visit.now,
      personId: visit.person.id,
      reason: reason ?? null,
    });
    const emails =
      kind === 'completed'
        ? []
        : await planEmails(db, outbox, { kind, planId: plan.id, by: visit.person.id, at: visit.now });
    if (await commitChange(db, change, planEntry(found, `action plan ${kind}`), event, ...emails)) outbox.wake();
    else {
      const current = (await find(visit)) ?? found;
      const last = (await eventsOf(db, plan.id)).at(-1);
      const isSentTwice =
        last?.kind === kind &&
        last.personId === visit.person.id &&
        last.reason === (reason ?? null) &&
        current.plan.version === seen.version + 1;
      if (!isSentTwice) {
        return show(
          current,
          { errors: [{ at: '', message: conflictMessage(last) }], ...(typed ? { typed } : {}) },
          409,
        );
      }
    }
    return visit.c.redirect(`${planPath(region.department, plan)}?notice=${kind}`, 303);
  };
}

function conflictMessage(last: PlanEvent | undefined): string {
  const latest = last === undefined ? '' : ` Latest: ${last.name} ${eventWords[last.kind]}.`;
  return `Someone else changed this plan first, so your action did not go through.${latest} Review the plan before you continue.`;
}
