import { can, personById, type Person } from '../access/access.ts';
import { hiddenLink, idIn, type EmailKind } from '../outbox/outbox.ts';
import { newLink, type LinkOptions } from './links.ts';

/** The link to reset a password. An administrator sends it, or the person asks for it. Each sending makes a new link. */
export function resetEmail(options: LinkOptions): EmailKind<Person> {
  const { db, passwordRule } = options;
  const personOf = (cause: string) => personById(db, idIn(cause, 'person') ?? '');
  return {
    title: 'Password reset',
    recipient: async ({ cause }) => (await personOf(cause))?.email,
    compose: async ({ cause, madeBy }, links) => {
      const person = await personOf(cause);
      if (!person || person.leftAt !== null || !passwordRule.allows(person.email)) return undefined;
      const sender = madeBy === null ? undefined : await personById(db, madeBy);
      const link = links === 'make' ? newLink(options, 'reset', person.id) : undefined;
      const reason = sender
        ? `${sender.name} sent you a link to reset your password for the HEART Survey.`
        : 'Someone, probably you, asked to reset your password for the HEART Survey.';
      return {
        email: {
          to: [person.email],
          subject: 'Reset your HEART Survey password',
          body: [
            `Hello ${person.name},`,
            `${reason} Use this link to choose a new password. It can be used once and expires in one hour:`,
            { link: link?.url ?? hiddenLink },
            'When you choose a new password, you will be signed out of every browser. Then sign in with the new password.',
            'If you did not ask for this, you can ignore this email. Your password stays the same.',
          ],
        },
        alongside: link?.statements ?? [],
      };
    },
    mayRead: async (person) => can(person, 'people'),
  };
}
