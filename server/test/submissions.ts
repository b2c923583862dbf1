import type { Quarter } from '@heart-survey/shared/quarters';
import { planProgressReader, plansReader } from '../src/action-plans/action-plans.ts';
import { person, snapshot, submissionEvent } from '../src/database/schema.ts';
import { whenSubmitted } from '../src/handoffs.ts';
import type { Logger } from '../src/log.ts';
import { createOrganization, findBySlug } from '../src/org/org.ts';
import { openSigning } from '../src/signing/signing.ts';
import { attestationSentence, submitQuarter, type Submitting } from '../src/submissions/submissions.ts';
import { and, count, desc, eq } from 'drizzle-orm';
import type { TestCollector } from './collector.ts';

/** The part of a collector that submitting needs. */
type Workplace = Pick<TestCollector, 'db' | 'clock' | 'env'>;

/** Two people of the department; no one is signed in. */
export const ambassador = { id: 'ambassador', name: 'Ana Ambassador', email: 'ana@example.gov' };
export const representative = { id: 'representative', name: 'Rui Representative', email: 'rui@example.gov' };

/** Hands in the latest version of a closed quarter of `cws`, as the page would. */
export async function handIn({ db, clock }: Workplace, quarter: string, note: string | null = null) {
  const [latest] = await db
    .select({ id: snapshot.id })
    .from(snapshot)
    .where(and(eq(snapshot.departmentId, 1), eq(snapshot.quarter, quarter)))
    .orderBy(desc(snapshot.version))
    .limit(1);
  const [steps] = await db.select({ n: count() }).from(submissionEvent).where(eq(submissionEvent.quarter, quarter));
  const step = { snapshotId: latest!.id, at: clock.now, position: steps!.n };
  await db
    .insert(submissionEvent)
    .values({ ...step, departmentId: 1, quarter, kind: 'handed in', personId: ambassador.id, text: note });
  return { ...step, by: ambassador, note };
}

/** What submitting that hand-in needs. */
export async function submitting(
  { db, clock }: Workplace,
  quarter: string,
  handedIn: Submitting['handedIn'],
): Promise<Submitting> {
  const department = findBySlug((await createOrganization(db)()).departments, 'cws')!;
  const asked: Quarter = department.calendar.byId(quarter)!;
  return {
    department,
    quarter: asked,
    person: representative,
    attestation: {
      sentence: attestationSentence(representative, department, asked),
      proof: { method: 'one-time code', at: clock.now },
    },
    note: null,
    handedIn,
    noData: null,
  };
}

/** The path of the collector's key file. */
export function keyFileOf({ env }: Pick<TestCollector, 'env'>): string {
  return env['SIGNING_KEY_FILE'] ?? env['DATABASE_URL']!.replace(/^file:(.*)\/[^/]*$/, '$1/signing-key.json');
}

const silent: Pick<Logger, 'error'> = { error: () => {} };

/** The options of submitting, with the collector's own key. */
export async function submitOptions(collector: Workplace, log = silent) {
  const { db, clock } = collector;
  return {
    db,
    clock: () => clock.now,
    signingKey: await openSigning({ db, clock: () => clock.now, log: silent, file: keyFileOf(collector) }),
    plansOf: plansReader(db),
    planProgressOf: planProgressReader(db),
    whenSubmitted,
    log,
  };
}

/** Hands in a closed quarter of `cws` and submits it. @returns the submission's hash. */
export async function submitted(collector: Workplace, quarter: string, log = silent): Promise<string> {
  const given = await submitting(collector, quarter, await handIn(collector, quarter));
  const made = await submitQuarter(await submitOptions(collector, log), given);
  if (made.outcome !== 'submitted') throw new Error(made.outcome);
  return made.sha256;
}

/** Adds the people who hand in and submit. */
export async function addSubmitters({ db }: TestCollector): Promise<void> {
  const people = [ambassador, representative];
  await db.insert(person).values(people.map((one) => ({ ...one, createdAt: new Date(0), updatedAt: new Date(0) })));
}
