import { roleReach, roles, type Role } from '../access/access.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { FieldError } from '../pages/fields.ts';
import { findBySlug, type Desk, type Organization } from '../org/org.ts';

/** A role, and the department, region or desk that it is for. */
export interface Scope {
  role: Role;
  departmentId: number | null;
  regionId: number | null;
  deskId: number | null;
}

/** The options of the field `scope`, with each department's regions after it, and then the desks. */
export function scopes({ departments, regions, desks }: Organization): { value: string; label: string }[] {
  const regionsOf = (departmentId: number) =>
    regions
      .filter(({ department, retiredAt }) => department.id === departmentId && retiredAt === null)
      .map(({ slug, name, department }) => ({ value: `region/${slug}`, label: `${department.name}: ${name}` }));
  return [
    { value: '', label: 'All departments' },
    ...departments.flatMap(({ id, slug, name }) => [{ value: `department/${slug}`, label: name }, ...regionsOf(id)]),
    ...desks
      .filter(({ endedAt }) => endedAt === null)
      .map(({ slug, name }) => ({ value: `desk/${slug}`, label: `Desk: ${name}` })),
  ];
}

/** The name of a role, and a scope as {@link scopes} writes it. */
export interface Asked {
  role: string;
  scope: string;
}

/** The role that a form or a file grants, or the problems with it. */
export function scopeOf(asked: Asked, { departments, regions, desks }: Organization): Scope | { errors: FieldError[] } {
  const role = roles.find((role) => role === asked.role);
  if (role === undefined) return { errors: [{ at: 'role', message: 'Choose a role.' }] };
  const [kind, slug] = asked.scope.split('/');
  const problem = (message: string) => ({ errors: [{ at: 'scope', message }] });
  const reach = roleReach(role);
  if (reach === 'installation') {
    return kind === ''
      ? { role, departmentId: null, regionId: null, deskId: null }
      : problem('Administrator and executive roles are for all departments. Choose “All departments”.');
  }
  if (reach === 'department') {
    const department = kind === 'department' ? findBySlug(departments, slug) : undefined;
    return department
      ? { role, departmentId: department.id, regionId: null, deskId: null }
      : problem('Ambassador, representative and case manager roles are for one department. Choose the department.');
  }
  if (reach === 'desk') {
    const desk = desks.find((one) => kind === 'desk' && one.slug === slug && one.endedAt === null);
    return desk
      ? { role, departmentId: desk.department?.id ?? null, regionId: null, deskId: desk.id }
      : problem('The case handler role is for one desk. Choose the desk.');
  }
  const region = regions.find((one) => kind === 'region' && one.slug === slug && one.retiredAt === null);
  return region
    ? { role, departmentId: region.department.id, regionId: region.id, deskId: null }
    : problem('The junior ambassador role is for one region or program. Choose the region.');
}

/** The message for a change that would leave no administrator. */
export const lastAdministrator =
  'This is the last administrator. Make someone else an administrator first. Otherwise, no one will be able to invite people.';

/** The audit entry for a role that was granted, confirmed or ended. @param desks where to find the desk of a case handler. */
export function roleEntry(
  action: 'person invited' | 'role granted' | 'role confirmed' | 'role ended',
  { email }: { email: string },
  { role, departmentId, deskId }: Pick<Scope, 'role' | 'departmentId' | 'deskId'>,
  desks: readonly Pick<Desk, 'id' | 'slug'>[],
): Omit<AuditEntry, 'personId'> {
  const desk = desks.find(({ id }) => id === deskId)?.slug;
  return { action, subject: email, departmentId: departmentId ?? undefined, detail: { role, ...(desk && { desk }) } };
}

/** Whether two roles are the same, for the same department, region or desk. */
export function isSameScope(one: Scope, other: Scope): boolean {
  return (
    one.role === other.role &&
    one.departmentId === other.departmentId &&
    one.regionId === other.regionId &&
    one.deskId === other.deskId
  );
}
