import { commitChange } from '../audit/audit.ts';
import { endSecondFactorOf, providerId, unlinkFromProvider } from '../sign-in/sign-in.ts';
import { backTo, refuse, type PersonVisit } from './person-view.ts';
import { endWaysIn, markLeft, markReturned } from './queries.ts';
import { lastAdministrator } from './scope.ts';

/** Ends the access of someone who leaves, with their sessions, links and API tokens. */
export async function endAccess(at: PersonVisit): Promise<Response> {
  const { options, visit, person } = at;
  const { now, person: by } = visit;
  if (person.id === by.id) return refuse(at, 'You cannot end your own access. Another administrator can.');
  if (person.leftAt !== null) return backTo(at, 'left');
  const entry = { at: now, personId: by.id, action: 'access ended', subject: person.email };
  const hasEnded = await commitChange(options.db, markLeft(person.id, now), entry, ...endWaysIn(person.id, now));
  return hasEnded ? backTo(at, 'left') : refuse(at, lastAdministrator);
}

/** Lets someone whose access has ended sign in again. */
export async function restoreAccess(at: PersonVisit): Promise<Response> {
  const { options, visit, person } = at;
  const entry = {
    at: visit.now,
    personId: visit.person.id,
    action: 'access restored',
    subject: person.email,
  };
  await commitChange(options.db, markReturned(person.id, visit.now), entry);
  return backTo(at, 'returned');
}

/** Turns off two-step verification for someone who has lost their phone. */
export async function endSecondFactor(at: PersonVisit): Promise<Response> {
  const { options, visit, person } = at;
  const { now, person: by } = visit;
  if (person.id === by.id) return refuse(at, 'Turn off your own two-step verification on your account page.');
  const entry = { at: now, personId: by.id, action: 'two-step verification turned off', subject: person.email };
  await commitChange(options.db, endSecondFactorOf(person.id), entry);
  return backTo(at, 'factor-ended');
}

/** Unlinks the person's account at the agency's provider. */
export async function unlinkProvider(at: PersonVisit): Promise<Response> {
  const { options, visit, person } = at;
  const { now, person: by } = visit;
  if (person.id === by.id) return refuse(at, 'You cannot unlink your own account. Another administrator can.');
  await unlinkFromProvider(options.db, person, { providerId, by: by.id, at: now });
  return backTo(at, 'unlinked');
}
