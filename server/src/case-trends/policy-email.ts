import { isoDay, isoDayInWords } from '@heart-survey/shared/dates';
import { can, type Person } from '../access/access.ts';
import { commit, type Database } from '../database/database.ts';
import { createOrganization } from '../org/org.ts';
import { causeOf, idIn, type EmailKind, type Outbox } from '../outbox/outbox.ts';
import { agencyTrendsPath } from './paths.ts';
import { daysUntil, policyNotice, policySentence } from './policy.ts';
import { executives, lastReminder, policyReviewOn, policyZone, recordReminder, reminderOf } from './policy-queries.ts';

/** The name that these emails are queued under. */
export const policyEmailKind = 'policy-review';

/** The reminder that is due now: how many days before the review it belongs to; undefined if it was queued, or none is due. */
async function dueReminder(db: Database, now: number): Promise<{ on: string; record: string } | undefined> {
  const on = await policyReviewOn(db);
  if (on === undefined) return undefined;
  const days = daysUntil(on, isoDay(now, policyZone(await createOrganization(db)())));
  if (days > policyNotice) return undefined;
  // A job that runs late sends only the last one.
  const record = reminderOf(on, days <= 0 ? 0 : policyNotice);
  const last = await lastReminder(db);
  const isSent = last === record || last === reminderOf(on, 0);
  return isSent ? undefined : { on, record };
}

/** Whether executives are to be reminded of the policy's review. Without any, a reminder waits. */
export async function isPolicyReminderDue(db: Database, now: number): Promise<boolean> {
  return (await dueReminder(db, now)) !== undefined && (await executives(db)).length > 0;
}

/** Queues the reminder for each executive, once, even if the job runs twice. */
export async function queuePolicyReminder(
  db: Database,
  outbox: Pick<Outbox, 'queue' | 'wake'>,
  now: number,
): Promise<void> {
  const due = await dueReminder(db, now);
  const to = await executives(db);
  if (due === undefined || to.length === 0) return;
  const emails = to.map(({ id }) => {
    const email = { kind: policyEmailKind, cause: causeOf('policy', `${due.on}/${id}`) };
    return outbox.queue(email, now, 'unchanged').statement;
  });
  await commit(db, [recordReminder(due.record), ...emails]);
  outbox.wake();
}

interface PolicyEmailOptions {
  db: Database;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** The installation's address, without a slash at the end. */
  baseUrl: string;
}

/** Reminds an executive of the review of the policy on complaints (docs/policies/dufferin-2-3-12.md, section 7 c). */
export function policyEmail({ db, clock, baseUrl }: PolicyEmailOptions): EmailKind<Person> {
  const find = async (cause: string) => {
    const [on = '', personId = ''] = (idIn(cause, 'policy') ?? '').split('/');
    const person = (await executives(db)).find(({ id }) => id === personId);
    return { on, person };
  };
  return {
    title: 'Policy review',
    recipient: async ({ cause }) => (await find(cause)).person?.email,
    compose: async ({ cause }) => {
      const { on, person } = await find(cause);
      // It was moved in the meantime.
      if (!person || (await policyReviewOn(db)) !== on) return undefined;
      const today = isoDay(clock(), policyZone(await createOrganization(db)()));
      const body = [
        `Hello ${person.name},`,
        policySentence(on, today),
        'The policy is reviewed about every five years. When the review is done, set the day of the next one:',
        { link: `${baseUrl}${agencyTrendsPath}` },
      ];
      return { email: { to: [person.email], subject: `Policy review on ${isoDayInWords(on)}`, body } };
    },
    mayRead: async (reader) => can(reader, 'case trends') || can(reader, 'settings'),
  };
}
