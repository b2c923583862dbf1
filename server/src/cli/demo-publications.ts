import type { Quarter } from '@heart-survey/shared/quarters';
import { planProgressReader, plansReader } from '../action-plans/action-plans.ts';
import type { Database } from '../database/database.ts';
import { createOrganization, type Department } from '../org/org.ts';
import {
  publishedIn,
  publishQuarter,
  readOffered,
  readPublishing,
  withdrawQuarter,
  type PublishingState,
  type ShownWith,
} from '../publishing/publishing.ts';
import { publicStandards, standardReaders } from '../service-standards/service-standards.ts';
import type { SamplePeople } from './demo-people.ts';

interface Sample {
  department: Department;
  people: SamplePeople;
}

interface SamplePublication {
  quarter: Quarter;
  at: number;
}

/** Publishes a submitted quarter of the sample data, with what was done since the one before, and with its standards. */
export async function publishSample(
  db: Database,
  { department, people }: Sample,
  { quarter, at }: SamplePublication,
): Promise<void> {
  const states = await readPublishing(db, department);
  const state = states.find((one) => one.quarter.id === quarter.id);
  if (state === undefined) return;
  const shown = await newlyShown(db, state, states, at);
  await publishQuarter(db, { ...actOf(state), by: people.representative.id, at, ...shown });
}

/** Actions of earlier quarters that no other quarter is published with, and every standard with a figure. */
async function newlyShown(
  db: Database,
  state: PublishingState,
  states: PublishingState[],
  at: number,
): Promise<ShownWith> {
  const standardsOf = publicStandards(standardReaders(db, plansReader(db)));
  const readers = { db, planProgressOf: planProgressReader(db), standardsOf };
  const reader = { organization: await createOrganization(db)(), now: at };
  const { actions, standards } = await readOffered(readers, reader, state);
  const shown = new Set(
    states
      .filter(({ quarter }) => quarter.id !== state.quarter.id)
      .flatMap((other) => publishedIn(other)?.done ?? [])
      .map(({ region, quarter }) => `${quarter} ${region}`),
  );
  return {
    done: actions
      .filter((one) => one.of.start < state.quarter.start && !shown.has(`${one.quarter} ${one.region}`))
      .map((one) => ({ region: one.region, quarter: one.quarter, actions: one.actions })),
    standards: standards.filter(({ status }) => status !== 'none'),
  };
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
