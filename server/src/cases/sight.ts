import { can, canSomewhere, type Person } from '../access/access.ts';
import type { Organization } from '../org/org.ts';

// Who may see a case. Every query that reads cases for a person has this condition, so that no list, search, count or
// address can show more than another.

/** The arguments of {@link isSeen}, for one person. */
export type Seer = Readonly<Record<'me' | 'myEmail' | 'owner' | 'myDesks' | 'managed', string>>;

/** The person whose sight it is. */
export function seerOf(person: Person, { departments, desks }: Organization): Seer {
  const ids = (all: readonly { id: number }[]) => JSON.stringify(all.map(({ id }) => id));
  return {
    me: person.id,
    myEmail: person.email.toLowerCase(),
    // Whoever works on no cases anymore owns none, whatever is stored.
    owner: canSomewhere(person, 'cases') ? person.id : '',
    myDesks: ids(desks.filter(({ id }) => can(person, 'cases', { deskId: id }))),
    managed: ids(departments.filter(({ id }) => can(person, 'cases', { departmentId: id }))),
  };
}

/** The ids of the desks and departments in a {@link Seer}. */
export const idsIn = (list: string): number[] => JSON.parse(list) as number[];

/** Whether a case is about someone. @param personId and their email address, as they are in SQL. */
export const isAbout = (personId: string, email: string) => `EXISTS (SELECT 1 FROM case_about
  JOIN employee ON employee.id = case_about.employee_id
  WHERE case_about.case_id = case_file.id
    AND (employee.person_id = ${personId} OR lower(employee.email) = ${email}))`;

/** Whether a case is about the person. They neither see nor handle it, and hear nothing of it. */
export const isAboutMe = isAbout(':me', ':myEmail');

/** Whether the case's department has a manager whom the case is not about. */
const hasManager = `EXISTS (SELECT 1 FROM role_grant JOIN person ON person.id = role_grant.person_id
  WHERE role_grant.role = 'manager' AND role_grant.department_id = case_file.department_id
    AND role_grant.ended_at IS NULL AND person.left_at IS NULL
    AND NOT ${isAbout('person.id', 'person.email')})`;

const isAtMyDesk = `case_file.desk_id IN (SELECT value FROM json_each(:myDesks))`;
const isManaged = `case_file.department_id IN (SELECT value FROM json_each(:managed))`;

/**
 * The SQL condition that the person may see a row of `case_file`. Its arguments are those of {@link seerOf}. The owner sees a
 * case in any event: they are its named handler.
 */
export const isSeen = `(NOT ${isAboutMe} AND (case_file.owner_id = :owner
  OR (case_file.sight IN ('desk', 'restricted') AND ${isAtMyDesk})
  OR (case_file.sight <> 'restricted' AND ${isManaged})
  OR (case_file.sight IN ('danger', 'managers') AND ${isAtMyDesk} AND NOT ${hasManager})))`;
