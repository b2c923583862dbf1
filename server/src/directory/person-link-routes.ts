import { personByEmail } from '../access/access.ts';
import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import { fieldsOf, type EmployeeVisit, type PostEmployee, type ShowEmployee } from './employee-visit.ts';
import { employeePath } from './paths.ts';
import { linkPerson, unlinkPerson } from './person-link.ts';
import { findPerson } from './queries.ts';

/** Linking an employee to the person they sign in as, and removing that link. */
export function personLinkRoutes(post: PostEmployee, db: Database, show: ShowEmployee): void {
  post('/person', (visit) => link(db, show, visit));
  post('/person/end', (visit) => unlink(db, visit));
}

async function link(db: Database, show: ShowEmployee, visit: EmployeeVisit & { form: Form }) {
  const email = visit.form.text('person_email').toLowerCase();
  const reject = (message: string) =>
    show(visit, (name) => (name === 'person_email' ? email : fieldsOf(visit)(name)), [{ at: 'person_email', message }]);
  const person = await personByEmail(db, email);
  if (!person) return reject('No one here has an account with this email address.');
  const change = linkPerson(visit.employee.id, person.id);
  const isLinked = await commitChange(db, change, entry(visit, 'employee linked', person.email));
  return isLinked
    ? goBack(visit, 'linked')
    : reject(`This employee already has a link, or ${email} is linked to another employee.`);
}

async function unlink(db: Database, visit: EmployeeVisit) {
  const person = await findPerson(db, visit.employee.personId);
  if (person) {
    const change = unlinkPerson(visit.employee.id, person.id);
    await commitChange(db, change, entry(visit, 'employee unlinked', person.email));
  }
  return goBack(visit, 'unlinked');
}

function goBack({ c, employee }: EmployeeVisit, notice: string): Response {
  return c.redirect(`${employeePath(employee.id)}?notice=${notice}`, 303);
}

function entry({ person, now, employee, region }: EmployeeVisit, action: string, email: string) {
  return {
    at: now,
    personId: person.id,
    action,
    subject: employee.email ?? employee.name,
    departmentId: region.department.id,
    detail: { person: email },
  };
}
