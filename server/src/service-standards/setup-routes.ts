import { can } from '../access/access.ts';
import { commitChange } from '../audit/audit.ts';
import { departmentsFor, type Console, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Department } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { emptyStandard, readStandard, typedFrom, typedStandard } from './form.ts';
import { setupPath } from './paths.ts';
import {
  changeStandard,
  endStandard,
  insertStandard,
  moveValues,
  standardsOf,
  type NewStandard,
  type Standard,
} from './queries.ts';
import { agencyLabel, changePage, newPage, setupPage, type SetupPlace } from './setup-pages.ts';

type FormVisit = Visit & { form: Form };

/** Adding, changing and ending standards: a department's, and those of the whole agency. */
export function setupRoutes(frame: Console, { db }: { db: Database }): void {
  const agency = setupPath(null);
  const ofAgency = { of: 'installation', action: 'standards setup' } as const;
  frame.navItem({
    group: 'Setup',
    label: agencyLabel,
    href: (person) => (can(person, 'standards setup') ? agency : undefined),
  });
  frame.get(agency, ofAgency, (visit) => list(visit, null));
  frame.get(`${agency}/new`, ofAgency, (visit) => showNew(visit, null));
  frame.post(agency, ofAgency, (visit) => add(visit, null));
  frame.get(`${agency}/:standard`, ofAgency, (visit) => showOne(visit, null));
  frame.post(`${agency}/:standard`, ofAgency, (visit) => change(visit, null));
  frame.post(`${agency}/:standard/ending`, ofAgency, (visit) => end(visit, null));

  const path = setupPath({ slug: ':department' });
  const rule = { of: 'department', action: 'standards setup' } as const;
  frame.get(path, rule, (visit) => list(visit, visit.department));
  frame.get(`${path}/new`, rule, (visit) => showNew(visit, visit.department));
  frame.post(path, rule, (visit) => add(visit, visit.department));
  frame.get(`${path}/:standard`, rule, (visit) => showOne(visit, visit.department));
  frame.post(`${path}/:standard`, rule, (visit) => change(visit, visit.department));
  frame.post(`${path}/:standard/ending`, rule, (visit) => end(visit, visit.department));

  async function list(visit: Visit, department: Department | null) {
    const standards = await standardsOf(db, department?.id ?? null);
    return frame.page(visit, setupPage(placeOf(visit, department), standards, visit.c.req.query('notice')));
  }

  function showNew(
    visit: Visit,
    department: Department | null,
    rejected: { typed?: ReturnType<typeof typedStandard>; errors?: FieldError[] } = {},
  ) {
    const { typed = emptyStandard, errors = [] } = rejected;
    const page = newPage(placeOf(visit, department), { typed, errors });
    return frame.page(visit, page, errors.length > 0 ? 400 : 200);
  }

  async function add(visit: FormVisit, department: Department | null) {
    const typed = typedStandard(visit.form);
    const given = readStandard(typed);
    if (Array.isArray(given)) return showNew(visit, department, { typed, errors: given });
    const made = madeBy(visit, department);
    const isAdded = await commitChange(db, insertStandard(given, made), entryOf(visit, department, 'added', given));
    // The same form may have been sent twice.
    const before = isAdded ? undefined : await inForceWith(department, given.text);
    if (before && !isSame(before, given)) {
      const message = 'There is a standard with this text already. Change that one, or write another text.';
      return showNew(visit, department, { typed, errors: [{ at: 'text', message }] });
    }
    return visit.c.redirect(`${setupPath(department)}?notice=added`, 303);
  }

  async function showOne(visit: Visit, department: Department | null) {
    const standard = await standardIn(visit, department);
    if (!standard) return frame.notFound(visit.c);
    const page = { typed: typedFrom(standard), errors: [] };
    return frame.page(visit, changePage(placeOf(visit, department), standard.id, page));
  }

  async function change(visit: FormVisit, department: Department | null) {
    const standard = await standardIn(visit, department);
    if (!standard) return overtaken(visit, department);
    const typed = typedStandard(visit.form);
    const given = readStandard(typed);
    const errors = Array.isArray(given) ? given : await sameText(department, standard, given);
    if (Array.isArray(given) || errors.length > 0) {
      return frame.page(visit, changePage(placeOf(visit, department), standard.id, { typed, errors }), 400);
    }
    const isChanged =
      isSame(standard, given) ||
      (await commitChange(
        db,
        changeStandard(standard.id, given, madeBy(visit, department)),
        entryOf(visit, department, 'changed', given, standard.id),
        ...valuesMoved(visit, department, standard, given),
      ));
    return isChanged ? visit.c.redirect(`${setupPath(department)}?notice=changed`, 303) : overtaken(visit, department);
  }

  async function end(visit: FormVisit, department: Department | null) {
    const standard = await standardIn(visit, department);
    if (!standard) return overtaken(visit, department);
    const made = madeBy(visit, department);
    const entry = entryOf(visit, department, 'ended', standard, standard.id);
    await commitChange(db, endStandard(standard.id, made), entry);
    return visit.c.redirect(`${setupPath(department)}?notice=ended`, 303);
  }

  /** The standard in force that the path names. */
  async function standardIn({ c }: Visit, department: Department | null): Promise<Standard | undefined> {
    const standards = await standardsOf(db, department?.id ?? null);
    return standards.find(({ id, endedAt }) => String(id) === c.req.param('standard') && endedAt === null);
  }

  /** A form that is sent again, or after someone else ended the standard, changes nothing. */
  async function overtaken(visit: Visit, department: Department | null) {
    const standards = await standardsOf(db, department?.id ?? null);
    return standards.some(({ id }) => String(id) === visit.c.req.param('standard'))
      ? visit.c.redirect(setupPath(department), 303)
      : frame.notFound(visit.c);
  }

  async function inForceWith(department: Department | null, text: string): Promise<Standard | undefined> {
    const standards = await standardsOf(db, department?.id ?? null);
    return standards.find((one) => one.endedAt === null && one.text === text);
  }

  async function sameText(department: Department | null, standard: Standard, given: NewStandard) {
    const other = await inForceWith(department, given.text);
    if (other === undefined || other.id === standard.id) return [];
    return [{ at: 'text', message: 'There is another standard with this text already.' }];
  }
}

