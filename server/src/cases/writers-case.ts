import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { caseFile } from '../database/schema.ts';
import type { Department, Organization, Region } from '../org/org.ts';
import type { CaseClock } from './clocks.ts';
import { messagesOf } from './detail-queries.ts';
import { hashOfReceipt, receiptIn, referenceIn } from './references.ts';
import type { CaseFile } from './queries.ts';
import { clocksWith, eventsOf } from './read-clocks.ts';
import { secondStageOf, type SecondStage } from './second-stage.ts';
import { surveyAfter } from './survey-after.ts';

// A case as its writer sees it, with the receipt in hand: never who works on it, nor what staff write to each other.

/** What someone typed to open a case. */
export interface Key {
  reference: string;
  receipt: string;
}

/** @returns undefined if it cannot be the reference and receipt of any case. */
export function keyIn(reference: string, receipt: string): Key | undefined {
  const key = { reference: referenceIn(reference), receipt: receiptIn(receipt) };
  return key.reference === undefined || key.receipt === undefined
    ? undefined
    : { reference: key.reference, receipt: key.receipt };
}

/**
 * The case that the key opens. An unknown reference and a wrong receipt are the same: the hash has both in it, and one lookup in
 * an index finds it or not.
 */
export async function caseByKey(
  db: Database,
  secret: string,
  { reference, receipt }: Key,
): Promise<CaseFile | undefined> {
  const hashed = hashOfReceipt(secret, reference, receipt);
  const [found] = await db.select().from(caseFile).where(eq(caseFile.receiptHash, hashed));
  return found?.reference === reference ? found : undefined;
}

/** What the writer of a case sees. */
export interface WritersCase {
  file: CaseFile;
  department: Department;
  clocks: CaseClock[];
  /** Oldest first. Their own messages have no person. */
  messages: {
    id: string;
    kind: Awaited<ReturnType<typeof messagesOf>>[number]['kind'];
    at: number;
    text: string | null;
  }[];
  second: Pick<SecondStage, 'canBegin' | 'isAnswered' | 'isOver'>;
  /** The region with a survey about how the case was handled. */
  survey: Pick<Region, 'slug'> | undefined;
}

/** @param now in milliseconds since the epoch. */
export async function writersCase(
  db: Database,
  organization: Organization,
  file: CaseFile,
  now: number,
): Promise<WritersCase> {
  const department = organization.departments.find(({ id }) => id === file.departmentId)!;
  const [clocks, messages, events, survey] = await Promise.all([
    clocksWith(db, { file, department, now }),
    messagesOf(db, file.id),
    eventsOf(db, file.id),
    surveyAfter(db, organization, file),
  ]);
  return {
    file,
    department,
    // What was closed without it was not kept, and nobody promises it anymore.
    clocks: clocks.filter(({ state }) => state !== 'dropped'),
    messages: messages.map(({ id, kind, at, text }) => ({ id, kind, at, text })),
    second: secondStageOf(events),
    survey,
  };
}
