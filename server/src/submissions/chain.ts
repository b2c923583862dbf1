import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { outsideHash } from '../figures/figures.ts';
import {
  checkSigned,
  payloadHash,
  signedFileOf,
  storedKeys,
  type BadSignature,
  type KnownKey,
  type SignedFile,
} from '../signing/signing.ts';
import { allSubmissions, submittedSteps, submittedVersions, type SubmissionRow } from './chain-queries.ts';
import { manifestSchema, type Manifest } from './manifest-schema.ts';

// Every submission names the one before it in its department, so that a missing or changed one shows.

/** The signed file of a stored submission. */
export function submissionFile({ manifest, signature, keyId }: SubmissionRow): SignedFile {
  return signedFileOf({ payload: manifest, signature, keyId });
}

/** What is wrong with a signature, as the end of a sentence about a submission. */
const signatureProblems: Record<BadSignature, string> = {
  'not canonical': 'is not canonical JSON',
  'unknown key': 'is signed with a key that is not among the known keys',
  'wrong signature': 'was changed after it was signed, or is signed with another key',
  'other key': 'does not name the key that it is signed with',
  'retired key': 'is dated after its key was retired',
};

/** The manifest of a signed submission, or what is wrong with it, as the end of a sentence. */
export function checkSubmission(
  signed: Parameters<typeof checkSigned>[0],
  keys: ReadonlyMap<string, KnownKey>,
): { manifest: Manifest } | { problem: string } {
  const checked = checkSigned(signed, keys);
  if ('why' in checked) return { problem: signatureProblems[checked.why] };
  const read = v.safeParse(manifestSchema, checked.value);
  return read.success ? { manifest: read.output } : { problem: 'does not have the form of a submission' };
}

/** What checking all chains found. */
export interface ChainCheck {
  submissions: number;
  /** One sentence each. */
  problems: string[];
}

/**
 * @param heads hashes of submissions that must be there, as in the emails of receipt.
 * @param downloaded keys to check with instead of those in the database.
 */
export async function verifyChains(
  db: Database,
  {
    heads = [],
    keys: downloaded,
  }: { heads?: readonly string[]; keys?: ReadonlyMap<string, KnownKey> | undefined } = {},
): Promise<ChainCheck> {
  const [rows, stored, steps, versions] = await Promise.all([
    allSubmissions(db),
    storedKeys(db),
    submittedSteps(db),
    submittedVersions(db),
  ]);
  const stepOf = new Map(steps.map((step) => [step.id, step]));
  const signed = new Set(rows.map(({ eventId }) => eventId));
  const known = new Set(rows.map(({ sha256 }) => sha256));
  const keys = downloaded ?? stored.keys;
  const problems = [
    ...stored.changed.map((id) => `The public key ${id} was changed in the database. It is not used or published.`),
    ...rows.flatMap((row) => problemsOf(row, { keys, step: stepOf.get(row.eventId), versions })),
    ...[...Map.groupBy(rows, ({ departmentId }) => departmentId).values()].flatMap(gapsIn),
    ...steps
      .filter(({ id }) => !signed.has(id))
      .map(({ quarter }) => `The submission of ${quarter} is missing: its step is there without it.`),
    ...heads.filter((head) => !known.has(head)).map((head) => `The submission with the hash ${head} is missing.`),
  ];
  return { submissions: rows.length, problems };
}

interface Beside {
  keys: ReadonlyMap<string, KnownKey>;
  step: Awaited<ReturnType<typeof submittedSteps>>[number] | undefined;
  versions: ReadonlyMap<string, string>;
}

function problemsOf(row: SubmissionRow, { keys, step, versions }: Beside): string[] {
  const problem = (what: string) => [`The submission of ${row.quarter} (${row.sha256.slice(0, 12)}…) ${what}.`];
  const signed = { payload: row.manifest, signature: row.signature, keyId: row.keyId };
  if (payloadHash(signed) !== row.sha256) return problem('does not have its own hash');
  const checked = checkSubmission(signed, keys);
  if ('problem' in checked) return problem(checked.problem);
  const { manifest } = checked;
  if ((manifest.previous ?? '') !== row.previous || manifest.quarter.id !== row.quarter) {
    return problem('is stored in the wrong place');
  }
  const sha256 = versions.get(row.snapshotId);
  if (sha256 === undefined || outsideHash({ id: row.snapshotId, sha256 }) !== manifest.snapshot.fingerprint) {
    return problem('is about figures that are not stored any more');
  }
  const isRecorded =
    step?.departmentId === row.departmentId &&
    step.quarter === row.quarter &&
    step.snapshotId === row.snapshotId &&
    step.at === Date.parse(manifest.submitted.at) &&
    step.text === manifest.submitted.note;
  return isRecorded ? [] : problem('does not agree with its step');
}

/** @param rows the submissions of one department. */
function gapsIn(rows: SubmissionRow[]): string[] {
  const known = new Set(rows.map(({ sha256 }) => sha256));
  const gaps = rows
    .filter(({ previous }) => previous !== '' && !known.has(previous))
    .map(({ quarter, previous }) => `The submission before the one of ${quarter} is missing. Its hash is ${previous}.`);
  const isFirstThere = rows.some(({ previous }) => previous === '');
  return isFirstThere || gaps.length > 0 ? gaps : ['The first submission is missing.'];
}
