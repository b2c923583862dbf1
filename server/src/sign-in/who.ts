import { isUnavailable, type Database } from '../database/database.ts';
import type { PasswordRule } from './password-rule.ts';
import { endSession, idTokenOf, markSeen } from './queries.ts';
import { grantsOf, hasLeft, type WhoIs } from '../access/access.ts';
import { maxIdleTime, maxSessionAge, type SignIn } from './auth.ts';

/** How precisely the last activity is stored, in milliseconds: not every page is worth a commit. */
const seenPrecision = 60 * 1000;

/** Ends a session right away if it is too old, was idle too long, or used a password that is no longer allowed. */
export function whoIs(db: Database, signIn: SignIn, passwordRule: PasswordRule, clock: () => number): WhoIs {
  const usedForbiddenPassword = async (sessionId: string, email: string) =>
    !passwordRule.allows(email) && (await idTokenOf(db, sessionId)) === null;
  return async (headers) => {
    if (!headers.has('cookie')) return undefined;
    const found = await (await signIn()).api.getSession({ headers });
    if (!found) return undefined;
    const { session, user } = found;
    const now = clock();
    const [isGone, grants] = await Promise.all([hasLeft(db, user.id), grantsOf(db, user.id)]);
    if (
      now - session.startedAt >= maxSessionAge ||
      now - session.seenAt >= maxIdleTime ||
      isGone ||
      (await usedForbiddenPassword(session.id, user.email))
    ) {
      await unlessUnavailable(endSession(db, session.id));
      return undefined;
    }
    if (now - session.seenAt >= seenPrecision) await unlessUnavailable(markSeen(db, session.id, now));
    const { id, name, email } = user;
    return {
      sessionId: session.id,
      person: { id, name, email, hasSecondFactor: user.twoFactorEnabled === true, grants },
    };
  };
}

/** People can still read when the disk is full: a session update that fails is repeated at the next page. */
async function unlessUnavailable(writing: Promise<unknown>): Promise<void> {
  await writing.catch((error: unknown) => {
    if (!isUnavailable(error)) throw error;
  });
}
