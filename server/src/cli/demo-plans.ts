import { isoDay } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';
import {
  isFinal,
  planChanges,
  planOf,
  setOwner,
  verdictsOf,
  type Plan,
  type PlanEventKind,
} from '../action-plans/action-plans.ts';
import { audited } from '../audit/audit.ts';
import { commit, type Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import type { Region } from '../org/org.ts';
import { inventId, randomFor, type Random } from './demo-history.ts';
import type { SamplePeople } from './demo-people.ts';
import { stories, type Story } from './demo-stories.ts';

const day = 24 * 60 * 60 * 1000;

interface Sample {
  db: Database;
  random: Random;
  people: SamplePeople;
}

/** Writes the sample plans, each as far as its story goes. @param history the quarters in order, the current one last. */
export async function writeSamplePlans(
  db: Database,
  { regions, history, people }: { regions: Region[]; history: Quarter[]; people: SamplePeople },
): Promise<void> {
  const random = randomFor(`action plans ${people.ambassador.id}`);
  const sample = { db, random, people };
  for (const story of stories) {
    const region = regions.find(({ slug }) => slug === story.region);
    const quarter = history.at(-1 - story.ago)!;
    const plan = region && (await planOf(db, { regionId: region.id, quarter: quarter.id }));
    // A department of its own has other regions, and a small sample may have no plan there.
    if (region && plan?.stage === 'required') await writePlan(sample, { story, plan, region });
  }
}

interface SamplePlan {
  story: Story;
  plan: Plan;
  region: Region;
}

/** Everything that happened to one plan. */
async function writePlan({ db, random, people }: Sample, samplePlan: SamplePlan): Promise<void> {
  const { story, plan } = samplePlan;
  const { until, reason } = story;
  const ids = story.actions.map(() => inventId(random));
  const writtenAt = plan.decidedAt! + 2 * day;
  const step = stepsOf(samplePlan, people);
  await commit(db, [
    planChanges.saveText(step.seen(), textOf(story, people)),
    setOwner(plan.id, { before: null, after: people.ambassador.id }),
    ...addActions(samplePlan, { ids, ownerId: people.ambassador.id, at: writtenAt }),
  ]);
  // The owner and each action count up too.
  step.skip(1 + story.actions.length);
  if (until === 'written') return;
  await commit(db, step.take('sent', writtenAt + 3 * day));
  if (until === 'sent') return;
  const answeredAt = writtenAt + 6 * day;
  if (until === 'returned') return void (await commit(db, step.take('returned', answeredAt, reason)));
  await commit(db, step.take('agreed', answeredAt));
  const ended = story.actions.flatMap(({ evidence, dropped }, index) => {
    const outcome = evidence ?? dropped;
    if (outcome === undefined) return [];
    step.skip(1);
    const state = evidence === undefined ? 'dropped' : 'done';
    const end = { state, outcome, endedAt: answeredAt + (30 + index) * day, endedBy: people.ambassador.id } as const;
    return planChanges.endAction(plan.id, ids[index]!, end);
  });
  await commit(db, ended);
  if (until === 'completed') await complete(db, samplePlan, step);
}

function textOf({ causeClass, cause, goal }: Story, { representative }: SamplePeople) {
  return { causeClass, cause, figure: 'average', goal, monitorId: representative.id } as const;
}

function addActions(
  { story, plan, region }: SamplePlan,
  { ids, ownerId, at }: { ids: string[]; ownerId: string; at: number },
) {
  return story.actions.flatMap(({ text, strength }, index) => {
    const dueOn = isoDay(at + (60 + 20 * index) * day, region.department.zone);
    return planChanges.addAction(plan.id, { id: ids[index]!, text, strength, ownerId, dueOn, createdAt: at + index });
  });
}

type Steps = ReturnType<typeof stepsOf>;

/** The steps of a plan, each for the version that the one before it left. */
function stepsOf({ plan, region }: SamplePlan, people: SamplePeople) {
  const departmentId = region.department.id;
  let version = plan.version;
  const seen = () => ({ id: plan.id, version: version++ });
  const changes = {
    sent: (at: number) => planChanges.sendPlan(seen(), { at, by: people.ambassador.id }),
    returned: () => planChanges.returnPlan(seen()),
    agreed: (at: number) => planChanges.agreeToPlan(seen(), at),
  };
  const record = (kind: PlanEventKind, at: number, reason?: string): Statement[] => {
    const personId = kind === 'sent' ? people.ambassador.id : people.representative.id;
    const entry = { personId, action: `action plan ${kind}`, subject: `action plan ${plan.id}`, departmentId };
    return [planChanges.addEvent({ planId: plan.id, kind, at, personId, reason: reason ?? null }), audited(entry, at)];
  };
  return {
    seen,
    /** Changes that count the version up by themselves. */
    skip: (count: number) => void (version += count),
    record,
    take: (kind: keyof typeof changes, at: number, reason?: string) => [changes[kind](at), ...record(kind, at, reason)],
  };
}

/** Completes a plan soon after its second quarter closed, or with a reason. */
async function complete(db: Database, { story, plan, region }: SamplePlan, step: Steps): Promise<void> {
  const agreed = await planOf(db, { regionId: region.id, quarter: plan.quarter });
  const verdict = agreed && (await verdictsOf(db, { plan: agreed, region })).at(-1);
  const at = isFinal(verdict) ? verdict.validFrom! + 4 * day : plan.decidedAt! + 60 * day;
  const completion = {
    at,
    verdict: verdict === undefined ? null : JSON.stringify(verdict),
    noVerdictReason: isFinal(verdict) ? null : (story.reason ?? null),
  };
  await commit(db, [planChanges.completePlan(step.seen(), completion), ...step.record('completed', at)]);
}
