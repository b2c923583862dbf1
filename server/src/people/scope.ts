import { reachOf, roles, type Role } from '../access/access.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { FieldMistake } from '../pages/fields.ts';
import { findBySlug, type Directory } from '../org/org.ts';

/** A role with its place, as it is granted. */
export interface Scope {
  role: Role;
  departmentId: number | null;
  regionId: number | null;
}

/** Where a role may be for: the choices of the field `scope`, regions under their department. */
export function scopes({ departments, regions }: Directory): { value: string; label: string }[] {
  const own = (departmentId: number) =>
    regions
      .filter(({ department, retiredAt }) => department.id === departmentId && retiredAt === null)
      .map(({ slug, name, department }) => ({ value: `region/${slug}`, label: `${department.name}: ${name}` }));
  return [
    { value: '', label: 'The whole installation' },
    ...departments.flatMap(({ id, slug, name }) => [{ value: `department/${slug}`, label: name }, ...own(id)]),
  ];
}

/** What is asked for: the name of a role, and a place as {@link places} writes it. */
export interface Asked {
  role: string;
  scope: string;
}

/** The role that a form or a file grants, or what is wrong with it. */
export function scopeOf(asked: Asked, { departments, regions }: Directory): Scope | { mistakes: FieldMistake[] } {
  const role = roles.find((role) => role === asked.role);
  if (role === undefined) return { mistakes: [{ at: 'role', message: 'Choose what they are.' }] };
  const [kind, slug] = asked.scope.split('/');
  const wrong = (message: string) => ({ mistakes: [{ at: 'scope', message }] });
  const reach = reachOf(role);
  if (reach === 'installation') {
    return kind === ''
      ? { role, departmentId: null, regionId: null }
      : wrong('Administrators and executives are for the whole installation: choose that.');
  }
  if (reach === 'department') {
    const department = kind === 'department' ? findBySlug(departments, slug) : undefined;
    return department
      ? { role, departmentId: department.id, regionId: null }
      : wrong('Ambassadors and representatives are for one department: choose which.');
  }
  const region = regions.find((one) => kind === 'region' && one.slug === slug && one.retiredAt === null);
  return region
    ? { role, departmentId: region.department.id, regionId: region.id }
    : wrong('Junior ambassadors are for one region or programme: choose which.');
}

/** As the audit tells of a role that somebody was given, or that ended. */
export function roleEntry(
  action: 'person invited' | 'role granted' | 'role ended',
  { email }: { email: string },
  { role, departmentId }: Pick<Scope, 'role' | 'departmentId'>,
): Omit<AuditEntry, 'personId'> {
  return { action, subject: email, departmentId: departmentId ?? undefined, detail: { role } };
}
