import { commitChange } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import { reasonErrors } from '../pages/reason.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Department } from '../org/org.ts';
import type { ShowDepartment } from './department-shower.ts';
import { anyDepartment, departmentPath, rules } from './paths.ts';
import { holdsOf, liftHold, placeHold } from './queries.ts';

type DepartmentForm = Visit & { department: Department; form: Form };

/** Placing a legal hold on a department, and lifting it, each with a reason. */
export function holdRoutes(frame: Console, db: Database, show: ShowDepartment): void {
  frame.post(`${anyDepartment}/holds`, rules.department, (visit) => place(db, show, visit));
  frame.post(`${anyDepartment}/holds/:hold/lifting`, rules.department, async (visit) => {
    const holds = await holdsOf(db, visit.department.id);
    const hold = holds.find(({ id }) => String(id) === visit.c.req.param('hold'));
    return hold ? lift(db, show, visit, hold) : frame.notFound(visit.c);
  });
}

async function place(db: Database, show: ShowDepartment, visit: DepartmentForm): Promise<Response> {
  const { c, form, person, now, department } = visit;
  const reason = form.text('hold');
  const errors = reasonErrors('hold', reason);
  if (errors.length > 0) return show(visit, { errors, reason });
  await commitChange(db, placeHold(department.id, reason, person.id, now), {
    at: now,
    personId: person.id,
    action: 'legal hold placed',
    subject: department.slug,
    departmentId: department.id,
    detail: { reason },
  });
  return c.redirect(`${departmentPath(department)}?notice=placed`, 303);
}

async function lift(
  db: Database,
  show: ShowDepartment,
  visit: DepartmentForm,
  hold: { id: number; reason: string },
): Promise<Response> {
  const { c, form, person, now, department } = visit;
  const at = `lift-${hold.id}`;
  const reason = form.text(at);
  const errors = reasonErrors(at, reason);
  if (errors.length > 0) return show(visit, { errors, reason });
  await commitChange(db, liftHold(hold.id, person.id, now), {
    at: now,
    personId: person.id,
    action: 'legal hold lifted',
    subject: department.slug,
    departmentId: department.id,
    detail: { reason, placedFor: hold.reason },
  });
  return c.redirect(`${departmentPath(department)}?notice=lifted`, 303);
}
