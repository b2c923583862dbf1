import { hasWords } from '../pages/reason.ts';
import type { Plan, PlanAction } from './queries.ts';

/** What a plan still needs before it can be sent for approval; empty if nothing. */
export function missingFrom(plan: Plan, actions: Pick<PlanAction, 'ownerId'>[]): string[] {
  const owners = [plan.ownerId, ...actions.map(({ ownerId }) => ownerId)].filter((id) => id !== null);
  const checks: [boolean, string][] = [
    [plan.ownerId !== null, 'Choose an owner for the plan.'],
    [plan.causeClass !== null, 'Choose what kind of cause it is.'],
    [hasWords(plan.cause ?? ''), 'Describe the cause.'],
    [actions.length > 0, 'Add at least one action.'],
    [plan.figure !== null && plan.goal !== null, 'Choose the measure and its goal.'],
    [plan.monitorId !== null, 'Choose who checks on the plan.'],
    [
      plan.monitorId === null || owners.length === 0 || owners.some((id) => id !== plan.monitorId),
      'Choose someone else to check on the plan, or another owner. The only owner cannot also be the one who checks.',
    ],
  ];
  return checks.filter(([isFine]) => !isFine).map(([, message]) => message);
}
