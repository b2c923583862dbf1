import { dueReminders, queueReminders } from '../action-plans/action-plans.ts';
import { clockHold } from '../closing/closing.ts';
import type { Database } from '../database/database.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Job } from './schedule.ts';

/** Queues reminders of action plans. Without a mail server there are none: no one would send the drafts. */
export function remindJob(
  db: Database,
  clock: () => number,
  outbox: Pick<Outbox, 'queue' | 'wake' | 'hasServer'> | undefined,
): Job[] {
  if (!outbox?.hasServer) return [];
  return [
    {
      name: 'remind',
      when: '47 * * * *',
      // A clock that jumped would announce plans as overdue that are not.
      isDue: async () => !(await clockHold(db, clock())) && (await dueReminders(db, clock())).length > 0,
      run: async () => {
        if (!(await clockHold(db, clock()))) await queueReminders(db, outbox, clock());
      },
    },
  ];
}
