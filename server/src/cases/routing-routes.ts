import { commitChange } from '../audit/audit.ts';
import { departmentsFor, type Console, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Department, Desk } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { routingPath } from './desk-paths.ts';
import { allRoutes, decideRoutes, routesAsJson } from './desk-queries.ts';
import { kinds, type CaseKind } from './kinds.ts';
import { decidedFor } from './routed.ts';
import { routeOf } from './routing.ts';
import { routingPage } from './routing-page.ts';

const rule = { of: 'department', action: 'case setup' } as const;

type Visited = Visit & { department: Department };

/** The page where administrators decide which desk gets which of a department's cases. */
export function routingRoutes(frame: Console, { db }: { db: Database }): void {
  const path = routingPath({ slug: ':department' });
  const show = async (
    visit: Visited,
    rejected?: { chosen: ReadonlyMap<CaseKind, Desk>; errors: FieldError[] },
    status = 200 as 200 | 400 | 409,
  ) => {
    const { c, department, organization, person } = visit;
    const decided = decidedFor(await allRoutes(db), department);
    const page = routingPage({
      department,
      departments: departmentsFor(person, 'case setup', organization),
      desks: desksOf(visit),
      chosen: rejected?.chosen ?? currentRoutes(visit, decided),
      decided,
      errors: rejected?.errors ?? [],
      notice: rejected ? undefined : c.req.query('notice'),
    });
    return frame.page(visit, page, status);
  };
  frame.get(path, rule, (visit) => show(visit));

  frame.post(path, rule, async (visit) => {
    const { c, form, department, person, now } = visit;
    const decided = decidedFor(await allRoutes(db), department);
    const current = currentRoutes(visit, decided);
    const { chosen, errors } = chosenIn(form, visit);
    if (errors.length > 0) return show(visit, { chosen, errors }, 400);
    const changed = [...chosen].filter(([kind, desk]) => current.get(kind)?.id !== desk.id);
    if (changed.length > 0) {
      const detail = Object.fromEntries(changed.map(([kind, desk]) => [kind, [current.get(kind)!.slug, desk.slug]]));
      const isSeen = form.text('decided') === routesAsJson(decided);
      const wanted = new Map(changed.map(([kind, { id }]) => [kind, id]));
      const entry = { personId: person.id, action: 'case routing changed', subject: department.slug, detail };
      const isSaved =
        isSeen &&
        (await commitChange(db, decideRoutes(department.id, decided, wanted), {
          at: now,
          ...entry,
          departmentId: department.id,
        }));
      const message = 'Someone else changed the routing or a desk after you opened this page. Check it and save again.';
      if (!isSaved) return show(visit, { chosen, errors: [{ at: '', message }] }, 409);
    }
    return c.redirect(`${path.replace(':department', department.slug)}?notice=saved`, 303);
  });
}

/** The open desks that the department's cases can go to: its own, and those of the whole agency. */
function desksOf({ organization, department }: Visited): Desk[] {
  return organization.desks.filter(
    (desk) => desk.endedAt === null && (desk.department === null || desk.department.id === department.id),
  );
}

function currentRoutes({ organization, department }: Visited, decided: ReadonlyMap<string, number>) {
  const deskOf = (kind: CaseKind) =>
    routeOf({ kind, departmentId: department.id, isOfficeKnown: true }, organization.desks, decided).desk;
  return new Map(kinds.map((kind) => [kind, deskOf(kind)]));
}

function chosenIn(form: Form, visit: Visited) {
  const desks = desksOf(visit);
  const chosen = new Map<CaseKind, Desk>();
  const errors: FieldError[] = [];
  for (const kind of kinds) {
    const desk = desks.find(({ slug }) => slug === form.text(kind));
    if (desk === undefined) errors.push({ at: kind, message: 'Choose a desk.' });
    else chosen.set(kind, desk);
    if (kind === 'privacy' && desk?.isRestricted === 0) {
      errors.push({ at: kind, message: 'Complaints about privacy can go only to a restricted desk.' });
    }
  }
  return { chosen, errors };
}