function placeOf({ person, organization }: Visit, department: Department | null): SetupPlace {
  const zone = department?.zone ?? organization.departments[0]?.zone ?? 'UTC';
  const readsStates = can(person, 'standards', { departmentId: department?.id });
  return { department, zone, readsStates, departments: departmentsFor(person, 'standards setup', organization) };
}

/** What was entered for the current quarter still counts if the new standard measures the same. */
function valuesMoved(visit: Visit, department: Department | null, standard: Standard, given: NewStandard) {
  const names = ['measure', 'of', 'direction'] as const;
  if (given.measure !== 'entered' || names.some((name) => standard[name] !== given[name])) return [];
  const { organization, now } = visit;
  const departments = department === null ? organization.departments : [department];
  return departments.map(({ id, calendar }) => {
    const current = { departmentId: id, quarter: calendar.at(now).id };
    return moveValues(standard.id, given, madeBy(visit, department), current);
  });
}

const madeBy = ({ person, now }: Visit, department: Department | null) => ({
  departmentId: department?.id ?? null,
  by: person.id,
  at: now,
});

function entryOf(
  { person, now }: Visit,
  department: Department | null,
  what: 'added' | 'changed' | 'ended',
  { text, measure, of, direction, target }: NewStandard,
  id?: number,
) {
  return {
    at: now,
    personId: person.id,
    action: `standard ${what}`,
    subject: department?.slug ?? 'installation',
    departmentId: department?.id,
    detail: { ...(id === undefined ? {} : { id }), text, measure, of, direction, target },
  };
}

/** Whether a standard says and measures the same. */
function isSame(one: NewStandard, other: NewStandard): boolean {
  const names = ['text', 'area', 'measure', 'of', 'direction', 'target'] as const;
  return names.every((name) => one[name] === other[name]);
}
