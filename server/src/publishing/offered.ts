import { hash } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { plansOutside, type PlanProgressOf } from '../figures/figures.ts';
import type { DoneActions } from './events.ts';
import { belowIn, readAsOf, type ShownActions } from './published.ts';
import { publishedIn, readPublishing, type PublishingState } from './state.ts';

/** The actions that may be shown with a quarter, and a hash that tells whether they are still the same. */
export interface Offered {
  actions: ShownActions[];
  seen: string;
}

/**
 * What was done about low averages, for the representative to choose from: actions that are done, of approved plans. The
 * plan's quarter is this one or one that the public sees, and its region is shown below the target in it.
 */
export async function offeredActions(
  db: Database,
  planProgressOf: PlanProgressOf,
  { department, quarter, submission, version }: PublishingState,
): Promise<Offered> {
  const [progress, states] = await Promise.all([planProgressOf(department), readPublishing(db, department)]);
  const others = states.flatMap((state) => {
    const event = publishedIn(state);
    return event === undefined || state.quarter.id === quarter.id ? [] : [{ quarter: state.quarter, event }];
  });
  const read = [{ quarter, event: { submission, version } }, ...others].map(async ({ quarter, event }) =>
    belowIn(quarter, (await readAsOf(db, department, quarter, event)).figures),
  );
  const below = new Map((await Promise.all(read)).flat());
  const actions = (await plansOutside(db, department, progress)).flatMap((plan): ShownActions[] => {
    const shown = below.get(`${plan.quarter}/${plan.region}`);
    const done = plan.actions.filter(({ state }) => state === 'done').map(({ text }) => text);
    if (shown === undefined || done.length === 0) return [];
    return [{ region: plan.region, quarter: plan.quarter, actions: done, ...shown }];
  });
  return { actions, seen: hash('sha256', JSON.stringify(actions)) };
}

/** Names an action in the form. */
export function actionKey({ quarter, region }: Pick<ShownActions, 'quarter' | 'region'>, index: number): string {
  return `${quarter}/${region}/${index}`;
}

/** The actions that were chosen. @param chosen values of {@link actionKey}; others are ignored. */
export function chosenActions({ actions: all }: Offered, chosen: ReadonlySet<string>): DoneActions[] {
  return all
    .map(({ region, quarter, actions }) => ({
      region,
      quarter,
      actions: actions.filter((_, index) => chosen.has(actionKey({ region, quarter }, index))),
    }))
    .filter(({ actions }) => actions.length > 0);
}
