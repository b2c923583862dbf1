import { can, personById, type Person } from '../access/access.ts';
import { hiddenLink, idIn, type EmailKind } from '../outbox/outbox.ts';
import { newLink, type LinkOptions } from './links.ts';

/** The link to set a new password, sent by an administrator or asked for by the person; a new one each time it is sent. */
export function resetEmail(options: LinkOptions): EmailKind<Person> {
  const { db, passwordRule } = options;
  const personOf = (cause: string) => personById(db, idIn(cause, 'person') ?? '');
  return {
    title: 'New password',
    recipient: async ({ cause }) => (await personOf(cause))?.email,
    compose: async ({ cause, madeBy }, links) => {
      const person = await personOf(cause);
      if (!person || person.leftAt !== null || !passwordRule.allows(person.email)) return undefined;
      const by = madeBy === null ? undefined : await personById(db, madeBy);
      const link = links === 'make' ? newLink(options, 'reset', person.id) : undefined;
      const why = by
        ? `${by.name} sends you a link to set a new password for the HEART Survey.`
        : 'Somebody, probably you, asked for a new password for the HEART Survey.';
      return {
        email: {
          to: [person.email],
          subject: 'A new password for the HEART Survey',
          body: [
            `Hello ${person.name},`,
            `${why} Open this link to set it. The link works once, within one hour:`,
            { link: link?.url ?? hiddenLink },
            'This signs you out in every browser. Then sign in with the new password.',
            'If you did not ask for this, you can ignore this email. Your password stays as it is.',
          ],
        },
        alongside: link?.statements ?? [],
      };
    },
    mayRead: async (person) => can(person, 'people'),
  };
}
