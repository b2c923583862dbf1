import { tallyTriggers } from './tallies.ts';

/**
 * A department's zone and first month are fixed once it has a response (docs/design.md §3.7): otherwise its quarters would
 * move, even closed ones, whose responses may be purged.
 */
const fixedCalendar = {
  name: 'fixed_calendar',
  sql: `CREATE TRIGGER fixed_calendar BEFORE UPDATE OF zone, first_month ON department
  WHEN (NEW.zone <> OLD.zone OR NEW.first_month <> OLD.first_month)
    AND (EXISTS (SELECT 1 FROM response JOIN region ON region.id = region_id WHERE department_id = OLD.id)
      OR EXISTS (SELECT 1 FROM snapshot WHERE department_id = OLD.id))
BEGIN
  SELECT RAISE(ABORT, 'The zone and the first month are fixed once a response is stored.');
END`,
};

/** The migration that creates the audit table; before it, these triggers have no table. */
const migration = '0002_console';

/** The audit is append-only: no one can change or delete an entry. */
const appendOnly = ['UPDATE', 'DELETE'].map((event) => ({
  migration,
  name: `audit_no_${event.toLowerCase()}`,
  sql: `CREATE TRIGGER audit_no_${event.toLowerCase()} BEFORE ${event} ON audit_event BEGIN
  SELECT RAISE(ABORT, 'The audit is append-only.');
END`,
}));

/** REPLACE would delete an entry without firing its trigger. */
const neverReplaced = {
  migration,
  name: 'audit_no_replace',
  sql: `CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit_event
  WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'The audit is append-only.');
END`,
};

interface Trigger {
  name: string;
  sql: string;
  /** The migration that creates its table; the first one by default. */
  migration?: string;
}

/** Every trigger of the database. Any other trigger found at startup is dropped. */
export const triggers: Trigger[] = [...tallyTriggers, fixedCalendar, ...appendOnly, neverReplaced];
