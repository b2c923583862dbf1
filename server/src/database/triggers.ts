import { tallyTriggers } from './tallies.ts';

/**
 * A department's zone and first month are fixed once anyone has answered (docs/design.md §3.7): its quarters would move, and
 * those that are closed too, whose responses may be purged.
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

/** The migration that makes the audit's table: before it there is nothing to put these triggers on. */
const since = '0002_console';

/** The audit is append-only: what was done stays said, whoever would rather it were not. */
const appendOnly = ['UPDATE', 'DELETE'].map((event) => ({
  since,
  name: `audit_no_${event.toLowerCase()}`,
  sql: `CREATE TRIGGER audit_no_${event.toLowerCase()} BEFORE ${event} ON audit_event BEGIN
  SELECT RAISE(ABORT, 'The audit is append-only.');
END`,
}));

/** A REPLACE would delete a line without its trigger. */
const neverReplaced = {
  since,
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
  /** The migration that makes its table; the first one unless said otherwise. */
  since?: string;
}

/** Every trigger of the database, from one source; whatever else is found there is taken away at the start. */
export const triggers: Trigger[] = [...tallyTriggers, fixedCalendar, ...appendOnly, neverReplaced];
