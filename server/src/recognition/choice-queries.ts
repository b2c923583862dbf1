import { and, eq, gt, inArray, type Placeholder } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import {
  employee,
  recognition,
  recognitionLink,
  recognitionRecipient,
  region,
  response,
  team,
} from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import { goneBefore } from './age.ts';
import { mayBeQuoted } from './eligibility.ts';

/** How an employee can be shown with a quote. */
export const shownAs = recognitionRecipient.shownAs.enumValues;
export type ShownAs = (typeof shownAs)[number];

/** The thank-you behind a link, for 12 months; `quote` is null if the comment may no longer be quoted. */
export async function choiceBehind(db: Database, sha256: string, now: number) {
  const { comment, language } = response;
  const [found] = await db
    .select({
      recipientId: recognitionRecipient.id,
      recognitionId: recognition.id,
      shownAs: recognitionRecipient.shownAs,
      name: employee.name,
      region: region.name,
      team: team.name,
      letters: recognition.letters,
      cuts: recognition.cuts,
      quote: { comment, language },
    })
    .from(recognitionLink)
    .innerJoin(recognitionRecipient, eq(recognitionRecipient.id, recognitionLink.recipientId))
    .innerJoin(recognition, eq(recognition.id, recognitionRecipient.recognitionId))
    .innerJoin(employee, eq(employee.id, recognitionRecipient.employeeId))
    .innerJoin(region, eq(region.id, recognition.regionId))
    .leftJoin(team, eq(team.id, recognition.teamId))
    .leftJoin(response, and(eq(response.id, recognition.responseId), mayBeQuoted()))
    .where(and(eq(recognitionLink.sha256, sha256), isCurrent(now)));
  return found;
}

/** A condition: the thank-you was sent, less than 12 months ago. */
export function isCurrent(now: number) {
  return isSentAfter(goneBefore(now));
}

/** A condition: the thank-you was sent after this instant, in milliseconds since the epoch. */
export function isSentAfter(instant: number | Placeholder) {
  return and(eq(recognition.stage, 'thanked'), gt(recognition.decidedAt, instant));
}

/** Stores what the recipient chose. It can be changed at any time. */
export function choose(recipientId: string, choice: ShownAs, at: number): Statement {
  const current = build.select({ id: recognition.id }).from(recognition).where(isCurrent(at));
  return build
    .update(recognitionRecipient)
    .set({ shownAs: choice, chosenAt: at })
    .where(and(eq(recognitionRecipient.id, recipientId), inArray(recognitionRecipient.recognitionId, current)));
}
