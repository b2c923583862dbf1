import { isCalendarNew, raiseBreaches, recountForCalendar } from '../cases/cases.ts';
import { clockHold } from '../closing/closing.ts';
import type { Database } from '../database/database.ts';
import type { Job } from './schedule.ts';

/** Counts the dates of cases again that a change of the calendar moved, or that passed. */
export function recountJobs(db: Database, clock: () => number): Job[] {
  return [
    {
      name: 'recount-cases',
      when: '*/5 * * * *',
      isDue: () => isCalendarNew(db),
      run: (signal) => recountForCalendar(db, clock(), signal),
    },
    {
      name: 'raise-breaches',
      when: '3 * * * *',
      run: async (signal) => {
        // A clock that jumped would raise breaches that are none.
        if (!(await clockHold(db, clock()))) await raiseBreaches(db, clock(), signal);
      },
    },
  ];
}
