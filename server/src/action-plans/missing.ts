import { hasWords } from '../pages/reason.ts';
import type { Plan, PlanAction } from './queries.ts';

/** What a plan still needs before it can be sent for approval or approved; empty if nothing. */
export function missingFrom(plan: Plan, actions: Pick<PlanAction, 'ownerId'>[]): string[] {
  const checks: [boolean, string][] = [
    [plan.ownerId !== null, 'Choose an owner for the plan.'],
    [plan.causeClass !== null, 'Choose the type of cause.'],
    [hasWords(plan.cause ?? ''), 'Describe the cause.'],
    [actions.length > 0, 'Add at least one action.'],
    [plan.figure !== null && plan.goal !== null, 'Choose the measure and its goal.'],
    [plan.monitorId !== null, 'Choose who will monitor the plan.'],
    [
      !isMonitorAlone(plan, actions),
      'Choose a different monitor, or give an action to someone else. The monitor cannot be the only owner.',
    ],
  ];
  return checks.filter(([isFine]) => !isFine).map(([, message]) => message);
}

/** Whether nothing is written in a plan yet, so that it can start as a copy of an earlier one. */
export function isUnwritten(plan: Pick<Plan, 'cause' | 'causeClass'>, actions: readonly unknown[]): boolean {
  return plan.cause === null && plan.causeClass === null && actions.length === 0;
}

/** Whether the monitor would be the only owner of the plan and its actions, and so check on no one else. */
export function isMonitorAlone(
  { monitorId, ownerId }: Pick<Plan, 'monitorId' | 'ownerId'>,
  actions: Pick<PlanAction, 'ownerId'>[],
): boolean {
  const owners = [ownerId, ...actions.map((action) => action.ownerId)].filter((id) => id !== null);
  return monitorId !== null && owners.length > 0 && owners.every((id) => id === monitorId);
}
