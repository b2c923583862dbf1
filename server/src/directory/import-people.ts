import { randomUUID } from 'node:crypto';
import { isEmail, maxNameLength, nameOf, roles, insertPerson } from '../access/access.ts';
import { grantLabel } from '../console/console.ts';
import type { FieldError } from '../pages/fields.ts';
import { auditedIfGiven, grantRole, isSameScope, scopeOf, roleEntry, type Scope } from '../people/people.ts';
import { findBySlug, type Organization } from '../org/org.ts';
import { added, changed, type MakeReader } from './import-step.ts';
import { peopleWithRoles } from './queries.ts';
import type { Fields } from './records.ts';

/** Reads a line that gives a person a role, by the same rules as the form. */
export const readPerson: MakeReader = async ({ db, organization, now, by }) => {
  const known = new Map((await peopleWithRoles(db)).map((person) => [person.email, person]));
  /** The ids of new people by email address. Two lines with the same new address give one person two roles. */
  const fresh = new Map<string, string>();
  return (field) => {
    const [name, email] = [nameOf(field('name')), field('email').toLowerCase()];
    const existing = known.get(email);
    const scope = wantedScope(field, organization);
    const has =
      existing !== undefined && !('errors' in scope) && existing.grants.some((grant) => isSameScope(grant, scope));
    const errors = [
      ...(name === '' || name.length > maxNameLength
        ? [{ at: 'name', message: `Enter a name of ${maxNameLength} characters or fewer.` }]
        : []),
      ...(isEmail(email) ? [] : [{ at: 'email', message: 'Enter an email address such as name@example.gov.' }]),
      ...('errors' in scope ? scope.errors : []),
      ...(existing && !has ? grantErrors(existing, by) : []),
    ];
    if (errors.length > 0 || 'errors' in scope) return { errors };
    const subject = `${name}, ${email}`;
    const key = `${email}/${scope.role}/${scope.departmentId}/${scope.regionId}/${scope.deskId}`;
    const id = existing?.id ?? fresh.get(email) ?? randomUUID();
    const isNew = !existing && !fresh.has(email);
    const entry = {
      personId: by,
      ...roleEntry(isNew ? 'person invited' : 'role granted', { email }, scope, organization.desks),
    };
    const writes = [
      isNew ? insertPerson({ id, name, email }, now) : undefined,
      auditedIfGiven(entry, { personId: id, ...scope }, now),
      grantRole({ personId: id, ...scope, grantedAt: now, grantedBy: by }),
    ];
    if (existing) {
      const change = { field: 'role', before: '', after: grantLabel(scope, organization) };
      return changed(key, subject, has ? [] : [change], writes);
    }
    fresh.set(email, id);
    return added(key, subject, writes);
  };
};

/** Why this person cannot get another role from the file. */
function grantErrors({ id, leftAt }: { id: string; leftAt: number | null }, by: string | null): FieldError[] {
  if (leftAt !== null) return [{ at: 'email', message: 'Their access has ended. Restore it first.' }];
  return id === by ? [{ at: 'email', message: 'You cannot give yourself a role. Ask another administrator.' }] : [];
}

/** The role of a line and what it applies to: the region if there is one, or else the department. */
function wantedScope(field: Fields, organization: Organization): Scope | { errors: FieldError[] } {
  const [department, region] = [field('department'), field('region')];
  const errors = unknownNames(department, region, organization);
  if (errors.length > 0) return { errors };
  const scope = region !== '' ? `region/${region}` : department !== '' ? `department/${department}` : '';
  const found = scopeOf({ role: field('role'), scope }, organization);
  if (!('errors' in found)) return found;
  const column = region !== '' || field('role') === 'junior' ? 'region' : 'department';
  return {
    errors: found.errors.map(({ at, message }) =>
      at === 'role' ? { at, message: `Enter one of these roles: ${roles.join(', ')}.` } : { at: column, message },
    ),
  };
}

function unknownNames(department: string, region: string, { departments, regions }: Organization): FieldError[] {
  const inRegion = findBySlug(regions, region);
  return [
    ...(department === '' || findBySlug(departments, department)
      ? []
      : [{ at: 'department', message: `There is no department ${department}.` }]),
    ...(region === '' || inRegion ? [] : [{ at: 'region', message: `There is no region ${region}.` }]),
    ...(inRegion && department !== '' && inRegion.department.slug !== department
      ? [{ at: 'region', message: `${region} belongs to ${inRegion.department.slug}.` }]
      : []),
  ];
}
