import type { Quarter } from '@heart-survey/shared/quarters';
import { planProgressReader, plansReader } from '../action-plans/action-plans.ts';
import { audited } from '../audit/audit.ts';
import { commit, type Database } from '../database/database.ts';
import { frozenFigures, latestSnapshot } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import { whenSubmitted } from '../handoffs.ts';
import { openSigning } from '../signing/signing.ts';
import {
  attestationSentence,
  insertStep,
  readState,
  submitQuarter,
  type SubmissionState,
} from '../submissions/submissions.ts';
import type { CommandContext } from './command.ts';
import type { SamplePeople } from './demo-people.ts';
import { publishSample, withdrawSample } from './demo-publications.ts';
import { restateSample } from './demo-restatements.ts';
import type { SampleStep, SubmissionStory } from './demo-submission-stories.ts';

const day = 24 * 60 * 60 * 1000;

interface Sample {
  department: Department;
  /** The quarters in order, the current one last. */
  history: Quarter[];
  people: SamplePeople;
  stories: SubmissionStory[];
  now: number;
}

/** A step of the sample data with its quarter and its time. */
interface DatedStep {
  quarter: Quarter;
  at: number;
  step: SampleStep;
}

/** Hands in, returns, restates, submits, receives, publishes and withdraws the sample quarters, as far as time allows. */
export async function writeSampleSubmissions(
  { db, config }: Pick<CommandContext, 'db' | 'config'>,
  sample: Sample,
): Promise<void> {
  const signingKey = await openSigning({
    db,
    clock: () => sample.now,
    log: { error: () => {} },
    file: config.signingKeyFile,
  });
  for (const dated of await datedSteps(db, sample)) {
    const { kind } = dated.step;
    if (kind === 'restated') await restateSample(db, sample, dated);
    else if (kind === 'published') await publishSample(db, sample, dated);
    else if (kind === 'withdrawn') await withdrawSample(db, sample, { ...dated, reason: dated.step.text ?? '' });
    else await takeSampleStep({ db, sample, signingKey }, dated, kind);
  }
}

/** The steps of all quarters in the order in which they happened. A small sample may have no closed quarter. */
async function datedSteps(db: Database, { department, history, stories, now }: Sample): Promise<DatedStep[]> {
  const steps: DatedStep[] = [];
  for (const { ago, steps: own } of stories) {
    const quarter = history.at(-1 - ago);
    const closed = quarter && (await latestSnapshot(db, department.id, quarter.id));
    if (!quarter || !closed || frozenFigures(closed).total.responses === 0) continue;
    steps.push(...own.map((step) => ({ quarter, at: closed.closedAt + step.after * day, step })));
  }
  return steps.filter(({ at }) => at <= now).toSorted((one, other) => one.at - other.at);
}

interface Taking {
  db: Database;
  sample: Sample;
  signingKey: Awaited<ReturnType<typeof openSigning>>;
}

type Kind = Exclude<SampleStep['kind'], 'restated' | 'published' | 'withdrawn'>;

async function takeSampleStep(taking: Taking, { quarter, at, step }: DatedStep, kind: Kind): Promise<void> {
  const { db, sample } = taking;
  const { department, people } = sample;
  const state = await readState(db, department, quarter);
  if (state === undefined) return;
  if (kind === 'submitted') return submitSample(taking, state, at);
  const person = { 'handed in': people.ambassador, returned: people.representative, received: people.executive }[kind];
  const { id: departmentId } = department;
  await commit(db, [
    insertStep({
      departmentId,
      quarter: quarter.id,
      kind,
      at,
      snapshotId: state.latest.id,
      personId: person.id,
      text: step.text ?? null,
      position: state.steps.length,
    }),
    audited(
      { personId: person.id, action: `quarter ${kind}`, subject: `${department.slug} ${quarter.id}`, departmentId },
      at,
    ),
  ]);
}

/** An error in the sample is a fault of the program. */
const failing = {
  error: ({ err }: { err?: unknown }) => {
    throw err;
  },
};

async function submitSample({ db, sample, signingKey }: Taking, state: SubmissionState, at: number): Promise<void> {
  const { representative, ambassador } = sample.people;
  const { department, quarter, steps, latest } = state;
  const handedIn = steps.at(-1)!;
  await submitQuarter(
    {
      db,
      clock: () => at,
      signingKey,
      plansOf: plansReader(db),
      planProgressOf: planProgressReader(db),
      whenSubmitted,
      log: failing,
    },
    {
      department,
      quarter,
      person: representative,
      attestation: {
        sentence: attestationSentence(representative, department, quarter),
        proof: { method: 'one-time code', at },
      },
      note: null,
      handedIn: {
        by: ambassador,
        at: handedIn.at,
        note: handedIn.text,
        snapshotId: latest.id,
        position: steps.length - 1,
      },
      noData: null,
    },
  );
}
