import { monthsInWords } from '@heart-survey/shared/dates';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { createOrganization, type Department } from '../org/org.ts';
import {
  checkSigned,
  payloadHash,
  signedFileOf,
  storedKeys,
  type BadSignature,
  type KnownKey,
  type SignedFile,
} from '../signing/signing.ts';
import { wrongFigures, wrongPlace, wrongSteps, wrongVersion, type Compared } from './chain-checks.ts';
import { allSteps, allSubmissions, allVersions, type StepRow, type SubmissionRow } from './chain-queries.ts';
import { manifestSchema, type Manifest } from './manifest-schema.ts';
import { problemsInSteps } from './recorded-steps.ts';

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
  const [rows, stored, steps, versions, { departments }] = await Promise.all([
    allSubmissions(db),
    storedKeys(db),
    allSteps(db),
    allVersions(db),
    createOrganization(db)(),
  ]);
  const keys = downloaded ?? stored.keys;
  const known = new Set(rows.map(({ sha256 }) => sha256));
  const problems = [
    ...stored.changed.map((id) => `The public key ${id} was changed in the database. It is not used or published.`),
    ...heads.filter((head) => !known.has(head)).map((head) => `The submission with the hash ${head} is missing.`),
  ];
  for (const department of departments) {
    const own = <Row extends { departmentId: number }>(all: readonly Row[]) =>
      all.filter(({ departmentId }) => departmentId === department.id);
    const given = { department, rows: own(rows), steps: own(steps), versions: own(versions), keys };
    for (const row of given.rows) problems.push(...(await problemsOf(db, row, given)));
    problems.push(...gapsIn(given), ...problemsInHistory(given));
  }
  return { submissions: rows.length, problems };
}

/** What is stored about one department. */
interface Chain {
  department: Department;
  rows: SubmissionRow[];
  steps: StepRow[];
  versions: Compared['versions'];
  keys: ReadonlyMap<string, KnownKey>;
}

/** How a sentence about a quarter begins. A quarter that someone changed may not be a month. */
function nameOf({ name }: Department, quarter: string): string {
  return `${name}, ${/^\d{4}-(0[1-9]|1[0-2])$/.test(quarter) ? monthsInWords({ id: quarter }) : quarter}`;
}

const nameOfRow = (department: Department, { quarter, sha256 }: SubmissionRow) =>
  `${nameOf(department, quarter)} (${sha256.slice(0, 8)}…)`;

async function problemsOf(db: Database, row: SubmissionRow, chain: Chain): Promise<string[]> {
  const { department, keys } = chain;
  const sentence = (what: string) => `${nameOfRow(department, row)}: ${what}.`;
  const signed = { payload: row.manifest, signature: row.signature, keyId: row.keyId };
  if (payloadHash(signed) !== row.sha256) return [sentence('does not match its hash')];
  const checked = checkSubmission(signed, keys);
  if ('problem' in checked) return [sentence(checked.problem)];
  const ofQuarter = ({ quarter }: { quarter: string }) => quarter === row.quarter;
  const compared = {
    row,
    manifest: checked.manifest,
    department,
    steps: chain.steps.filter(ofQuarter),
    versions: chain.versions.filter(ofQuarter),
  };
  const place = wrongPlace(compared);
  if (place !== undefined) return [sentence(place)];
  return [wrongVersion(compared), wrongSteps(compared), await wrongFigures(db, compared)]
    .filter((what) => what !== undefined)
    .map(sentence);
}

function gapsIn({ department, rows }: Chain): string[] {
  const known = new Set(rows.map(({ sha256 }) => sha256));
  const gaps = rows
    .filter(({ previous }) => previous !== '' && !known.has(previous))
    .map((row) => `${nameOfRow(department, row)}: the submission before it is missing. Its hash is ${row.previous}.`);
  const isFirstThere = rows.length === 0 || rows.some(({ previous }) => previous === '');
  return isFirstThere || gaps.length > 0 ? gaps : [`${department.name}: the first submission is missing.`];
}

/** Steps without their submission, and steps that cannot have happened like that. */
function problemsInHistory({ department, rows, steps }: Chain): string[] {
  const signed = new Set(rows.map(({ eventId }) => eventId));
  const missing = 'is missing, although the history shows that it was submitted';
  return [...Map.groupBy(steps, ({ quarter }) => quarter)].flatMap(([quarter, own]) =>
    [
      ...own.filter(({ id, kind }) => kind === 'submitted' && !signed.has(id)).map(() => missing),
      ...problemsInSteps(own),
    ].map((what) => `${nameOf(department, quarter)}: ${what}.`),
  );
}
