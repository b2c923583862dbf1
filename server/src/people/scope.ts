import { roleReach, roles, type Role } from '../access/access.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { FieldError } from '../pages/fields.ts';
import { findBySlug, type Organization } from '../org/org.ts';

/** A role, and the department or region that it is for. */
export interface Scope {
  role: Role;
  departmentId: number | null;
  regionId: number | null;
}

/** The options of the field `scope`, with each department's regions after it. */
export function scopes({ departments, regions }: Organization): { value: string; label: string }[] {
  const regionsOf = (departmentId: number) =>
    regions
      .filter(({ department, retiredAt }) => department.id === departmentId && retiredAt === null)
      .map(({ slug, name, department }) => ({ value: `region/${slug}`, label: `${department.name}: ${name}` }));
  return [
    { value: '', label: 'All departments' },
    ...departments.flatMap(({ id, slug, name }) => [{ value: `department/${slug}`, label: name }, ...regionsOf(id)]),
  ];
}

/** The name of a role, and a scope as {@link scopes} writes it. */
export interface Asked {
  role: string;
  scope: string;
}

/** The role that a form or a file grants, or the problems with it. */
export function scopeOf(asked: Asked, { departments, regions }: Organization): Scope | { errors: FieldError[] } {
  const role = roles.find((role) => role === asked.role);
  if (role === undefined) return { errors: [{ at: 'role', message: 'Choose a role.' }] };
  const [kind, slug] = asked.scope.split('/');
  const problem = (message: string) => ({ errors: [{ at: 'scope', message }] });
  const reach = roleReach(role);
  if (reach === 'installation') {
    return kind === ''
      ? { role, departmentId: null, regionId: null }
      : problem('Administrator and executive roles are for all departments. Choose “All departments”.');
  }
  if (reach === 'department') {
    const department = kind === 'department' ? findBySlug(departments, slug) : undefined;
    return department
      ? { role, departmentId: department.id, regionId: null }
      : problem('Ambassador and representative roles are for one department. Choose the department.');
  }
  const region = regions.find((one) => kind === 'region' && one.slug === slug && one.retiredAt === null);
  return region
    ? { role, departmentId: region.department.id, regionId: region.id }
    : problem('The junior ambassador role is for one region or program. Choose the region.');
}

/** The message for a change that would leave no administrator. */
export const lastAdministrator =
  'This is the last administrator. Make someone else an administrator first. Otherwise, no one will be able to invite people.';

/** The audit entry for a role that was granted or ended. */
export function roleEntry(
  action: 'person invited' | 'role granted' | 'role ended',
  { email }: { email: string },
  { role, departmentId }: Pick<Scope, 'role' | 'departmentId'>,
): Omit<AuditEntry, 'personId'> {
  return { action, subject: email, departmentId: departmentId ?? undefined, detail: { role } };
}
