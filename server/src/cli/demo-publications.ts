import type { Quarter } from '@heart-survey/shared/quarters';
import { planProgressReader } from '../action-plans/action-plans.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import {
  offeredActions,
  publishedIn,
  publishQuarter,
  readPublishing,
  withdrawQuarter,
  type DoneActions,
  type PublishingState,
} from '../publishing/publishing.ts';
import type { SamplePeople } from './demo-people.ts';

interface Sample {
  department: Department;
  people: SamplePeople;
}

interface SamplePublication {
  quarter: Quarter;
  at: number;
}

/** Publishes a submitted quarter of the sample data, with what was done since the one before. */
export async function publishSample(
  db: Database,
  { department, people }: Sample,
  { quarter, at }: SamplePublication,
): Promise<void> {
  const states = await readPublishing(db, department);
  const state = states.find((one) => one.quarter.id === quarter.id);
  if (state === undefined) return;
  const done = await newlyDone(db, state, states);
  await publishQuarter(db, { ...actOf(state), by: people.representative.id, at, done });
}

/** Actions of earlier quarters that no other quarter is published with. */
async function newlyDone(db: Database, state: PublishingState, states: PublishingState[]): Promise<DoneActions[]> {
  const { actions } = await offeredActions(db, planProgressReader(db), state);
  const shown = new Set(
    states
      .filter(({ quarter }) => quarter.id !== state.quarter.id)
      .flatMap((other) => publishedIn(other)?.done ?? [])
      .map(({ region, quarter }) => `${quarter} ${region}`),
  );
  return actions
    .filter((one) => one.of.start < state.quarter.start && !shown.has(`${one.quarter} ${one.region}`))
    .map((one) => ({ region: one.region, quarter: one.quarter, actions: one.actions }));
}

/** Withdraws a published quarter of the sample data. */
export async function withdrawSample(
  db: Database,
  { department, people }: Sample,
  { quarter, at, reason }: SamplePublication & { reason: string },
): Promise<void> {
  const state = (await readPublishing(db, department)).find((one) => one.quarter.id === quarter.id);
  if (state !== undefined) await withdrawQuarter(db, { ...actOf(state), by: people.representative.id, at, reason });
}

function actOf({ department, quarter, submission, events }: PublishingState) {
  return { department, quarter, submission, position: events.length };
}
