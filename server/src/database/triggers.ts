import { partTriggers, tallyTriggers } from './tallies.ts';

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

/**
 * The triggers that keep anyone from changing or deleting a row. REPLACE would delete one without firing a trigger.
 * @param unless a condition on which a row may be deleted.
 */
const appendOnly = (
  migration: string,
  table: string,
  { key, name, what, unless }: { key: string; name: string; what: string; unless?: string },
) => {
  const refuse = `BEGIN
  SELECT RAISE(ABORT, '${what} append-only.');
END`;
  return [
    ...['UPDATE', 'DELETE'].map((event) => ({
      migration,
      name: `${name}_no_${event.toLowerCase()}`,
      sql: `CREATE TRIGGER ${name}_no_${event.toLowerCase()} BEFORE ${event} ON ${table} ${
        event === 'DELETE' && unless !== undefined ? `WHEN NOT ${unless} ` : ''
      }${refuse}`,
    })),
    {
      migration,
      name: `${name}_no_replace`,
      sql: `CREATE TRIGGER ${name}_no_replace BEFORE INSERT ON ${table}
  WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${key} = NEW.${key})
${refuse}`,
    },
  ];
};

/** Each with the migration that creates its table; before it, these triggers have no table. */
const neverChanged = [
  ...appendOnly('0002_console', 'audit_event', { key: 'id', name: 'audit', what: 'The audit is' }),
  ...appendOnly('0011_submissions', 'submission_event', {
    key: 'id',
    name: 'submission_event',
    what: 'The steps of a submission are',
  }),
  ...appendOnly('0014_second-stage', 'case_event', {
    key: 'id',
    name: 'case_event',
    what: 'The history of a case is',
    unless: 'EXISTS (SELECT 1 FROM erased_case WHERE case_id = OLD.case_id)',
  }),
  ...appendOnly('0014_second-stage', 'case_review', { key: 'id', name: 'case_review', what: 'Reviews of cases are' }),
  ...appendOnly('0015_publication', 'publication_event', {
    key: 'id',
    name: 'publication_event',
    what: 'What was published and withdrawn is',
  }),
  ...appendOnly('0016_surveying', 'group_year', { key: 'id', name: 'group_year', what: 'Figures of groups are' }),
  ...appendOnly('0016_surveying', 'survey_plan', { key: 'id', name: 'survey_plan', what: 'Survey plans are' }),
  ...appendOnly('0011_submissions', 'submission', { key: 'sha256', name: 'submission', what: 'Submissions are' }),
];

/** Each department has a desk for its cases. Desks that were there from the start have no moment. */
const departmentDesk = {
  migration: '0013_cases',
  name: 'department_desk',
  sql: `CREATE TRIGGER department_desk AFTER INSERT ON department
BEGIN
  INSERT INTO desk (department_id, duty, slug, name, created_at)
    VALUES (NEW.id, 'department', NEW.slug || '-desk', NEW.name, 0);
END`,
};

/** Whoever is added to a restricted desk in the console waits for a second administrator, whichever page adds them. */
const pendingAtDesk = {
  migration: '0013_cases',
  name: 'pending_at_desk',
  sql: `CREATE TRIGGER pending_at_desk AFTER INSERT ON role_grant
  WHEN NEW.granted_by IS NOT NULL AND (SELECT is_restricted FROM desk WHERE id = NEW.desk_id) = 1
BEGIN
  UPDATE role_grant SET is_pending = 1 WHERE id = NEW.id;
END`,
};

interface Trigger {
  name: string;
  sql: string;
  /** The migration that creates its table; the first one by default. */
  migration?: string;
}

/** Every trigger of the database. Any other trigger found at startup is dropped. */
export const triggers: Trigger[] = [
  ...tallyTriggers,
  ...partTriggers,
  fixedCalendar,
  departmentDesk,
  pendingAtDesk,
  ...neverChanged,
];
