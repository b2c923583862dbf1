import { personByEmail } from '../access/access.ts';
import { commitChange } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Region } from '../org/org.ts';
import { directoryPath, mayDirect } from './paths.ts';
import { linkPerson, unlinkPerson } from './person-link.ts';
import { findPerson, type Employee } from './queries.ts';

const path = `${directoryPath}/employees`;

interface Found {
  employee: Employee;
  region: Region;
}

interface EmployeePages {
  /** The employee that the path names. */
  found: (visit: Visit) => Promise<Found | undefined>;
  /** Shows the employee's page again, with what was typed as the address and why it was refused. */
  showAgain: (visit: Visit, there: Found, email: string, message: string) => Promise<Response>;
}

/** Linking an employee to the person that they sign in as, and taking the link away. */
export function personLinkRoutes(frame: Console, db: Database, { found, showAgain }: EmployeePages): void {
  frame.post(`${path}/:employee/person`, mayDirect, async (visit) => {
    const there = await found(visit);
    if (!there) return frame.notFound(visit.c);
    const email = visit.form.text('person_email').toLowerCase();
    const person = await personByEmail(db, email);
    if (!person) return showAgain(visit, there, email, 'Nobody signs in with this email address.');
    const change = linkPerson(there.employee.id, person.id);
    const isLinked = await commitChange(db, change, entry(visit, there, 'employee linked', person.email));
    return isLinked
      ? back(visit, there, 'linked')
      : showAgain(visit, there, email, `This employee is linked already, or ${email} is linked to another employee.`);
  });

  frame.post(`${path}/:employee/person/end`, mayDirect, async (visit) => {
    const there = await found(visit);
    if (!there) return frame.notFound(visit.c);
    const person = await findPerson(db, there.employee.personId);
    if (person) {
      const change = unlinkPerson(there.employee.id, person.id);
      await commitChange(db, change, entry(visit, there, 'employee unlinked', person.email));
    }
    return back(visit, there, 'unlinked');
  });
}

const back = ({ c }: Visit, { employee }: Found, done: string) =>
  c.redirect(`${path}/${employee.id}?notice=${done}`, 303);

const entry = ({ person, now }: Visit, { employee, region }: Found, action: string, email: string) => ({
  at: now,
  personId: person.id,
  action,
  subject: employee.email ?? employee.name,
  departmentId: region.department.id,
  detail: { person: email },
});
