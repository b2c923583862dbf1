import { commitChange } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Statement } from '../database/statement.ts';
import type { Form } from '../http/form.ts';
import { offeredGroups, type CustomerGroup, type Department, type GroupNames } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { groupPage } from './group-page.ts';
import { fieldOf, maxGroups, namesFrom, sameName, tooMany } from './names.ts';
import { anyGroup, groupPath, groupsPath } from './paths.ts';
import { endGroup, renameGroup, restoreGroup, swapGroups } from './queries.ts';
import type { CustomerGroupRoutes } from './routes.ts';

type GroupVisit = Visit & { department: Department; group: CustomerGroup };
type GroupForm = GroupVisit & { form: Form };

/** The pages of one customer group: its names, its place in the list, and its end. */
export function groupRoutes(
  frame: Console,
  options: CustomerGroupRoutes,
  rule: { of: 'department'; action: 'customer groups' },
): void {
  const find = ({ c, organization, department }: Visit & { department: Department }) =>
    organization.groups.find(
      ({ departmentId, code }) => departmentId === department.id && code === c.req.param('group'),
    );
  const post = (below: string, take: (visit: GroupForm) => Promise<Response>) =>
    frame.post(`${anyGroup}${below}`, rule, async (visit) => {
      const group = find(visit);
      return group ? take({ ...visit, group }) : frame.notFound(visit.c);
    });
  frame.get(anyGroup, rule, async (visit) => {
    const group = find(visit);
    return group ? show(frame, options, { ...visit, group }) : frame.notFound(visit.c);
  });
  post('', (visit) => save(frame, options, visit));
  post('/place', (visit) => moveUp(options, visit));
  post('/ending', (visit) => change(options, visit, endGroup(visit.group.id, visit.now), 'ended'));
  post('/return', async (visit) => {
    const { group, department, organization } = visit;
    const isFull = offeredGroups(organization.groups, department.id).length >= maxGroups;
    if (group.endedAt !== null && isFull) {
      return show(frame, options, visit, { errors: [{ at: '', message: tooMany }], names: group.names });
    }
    return change(options, visit, restoreGroup(group.id), 'restored');
  });
}

function show(
  frame: Console,
  { languages, baseUrl }: CustomerGroupRoutes,
  visit: GroupVisit,
  rejected?: { errors: FieldError[]; names: GroupNames },
  status: 200 | 400 | 409 = rejected ? 400 : 200,
) {
  const { c, department, group, organization } = visit;
  const page = groupPage({
    department,
    group,
    region: organization.regions.find((one) => one.department.id === department.id && one.retiredAt === null),
    baseUrl,
    languages: languages.offered,
    names: rejected?.names ?? group.names,
    errors: rejected?.errors ?? [],
    notice: rejected ? undefined : c.req.query('notice'),
  });
  return frame.page(visit, page, status);
}

async function save(frame: Console, options: CustomerGroupRoutes, visit: GroupForm): Promise<Response> {
  const { c, form, group, department, organization, person, now } = visit;
  const own = options.languages.offered[0]!;
  const { names, errors } = namesFrom(form, options.languages.offered, group.names);
  const others = organization.groups.filter(
    ({ departmentId, id }) => departmentId === department.id && id !== group.id,
  );
  const isTaken = names[own.tag] !== undefined && sameName(others, own.tag, names[own.tag]!) !== undefined;
  const taken = isTaken ? [{ at: fieldOf(own), message: 'Another group already has this name.' }] : [];
  if (errors.length + taken.length > 0) {
    return show(frame, options, visit, { errors: [...errors, ...taken], names });
  }
  const saved = c.redirect(`${groupPath(department, group)}?notice=saved`, 303);
  const [before, after] = [JSON.stringify(group.names), JSON.stringify(names)];
  if (before === after) return saved;
  const isSeen = form.text('before') === before;
  const entry = { action: 'customer group changed', subject: group.code, departmentId: department.id };
  const isDone =
    isSeen &&
    (await commitChange(options.db, renameGroup(group.id, group.names, names), {
      ...{ ...entry, at: now, personId: person.id },
      detail: { names: [group.names, names] },
    }));
  if (isDone) return saved;
  const message = 'Someone else changed this group after you opened this page. Check it and save again.';
  return show(frame, options, visit, { errors: [{ at: '', message }], names }, 409);
}

/** Moves the group above the one that the page showed above it. */
async function moveUp({ db }: CustomerGroupRoutes, visit: GroupForm): Promise<Response> {
  const { c, form, group, department, organization, person, now } = visit;
  const groups = offeredGroups(organization.groups, department.id);
  const above = groups[groups.findIndex(({ id }) => id === group.id) - 1];
  if (above && form.text('above') === above.code) {
    await commitChange(db, swapGroups(group, above), {
      at: now,
      personId: person.id,
      action: 'customer group moved',
      subject: group.code,
      departmentId: department.id,
      detail: { above: above.code },
    });
  }
  return c.redirect(`${groupsPath(department)}?notice=moved`, 303);
}

/** Ends the group or restores it, once. */
async function change(
  { db }: CustomerGroupRoutes,
  { c, group, department, person, now }: GroupForm,
  statement: Statement,
  notice: 'ended' | 'restored',
): Promise<Response> {
  await commitChange(db, statement, {
    at: now,
    personId: person.id,
    action: `customer group ${notice}`,
    subject: group.code,
    departmentId: department.id,
  });
  return c.redirect(`${groupPath(department, group)}?notice=${notice}`, 303);
}
