import { grantsOf, type Person } from '../access/access.ts';
import { commit, type Database } from '../database/database.ts';
import { createOrganization, type Organization } from '../org/org.ts';
import { causeOf, type Outbox } from '../outbox/outbox.ts';
import { readContent } from './content.ts';
import { lastMoment, ownDepartments } from './due.ts';
import { allChoices, moveOn, recipientOf, type DigestChoice } from './queries.ts';

/** The name that these emails are queued under. */
export const digestEmailKind = 'digest';

/** A digest that is to be made now. */
interface DueDigest {
  choice: DigestChoice;
  person: Person;
  organization: Organization;
  until: number;
}

/** The person with their current roles; undefined if they left. */
export async function readerOf(db: Database, personId: string): Promise<Person | undefined> {
  const found = await recipientOf(db, personId);
  return found && { ...found, hasSecondFactor: false, grants: await grantsOf(db, personId) };
}

async function dueDigests(db: Database, now: number): Promise<DueDigest[]> {
  const choices = await allChoices(db);
  if (choices.length === 0) return [];
  const organization = await createOrganization(db)();
  const due: DueDigest[] = [];
  for (const choice of choices) {
    const person = await readerOf(db, choice.personId);
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

/** Queues the digests that have something to say, each once, even if two collectors make them. */
export async function queueDigests(db: Database, outbox: Pick<Outbox, 'queue' | 'wake'>, now: number): Promise<void> {
  const due = await dueDigests(db, now);
  for (const { choice, person, organization, until } of due) {
    const { kind, personId, through: from } = choice;
    const content = await readContent[kind](db, { person, organization, now, from, until });
    const cause = causeOf('digest', [kind, personId, from, until].join('/'));
    const email = outbox.queue({ kind: digestEmailKind, cause }, now, 'unchanged').statement;
    await commit(db, [moveOn(choice, until), ...(content === undefined ? [] : [email])]);
  }
  if (due.length > 0) outbox.wake();
}
