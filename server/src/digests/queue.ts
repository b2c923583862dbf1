import { readersById, type Person } from '../access/access.ts';
import { commit, type Database } from '../database/database.ts';
import { unavailableIn } from '../database/outage.ts';
import { createOrganization, type Organization } from '../org/org.ts';
import { causeOf, type Outbox } from '../outbox/outbox.ts';
import { readContent } from './content.ts';
import { lastMoment, ownDepartments } from './due.ts';
import { allChoices, moveOn, type DigestChoice } from './queries.ts';

/** The name that these emails are queued under. */
export const digestEmailKind = 'digest';

/** A digest that is to be made now. */
interface DueDigest {
  choice: DigestChoice;
  person: Person;
  organization: Organization;
  until: number;
}

async function dueDigests(db: Database, now: number): Promise<DueDigest[]> {
  const choices = await allChoices(db);
  if (choices.length === 0) return [];
  const [organization, people] = await Promise.all([
    createOrganization(db)(),
    readersById(
      db,
      choices.map(({ personId }) => personId),
    ),
  ]);
  const due: DueDigest[] = [];
  for (const choice of choices) {
    const person = people.get(choice.personId);
    const departments = person === undefined ? [] : ownDepartments(person, organization);
    if (person === undefined || departments.length === 0) continue;
    const until = lastMoment(choice.frequency, departments, now);
    if (until > choice.through) due.push({ choice, person, organization, until });
  }
  return due;
}

/** Whether a digest is to be made. */
export async function isDigestDue(db: Database, now: number): Promise<boolean> {
  return (await dueDigests(db, now)).length > 0;
}

/**
 * Queues the digests that have something to say, each once, even if two collectors make them.
 * @throws the first error, after everyone else's digest was queued.
 */
export async function queueDigests(db: Database, outbox: Pick<Outbox, 'queue' | 'wake'>, now: number): Promise<void> {
  const due = await dueDigests(db, now);
  const errors: unknown[] = [];
  for (const one of due) {
    await queueDigest(db, outbox, now, one).catch((error: unknown) => {
      if (unavailableIn(error) !== undefined) throw error;
      errors.push(error);
    });
  }
  if (due.length > 0) outbox.wake();
  if (errors.length > 0) throw errors[0];
}

async function queueDigest(
  db: Database,
  outbox: Pick<Outbox, 'queue'>,
  now: number,
  { choice, person, organization, until }: DueDigest,
): Promise<void> {
  const { kind, personId, through: from } = choice;
  const content = await readContent[kind](db, { person, organization, now, from, until });
  const cause = causeOf('digest', [kind, personId, from, until].join('/'));
  const email = outbox.queue({ kind: digestEmailKind, cause }, now, 'unchanged').statement;
  await commit(db, [moveOn(choice, until), ...(content === undefined ? [] : [email])]);
}
