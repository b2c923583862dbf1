import { hash } from 'node:crypto';
import type { Database } from '../database/database.ts';
import type { Visit } from '../console/console.ts';
import { plansOutside, type PlanProgressOf } from '../figures/figures.ts';
import type { ShownStandard, StandardsOf } from '../service-standards/service-standards.ts';
import type { DoneActions, ShownWith } from './events.ts';
import { belowIn, readAsOf, type ShownActions } from './published.ts';
import { publishedIn, readPublishing, type PublishingState } from './state.ts';

/** The actions and standards that may be shown with a quarter, and a hash that tells whether they are still the same. */
export interface Offered {
  actions: ShownActions[];
  standards: ShownStandard[];
  seen: string;
}

/** What reading them needs. */
export interface OfferReaders {
  db: Database;
  planProgressOf: PlanProgressOf;
  standardsOf: StandardsOf;
}

/** What a representative can show with a quarter. */
export async function readOffered(
  { db, planProgressOf, standardsOf }: OfferReaders,
  reader: Pick<Visit, 'organization' | 'now'>,
  state: PublishingState,
): Promise<Offered> {
  const { department, quarter } = state;
  const { figures } = await readAsOf(db, department, quarter, state);
  const [actions, standards] = await Promise.all([
    offeredActions(db, planProgressOf, state),
    standardsOf(reader, department, quarter, figures),
  ]);
  return { actions, standards, seen: hash('sha256', JSON.stringify([actions, standards])) };
}

/**
 * What was done about low averages, for the representative to choose from: actions that are done, of approved plans. The
 * plan's quarter is this one or one that the public sees, and its region is shown below the target in it.
 */
async function offeredActions(
  db: Database,
  planProgressOf: PlanProgressOf,
  { department, quarter, submission, version }: PublishingState,
): Promise<ShownActions[]> {
  const [progress, states] = await Promise.all([planProgressOf(department), readPublishing(db, department)]);
  const others = states.flatMap((state) => {
    const event = publishedIn(state);
    return event === undefined || state.quarter.id === quarter.id ? [] : [{ quarter: state.quarter, event }];
  });
  const read = [{ quarter, event: { submission, version } }, ...others].map(async ({ quarter, event }) =>
    belowIn(quarter, (await readAsOf(db, department, quarter, event)).figures),
  );
  const below = new Map((await Promise.all(read)).flat());
  return (await plansOutside(db, department, progress)).flatMap((plan): ShownActions[] => {
    const shown = below.get(`${plan.quarter}/${plan.region}`);
    const done = plan.actions.filter(({ state }) => state === 'done').map(({ text }) => text);
    if (shown === undefined || done.length === 0) return [];
    return [{ region: plan.region, quarter: plan.quarter, actions: done, ...shown }];
  });
}

/** Names an action in the form. */
export function actionKey({ quarter, region }: Pick<ShownActions, 'quarter' | 'region'>, index: number): string {
  return `${quarter}/${region}/${index}`;
}

/** Names a standard in the form. */
export function standardKey({ id }: Pick<ShownStandard, 'id'>): string {
  return String(id);
}

/** What is checked in the form: values of {@link actionKey} and of {@link standardKey}. Others are ignored. */
export interface Chosen {
  actions: ReadonlySet<string>;
  standards: ReadonlySet<string>;
}

/** The actions and standards that were chosen. */
export function chosenOf({ actions: all, standards }: Omit<Offered, 'seen'>, chosen: Chosen): ShownWith {
  return {
    done: all
      .map(({ region, quarter, actions }) => ({
        region,
        quarter,
        actions: actions.filter((_, index) => chosen.actions.has(actionKey({ region, quarter }, index))),
      }))
      .filter(({ actions }): boolean => actions.length > 0) satisfies DoneActions[],
    standards: standards.filter((one) => chosen.standards.has(standardKey(one))),
  };
}
