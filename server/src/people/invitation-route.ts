import { audited } from '../audit/audit.ts';
import { commit } from '../database/database.ts';
import { causeOf } from '../outbox/outbox.ts';
import { endLinks, newLink } from '../sign-in/sign-in.ts';
import { linkPage } from './pages.ts';
import { backTo, refuse, type PersonVisit } from './person-view.ts';

/** Sends another invitation, or a password reset to someone who has a password. Earlier links stop working. */
export async function inviteAgain(at: PersonVisit): Promise<Response> {
  const { frame, options, visit, person } = at;
  const { db, outbox, passwordRule } = options;
  const { now, person: by } = visit;
  if (person.id === by.id) return refuse(at, 'Change your own password on your account page.');
  if (person.leftAt !== null) return refuse(at, 'Their access has ended. Restore it first.');
  const kind = person.hasPassword ? 'reset' : 'invitation';
  const hasLink = passwordRule.allows(person.email);
  // With a mail server, the new link is made when the email is sent. Without one, it is made now and shown.
  const link = hasLink && !outbox.hasServer ? newLink(options, kind, person.id) : undefined;
  const { statement } = outbox.queue({ kind, cause: causeOf('person', person.id), madeBy: by.id }, now);
  const action = kind === 'reset' ? 'password reset sent' : 'invitation resent';
  await commit(db, [
    ...(link?.statements ?? [endLinks(kind, person.id, now)]),
    statement,
    audited({ personId: by.id, action, subject: person.email }, now),
  ]);
  outbox.wake();
  if (link) return frame.page(visit, linkPage({ kind, ...person, url: link.url }));
  if (!outbox.hasServer) return backTo(at, 'not-sent');
  if (!hasLink) return backTo(at, 'invited-provider');
  return backTo(at, kind === 'reset' ? 'reset' : 'invited');
}
