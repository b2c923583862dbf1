import { aliasedTable, asc, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { caseReferral, person } from '../database/schema.ts';

const [asker, recorder, passer, follower] = [
  aliasedTable(person, 'asker'),
  aliasedTable(person, 'recorder'),
  aliasedTable(person, 'passer'),
  aliasedTable(person, 'follower'),
];

/** The needs of a case that another agency may be told of, those that were asked first before. */
export async function referralsOf(db: Database, caseId: number) {
  const rows = await db
    .select({
      referral: caseReferral,
      asker: asker.name,
      recorder: recorder.name,
      passer: passer.name,
      follower: follower.name,
    })
    .from(caseReferral)
    .leftJoin(asker, eq(asker.id, caseReferral.askedBy))
    .leftJoin(recorder, eq(recorder.id, caseReferral.permissionBy))
    .leftJoin(passer, eq(passer.id, caseReferral.passedBy))
    .leftJoin(follower, eq(follower.id, caseReferral.followedUpBy))
    .where(eq(caseReferral.caseId, caseId))
    .orderBy(asc(caseReferral.askedAt), asc(caseReferral.id));
  return rows.map(({ referral, ...names }) => ({ ...referral, ...names }));
}

/** A need that another agency may be told of, with the names of the staff who took each step. */
export type Referral = Awaited<ReturnType<typeof referralsOf>>[number];
