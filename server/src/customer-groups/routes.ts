import { audited, commitChange } from '../audit/audit.ts';
import { departmentsFor, type Console, type Visit } from '../console/console.ts';
import { commit, isConstraint, type Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import { createOrganization, offeredGroups, type CustomerGroup, type Department } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import type { Languages } from '../survey/survey.ts';
import { groupRoutes } from './group-routes.ts';
import { groupsPage } from './groups-page.ts';
import { fieldOf, groupCode, maxGroups, namesFrom, sameName, tooMany } from './names.ts';
import { anyGroups, anyQuestion, groupPath, groupsLabel, groupsPath } from './paths.ts';
import { insertGroup, setQuestion } from './queries.ts';

export interface CustomerGroupRoutes {
  db: Database;
  /** The public address of the surveys. */
  baseUrl: string;
  languages: Pick<Languages, 'offered'>;
}

const rule = { of: 'department', action: 'customer groups' } as const;
type GroupsVisit = Visit & { department: Department };

/** The pages where administrators and representatives list a department's customer groups. */
export function customerGroupRoutes(frame: Console, options: CustomerGroupRoutes): void {
  frame.navItem({
    group: 'Setup',
    label: groupsLabel,
    href: (person, organization) => {
      const [first] = departmentsFor(person, rule.action, organization);
      return first && groupsPath(first);
    },
  });
  frame.get(anyGroups, rule, (visit) => showGroups(frame, options, visit));
  frame.post(anyGroups, rule, (visit) => addGroup(frame, options, visit));
  frame.post(anyQuestion, rule, (visit) => turnQuestion(frame, options, visit));
  groupRoutes(frame, options, rule);
}

interface Rejected {
  errors: FieldError[];
  typed?: string;
}

/** All groups of the department, in its order. */
function ownGroups({ organization, department }: GroupsVisit): CustomerGroup[] {
  return organization.groups.filter(({ departmentId }) => departmentId === department.id);
}

function showGroups(
  frame: Console,
  { baseUrl, languages }: CustomerGroupRoutes,
  visit: GroupsVisit,
  { errors, typed = '' }: Rejected = { errors: [] },
) {
  const { organization, department, person, c } = visit;
  const page = groupsPage({
    department,
    departments: departmentsFor(person, rule.action, organization),
    groups: ownGroups(visit),
    region: organization.regions.find((one) => one.department.id === department.id && one.retiredAt === null),
    languages: languages.offered,
    baseUrl,
    typed,
    errors,
    notice: errors.length > 0 ? undefined : c.req.query('notice'),
  });
  return frame.page(visit, page, errors.length > 0 ? 400 : 200);
}

async function addGroup(
  frame: Console,
  options: CustomerGroupRoutes,
  visit: GroupsVisit & { form: Form },
  attempts = 3,
): Promise<Response> {
  const { c, form, person, department, organization, now } = visit;
  const own = options.languages.offered[0]!;
  const { names, errors } = namesFrom(form, [own]);
  const typed = form.text(fieldOf(own));
  if (errors.length > 0) return showGroups(frame, options, visit, { errors, typed });
  const groups = ownGroups(visit);
  // A form that was sent twice adds one group.
  const same = sameName(groups, own.tag, names[own.tag]!);
  if (same) return c.redirect(`${groupPath(department, same)}?notice=known`, 303);
  if (offeredGroups(organization.groups, department.id).length >= maxGroups) {
    return showGroups(frame, options, visit, { errors: [{ at: fieldOf(own), message: tooMany }], typed });
  }
  const code = groupCode(names[own.tag]!, new Set(groups.map(({ code }) => code)));
  const entry = { action: 'customer group added', subject: code, departmentId: department.id, detail: { names } };
  try {
    await commit(options.db, [
      insertGroup(department.id, code, names, now),
      audited({ personId: person.id, ...entry }, now),
    ]);
  } catch (error) {
    // Someone else added this group at the same moment, or another one with its code.
    if (!isConstraint(error) || attempts === 1) throw error;
    const organization = await createOrganization(options.db)();
    return addGroup(frame, options, { ...visit, organization }, attempts - 1);
  }
  return c.redirect(`${groupPath(department, { code })}?notice=added`, 303);
}

async function turnQuestion(frame: Console, options: CustomerGroupRoutes, visit: GroupsVisit & { form: Form }) {
  const { c, form, person, department, organization, now } = visit;
  const isAsked = form.text('asks') === 'yes';
  if (isAsked && offeredGroups(organization.groups, department.id).length === 0) {
    return showGroups(frame, options, visit, { errors: [{ at: '', message: 'Add a group first.' }] });
  }
  await commitChange(options.db, setQuestion(department.id, isAsked), {
    at: now,
    personId: person.id,
    action: isAsked ? 'customer groups asked' : 'customer groups not asked',
    subject: department.slug,
    departmentId: department.id,
  });
  return c.redirect(`${groupsPath(department)}?notice=${isAsked ? 'on' : 'off'}`, 303);
}
