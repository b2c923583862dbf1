import { personById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { idIn, type Email, type EmailKind } from '../outbox/outbox.ts';

/** The contents of a test email. */
export function testEmailTo(to: string, baseUrl: string): Email {
  return {
    to: [to],
    subject: 'Test email from the HEART Survey',
    body: [`This is a test email from the HEART Survey at ${baseUrl}.`, 'If you can read this, email is working.'],
  };
}

/** The email that administrators send to themselves to check that email is working. */
export function testEmail({ db, baseUrl }: { db: Database; baseUrl: string }): EmailKind<Person> {
  const personOf = (cause: string) => personById(db, idIn(cause, 'person') ?? '');
  return {
    title: 'Test email',
    recipient: async ({ cause }) => (await personOf(cause))?.email,
    compose: async ({ cause }) => {
      const person = await personOf(cause);
      if (!person || person.leftAt !== null) return undefined;
      return { email: testEmailTo(person.email, baseUrl) };
    },
    mayRead: async (person, { cause }) => idIn(cause, 'person') === person.id,
  };
}
