import type { Database } from '../database/database.ts';
import { outsideHash, publishedFigures } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import { canonicalJson } from '../signing/signing.ts';
import type { allVersions, StepRow, SubmissionRow } from './chain-queries.ts';
import { figuresInManifest } from './manifest-figures.ts';
import type { Manifest } from './manifest-schema.ts';

// What a signed manifest is compared with: everything that is stored about the same submission. Each function returns
// the end of a sentence, or undefined if they agree.

/** A submission with what its signature covers, and what is stored beside it. */
export interface Compared {
  row: SubmissionRow;
  manifest: Manifest;
  department: Department;
  /** The steps of its quarter, the first one first. */
  steps: readonly StepRow[];
  /** The versions of its quarter, the first one first. */
  versions: Awaited<ReturnType<typeof allVersions>>;
}

/** Whether it is stored under what it names. */
export function wrongPlace({ row, manifest, department }: Compared): string | undefined {
  const isSame =
    (manifest.previous ?? '') === row.previous &&
    manifest.quarter.id === row.quarter &&
    manifest.department.id === department.slug;
  return isSame ? undefined : 'names a different department, quarter or previous submission than it is stored with';
}

/** Whether the version that it is about is still stored. */
export function wrongVersion({ row, manifest, versions }: Compared): string | undefined {
  const { version, fingerprint, closedAt } = manifest.snapshot;
  const stored = versions.find(({ id }) => id === row.snapshotId);
  const isSame =
    stored !== undefined &&
    outsideHash(stored) === fingerprint &&
    String(stored.version) === version &&
    stored.closedAt === Date.parse(closedAt);
  return isSame ? undefined : 'is about figures that are no longer stored';
}

/** Whether it agrees with the step in which it was made, and with the hand-in before that. */
export function wrongSteps({ row, manifest, steps }: Compared): string | undefined {
  const index = steps.findIndex(({ id }) => id === row.eventId);
  const [handedIn, submitted] = [steps[index - 1], steps[index]];
  const isSame =
    row.submittedAt === Date.parse(manifest.submitted.at) &&
    isRecorded(row, manifest.submitted, { step: submitted, kind: 'submitted' }) &&
    isRecorded(row, manifest.handedIn, { step: handedIn, kind: 'handed in' }) &&
    manifest.byOnePerson === (handedIn?.personId === submitted?.personId);
  return isSame ? undefined : 'differs from the recorded step';
}

function isRecorded(
  { departmentId, quarter, snapshotId }: SubmissionRow,
  { at, note }: Manifest['submitted'],
  { step, kind }: { step: StepRow | undefined; kind: StepRow['kind'] },
): boolean {
  return (
    step?.kind === kind &&
    step.departmentId === departmentId &&
    step.quarter === quarter &&
    step.snapshotId === snapshotId &&
    step.at === Date.parse(at) &&
    step.text === note
  );
}

/**
 * Whether it has the figures that are published. Only for the latest version of a quarter: after a restatement, other
 * figures are published.
 */
export async function wrongFigures(
  db: Database,
  { row, manifest, department, versions }: Compared,
): Promise<string | undefined> {
  const quarter = department.calendar.byId(row.quarter);
  if (quarter === undefined || versions.at(-1)?.id !== row.snapshotId) return undefined;
  // The manifest's figures have no plans in them.
  const published = await publishedFigures(db, () => Promise.resolve(new Map()), department, quarter);
  const isSame =
    published !== undefined &&
    published.target === manifest.target &&
    canonicalJson(figuresInManifest(published)) === canonicalJson(manifest.figures);
  return isSame ? undefined : 'has figures that differ from the published ones';
}
