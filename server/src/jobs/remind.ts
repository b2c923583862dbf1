import { dueReminders, queueReminders } from '../action-plans/action-plans.ts';
import { isPolicyReminderDue, queuePolicyReminder } from '../case-trends/case-trends.ts';
import { dueCaseWarnings, queueCaseWarnings } from '../cases/cases.ts';
import { clockHold } from '../closing/closing.ts';
import type { Database } from '../database/database.ts';
import { isDigestDue, queueDigests } from '../digests/digests.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { dueSubmissionReminders, queueSubmissionReminders } from '../submissions/submissions.ts';
import { dueSurveyPlanReminders, queueSurveyPlanReminders } from '../survey-plans/survey-plans.ts';
import type { Job } from './schedule.ts';

/** Queues reminders of work that is due, and digests. Without a mail server there are none: no one would send the drafts. */
export function remindJob(
  db: Database,
  clock: () => number,
  outbox: Pick<Outbox, 'queue' | 'wake' | 'hasServer'> | undefined,
): Job[] {
  if (!outbox?.hasServer) return [];
  const isAnyDue = async (now: number) =>
    (await dueReminders(db, now)).length > 0 ||
    (await dueSubmissionReminders(db, now)).length > 0 ||
    (await dueCaseWarnings(db, now)).length > 0 ||
    (await isPolicyReminderDue(db, now)) ||
    (await dueSurveyPlanReminders(db, now)).length > 0 ||
    (await isDigestDue(db, now));
  return [
    {
      name: 'remind',
      when: '47 * * * *',
      // A clock that jumped would announce work as overdue that is not.
      isDue: async () => !(await clockHold(db, clock())) && (await isAnyDue(clock())),
      run: async () => {
        if (await clockHold(db, clock())) return;
        await queueReminders(db, outbox, clock());
        await queueSubmissionReminders(db, outbox, clock());
        await queueCaseWarnings(db, outbox, clock());
        await queuePolicyReminder(db, outbox, clock());
        await queueSurveyPlanReminders(db, outbox, clock());
        await queueDigests(db, outbox, clock());
      },
    },
  ];
}
