import { and, eq } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { employee, recognition, recognitionLink, recognitionRecipient, response, team } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import { mayBeQuoted } from './eligibility.ts';

/** The employee who was thanked, and in which region, even if the email is no longer needed. */
export async function recipientById(db: Database, id: string) {
  const { email } = employee;
  const [found] = await db
    .select({ email, regionId: recognition.regionId })
    .from(recognitionRecipient)
    .innerJoin(recognition, eq(recognition.id, recognitionRecipient.recognitionId))
    .innerJoin(employee, eq(employee.id, recognitionRecipient.employeeId))
    .where(eq(recognitionRecipient.id, id));
  return found;
}

/** Everything that the email to this recipient is written from; undefined if the comment may no longer be quoted. */
export async function thanksById(db: Database, id: string) {
  const [found] = await db
    .select({ recognition, employee, response, team: team.name })
    .from(recognitionRecipient)
    .innerJoin(recognition, eq(recognition.id, recognitionRecipient.recognitionId))
    .innerJoin(employee, eq(employee.id, recognitionRecipient.employeeId))
    .innerJoin(response, eq(response.id, recognition.responseId))
    .leftJoin(team, eq(team.id, recognition.teamId))
    .where(and(eq(recognitionRecipient.id, id), eq(recognition.stage, 'thanked'), mayBeQuoted()));
  return found;
}

/** Stores the link of a thank-you, as its hash. */
export function insertLink(link: typeof recognitionLink.$inferInsert): Statement {
  return build.insert(recognitionLink).values(link);
}
