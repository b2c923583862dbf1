import { aliasedTable, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { caseBreach, person } from '../database/schema.ts';
import { lettersOf, type StoredLetter } from '../letters/letters.ts';

const [decider, told, reported] = [
  aliasedTable(person, 'decider'),
  aliasedTable(person, 'told'),
  aliasedTable(person, 'reported'),
];

/** Whether a case was a breach of privacy, and who was notified; undefined while nobody has decided. */
export async function breachOf(db: Database, caseId: number) {
  const [found] = await db
    .select({ breach: caseBreach, decider: decider.name, told: told.name, reported: reported.name })
    .from(caseBreach)
    .leftJoin(decider, eq(decider.id, caseBreach.decidedBy))
    .leftJoin(told, eq(told.id, caseBreach.personNotifiedBy))
    .leftJoin(reported, eq(reported.id, caseBreach.commissionerNotifiedBy))
    .where(eq(caseBreach.caseId, caseId));
  return found && { ...found.breach, decider: found.decider, told: found.told, reported: found.reported };
}

/** What was found about a case of privacy, with the names of the staff who entered it. */
export type Breach = NonNullable<Awaited<ReturnType<typeof breachOf>>>;

/** The letters to the person and to the Commissioner. */
export async function noticeLettersOf(db: Database, caseId: number): Promise<StoredLetter[]> {
  const letters = await lettersOf(db, caseId);
  return letters.filter(({ kind }) => kind === 'breach notice' || kind === 'commissioner notice');
}
