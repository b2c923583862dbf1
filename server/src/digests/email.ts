import { readerById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { createOrganization } from '../org/org.ts';
import { idIn, type EmailKind } from '../outbox/outbox.ts';
import { readContent } from './content.ts';
import { digestKinds } from './kinds.ts';
import { sectionPath } from './paths.ts';
import { choicesOf } from './queries.ts';

interface DigestEmailOptions {
  db: Database;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** The installation's address, without a slash at the end. */
  baseUrl: string;
}

/** A summary that a person chose. It has counts and links, and is written when it is sent, for what they may see then. */
export function digestEmail({ db, clock, baseUrl }: DigestEmailOptions): EmailKind<Person> {
  return {
    title: 'Email summary',
    isBulk: true,
    // Whoever got one has something due, perhaps at a restricted desk.
    hidesRecipient: true,
    recipient: async ({ cause }) => (await readerById(db, partsOf(cause).personId))?.email,
    compose: async ({ cause }) => {
      const { kind, personId, from, until } = partsOf(cause);
      const person = await readerById(db, personId);
      // They may have left, or ended the choice, since it was queued.
      if (!person || kind === undefined || !(await choicesOf(db, personId)).some((one) => one.kind === kind)) {
        return undefined;
      }
      const organization = await createOrganization(db)();
      const content = await readContent[kind](db, { person, organization, now: clock(), from, until });
      if (content === undefined) return undefined;
      const { subject, paragraphs } = content;
      const body = [
        `Hello ${person.name},`,
        ...paragraphs.map((one) => (typeof one === 'string' ? one : { link: `${baseUrl}${one.path}` })),
        'You chose this email on your account page. You can change or stop it there:',
        { link: `${baseUrl}${sectionPath}` },
      ];
      return { email: { to: [person.email], subject, body } };
    },
    mayRead: async (reader, { cause }) => reader.id === partsOf(cause).personId,
  };
}

function partsOf(cause: string) {
  const [kind, personId = '', from, until] = (idIn(cause, 'digest') ?? '').split('/');
  return { kind: digestKinds.find((one) => one === kind), personId, from: Number(from), until: Number(until) };
}
