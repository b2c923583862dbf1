import { isUnavailable, type Database } from '../database/database.ts';
import type { PasswordRule } from './password-rule.ts';
import { endSession, idTokenOf, markSeen } from './queries.ts';
import { grantsOf, hasLeft, type WhoIs } from '../access/access.ts';
import { longestPause, longestSession, type SignIn } from './auth.ts';

/** How exactly the last sight of somebody is kept, in milliseconds: not every page is worth a commit. */
const exactness = 60 * 1000;

/** A session that is over, by age, by pause or since passwords were switched off, is ended on the spot. */
export function whoIs(db: Database, signIn: SignIn, passwordRule: PasswordRule, clock: () => number): WhoIs {
  const wasByPassword = async (sessionId: string, email: string) =>
    !passwordRule.allows(email) && (await idTokenOf(db, sessionId)) === null;
  return async (headers) => {
    if (!headers.has('cookie')) return undefined;
    const found = await signIn.api.getSession({ headers });
    if (!found) return undefined;
    const { session, user } = found;
    const now = clock();
    if (
      now - session.startedAt >= longestSession ||
      now - session.seenAt >= longestPause ||
      (await hasLeft(db, user.id)) ||
      (await wasByPassword(session.id, user.email))
    ) {
      await asFarAsItGoes(endSession(db, session.id));
      return undefined;
    }
    if (now - session.seenAt >= exactness) await asFarAsItGoes(markSeen(db, session.id, now));
    const { id, name, email } = user;
    return {
      sessionId: session.id,
      person: { id, name, email, hasSecondFactor: user.twoFactorEnabled === true, grants: await grantsOf(db, id) },
    };
  };
}

/** A full disk keeps nobody from reading: what could not be written about their session is written at the next page. */
async function asFarAsItGoes(writing: Promise<unknown>): Promise<void> {
  await writing.catch((error: unknown) => {
    if (!isUnavailable(error)) throw error;
  });
}
