import { tallyTriggers } from './tallies.ts';

/** A department's zone and first month are fixed once anyone has answered (design §3.7): its quarters would move. */
const fixedCalendar = {
  name: 'fixed_calendar',
  sql: `CREATE TRIGGER fixed_calendar BEFORE UPDATE OF zone, first_month ON department
  WHEN (NEW.zone <> OLD.zone OR NEW.first_month <> OLD.first_month)
    AND EXISTS (SELECT 1 FROM response JOIN region ON region.id = region_id WHERE department_id = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'The zone and the first month are fixed once a response is stored.');
END`,
};

/** Every trigger of the database, from one source; whatever else is found there is taken away at the start. */
export const triggers = [...tallyTriggers, fixedCalendar];
