import { audited, commitChange } from '../audit/audit.ts';
import { can, maxNameLength, nameOf } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import { commit, isConstraint, type Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import { findBySlug, type Desk } from '../org/org.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { FieldError } from '../pages/fields.ts';
import { deskPage } from './desk-page.ts';
import { deskPath, deskRoute, desksPath, setup } from './desk-paths.ts';
import {
  allRoutes,
  askToConfirmAll,
  changeDesk,
  endDesk,
  insertDesk,
  membersOf,
  peopleBesides,
  type DeskContent,
} from './desk-queries.ts';
import { deskSlug } from './desk-slug.ts';
import { desksLabel, desksPage, type TypedDesk } from './desks-page.ts';
import { memberRoutes } from './member-routes.ts';
import { routedTo } from './routed.ts';

/** What the pages of desks need. */
export interface DeskOptions {
  db: Database;
  outbox: Outbox;
}

/** A visit to the page of one desk. */
export interface DeskVisit extends Visit {
  desk: Desk;
}

/** Shows the page of a desk, or the same page with the problems of a form. */
export type ShowDesk = (
  visit: DeskVisit,
  rejected?: { errors: FieldError[]; content?: DeskContent },
  status?: 200 | 400 | 409,
) => Promise<Response>;

/** The desks of the installation: who is there, what goes to them, adding, changing and ending them. */
export function deskRoutes(frame: Console, options: DeskOptions): void {
  const { db } = options;
  frame.navItem({
    group: 'Setup',
    label: desksLabel,
    href: (person) => (can(person, 'case setup') ? desksPath : undefined),
  });
  const list = listShower(frame, db);
  frame.get(desksPath, setup, (visit) => list(visit));
  frame.post(desksPath, setup, addDesk(db, list));

  const show = deskShower(frame, db);
  const found = ({ c, organization }: Visit) => findBySlug(organization.desks, c.req.param('desk'));
  frame.get(deskRoute, setup, async (visit) => {
    const desk = found(visit);
    return desk ? show({ ...visit, desk }) : frame.notFound(visit.c);
  });
  const post = (below: string, take: (visit: DeskVisit & { form: Form }) => Promise<Response>) =>
    frame.post(`${deskRoute}${below}`, setup, async (visit) => {
      const desk = found(visit);
      return desk ? take({ ...visit, desk }) : frame.notFound(visit.c);
    });
  post('', saveDesk(db, show));
  post('/ending', finishDesk(db, show));
  memberRoutes(post, frame, options, show);
}

type ShowDesks = (visit: Visit, rejected?: { errors: FieldError[]; typed: TypedDesk }) => Promise<Response>;

function listShower(frame: Console, db: Database): ShowDesks {
  return async (visit, rejected) => {
    const { departments, desks } = visit.organization;
    const [members, routes] = await Promise.all([membersOf(db), allRoutes(db)]);
    const routed = routedTo(visit.organization, routes);
    const listed = desks.map((desk) => {
      const own = members.filter(({ deskId }) => deskId === desk.id);
      const names = (isPending: 0 | 1) => own.filter((one) => one.isPending === isPending).map(({ name }) => name);
      return { desk, members: names(0), pending: names(1), routed: desk.endedAt === null ? routed(desk) : [] };
    });
    const { errors, typed } = rejected ?? { errors: [], typed: { name: '', department: '', isRestricted: false } };
    const notice = visit.c.req.query('notice');
    return frame.page(visit, desksPage({ desks: listed, departments, typed, errors, notice }), rejected ? 400 : 200);
  };
}

function deskShower(frame: Console, db: Database): ShowDesk {
  return async (visit, rejected, status = rejected ? 400 : 200) => {
    const { c, desk, organization, person } = visit;
    const [members, people, routes] = await Promise.all([
      membersOf(db, desk.id),
      peopleBesides(db, person.id),
      allRoutes(db),
    ]);
    const page = deskPage({
      desk,
      members,
      people,
      routed: routedTo(organization, routes)(desk),
      reader: person.id,
      content: rejected?.content ?? desk,
      zone: (desk.department ?? organization.departments[0])?.zone ?? 'UTC',
      errors: rejected?.errors ?? [],
      notice: rejected ? undefined : c.req.query('notice'),
    });
    return frame.page(visit, page, status);
  };
}

function nameErrors(name: string, others: Desk[]): FieldError[] {
  if (name === '' || name.length > maxNameLength) {
    return [{ at: 'name', message: `Enter a name of ${maxNameLength} characters or fewer.` }];
  }
  const isTaken = others.some((one) => one.endedAt === null && one.name.toLowerCase() === name.toLowerCase());
  return isTaken ? [{ at: 'name', message: 'Another desk already has this name.' }] : [];
}

function addDesk(db: Database, show: ShowDesks) {
  return async (visit: Visit & { form: Form }) => {
    const { c, form, organization, person, now } = visit;
    const typed: TypedDesk = {
      name: nameOf(form.text('name')),
      department: form.text('department'),
      isRestricted: form.text('restricted') === 'yes',
    };
    const department = typed.department === '' ? null : findBySlug(organization.departments, typed.department);
    const errors = [
      ...nameErrors(typed.name, organization.desks),
      ...(department === undefined ? [{ at: 'department', message: 'Choose a department from the list.' }] : []),
    ];
    if (errors.length > 0 || department === undefined) return show(visit, { errors, typed });
    const slug = deskSlug(typed.name, new Set(organization.desks.map((one) => one.slug)));
    const row = {
      slug,
      name: typed.name,
      departmentId: department?.id ?? null,
      isRestricted: typed.isRestricted ? 1 : 0,
      createdAt: now,
    };
    const detail = { name: typed.name, restricted: typed.isRestricted };
    const entry = { personId: person.id, action: 'desk added', subject: slug, departmentId: department?.id, detail };
    try {
      await commit(db, [insertDesk(row), audited(entry, now)]);
    } catch (error) {
      // Someone else added it at the same moment.
      if (!isConstraint(error)) throw error;
      return show(visit, { errors: [{ at: 'name', message: 'Another desk already has this name.' }], typed });
    }
    return c.redirect(`${deskPath({ slug })}?notice=added`, 303);
  };
}

function saveDesk(db: Database, show: ShowDesk) {
  return async (visit: DeskVisit & { form: Form }) => {
    const { c, form, desk, organization, person, now } = visit;
    const wanted = { name: nameOf(form.text('name')), isRestricted: form.text('restricted') === 'yes' ? 1 : 0 };
    const seen = { name: form.text('was'), isRestricted: Number(form.text('was_restricted')) };
    const others = organization.desks.filter(({ id }) => id !== desk.id);
    const errors = nameErrors(wanted.name, others);
    if (errors.length > 0) return show(visit, { errors, content: wanted });
    if (wanted.name === desk.name && wanted.isRestricted === desk.isRestricted) {
      return c.redirect(`${deskPath(desk)}?notice=saved`, 303);
    }
    const detail = {
      ...(wanted.name === desk.name ? {} : { name: [desk.name, wanted.name] }),
      ...(wanted.isRestricted === desk.isRestricted ? {} : { restricted: wanted.isRestricted === 1 }),
    };
    const isClosing = wanted.isRestricted > desk.isRestricted;
    const isChanged = await commitChange(
      db,
      changeDesk(desk.id, seen, wanted),
      { at: now, ...entryOf(visit, 'desk changed'), personId: person.id, detail },
      ...(isClosing ? [askToConfirmAll(desk.id)] : []),
    );
    if (isChanged) return c.redirect(`${deskPath(desk)}?notice=${isClosing ? 'restricted' : 'saved'}`, 303);
    const isStale = seen.name !== desk.name || seen.isRestricted !== desk.isRestricted || desk.endedAt !== null;
    const message = isStale
      ? 'Someone else changed this desk after you opened this page. Check it and save again.'
      : 'This desk must stay restricted, because complaints about privacy go to it or have gone to it.';
    return show(visit, { errors: [{ at: '', message }], content: wanted }, 409);
  };
}

function finishDesk(db: Database, show: ShowDesk) {
  return async (visit: DeskVisit) => {
    const { c, desk, now } = visit;
    const isEnded = await commitChange(db, endDesk(desk.id, now), { at: now, ...entryOf(visit, 'desk ended') });
    if (isEnded || desk.endedAt !== null) return c.redirect(`${desksPath}?notice=ended`, 303);
    const message =
      desk.duty === null
        ? 'This desk is still needed: complaints go to it by routing, or it has open cases. Change the routing first, and ask its people to close or hand over its cases.'
        : 'This desk is always needed, so it cannot be ended.';
    return show(visit, { errors: [{ at: '', message }] }, 409);
  };
}

const entryOf = ({ desk, person }: DeskVisit, action: string) => ({
  personId: person.id,
  action,
  subject: desk.slug,
  departmentId: desk.department?.id,
});
