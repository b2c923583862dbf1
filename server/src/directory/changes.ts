import type { AuditEntry } from '../audit/audit.ts';
import type { Department, Region } from '../org/org.ts';
import type { EmployeeChanges } from './queries.ts';
import type { DepartmentRecord, EmployeeRecord, RegionRecord } from './records.ts';
import type { TeamContent } from './team-queries.ts';

// Changes in the directory and their audit entries, the same for a form and for a file.

type DescribedEntry = Omit<AuditEntry, 'personId'>;

/** The fields that differ, as they should be. */
export function changesOf<T extends object>(there: { [Name in keyof T]: unknown }, wanted: T): Partial<T> {
  const changed = Object.entries(wanted).filter(([name, value]) => there[name as keyof T] !== value);
  return Object.fromEntries(changed) as Partial<T>;
}

/** The audit entry for a new department. */
export function departmentAdded(record: DepartmentRecord): DescribedEntry {
  return { action: 'department added', subject: record.slug, detail: { ...record } };
}

export function departmentChanged(department: Department, changes: Partial<DepartmentRecord>): DescribedEntry {
  const detail = Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [name, [department[name as keyof DepartmentRecord], value]]),
  );
  return { action: 'department changed', subject: department.slug, departmentId: department.id, detail };
}

/** The audit entry for a new region. */
export function regionAdded({ id }: Pick<Department, 'id'>, { slug, name }: RegionRecord): DescribedEntry {
  return { action: 'region added', subject: slug, departmentId: id, detail: { name } };
}

/** The audit entry for a region's new name. */
export function regionRenamed({ slug, name, department }: Region, newName: string): DescribedEntry {
  return { action: 'region renamed', subject: slug, departmentId: department.id, detail: { name: [name, newName] } };
}

/** The audit entry for a new employee. @param person the email address that they sign in with; empty if unknown. */
export function employeeAdded(
  { slug, department }: Region,
  { name, email }: EmployeeRecord,
  person = '',
): DescribedEntry {
  return {
    action: 'employee added',
    subject: email ?? name,
    departmentId: department.id,
    detail: { region: slug, ...(person === '' ? {} : { person }) },
  };
}

/**
 * The audit entry for changes to an employee. It never shows an employee's link code, old or new: it opens nothing, but it identifies someone.
 * @param to the region that they are in after the change.
 * @param person the email address that they sign in with, before and after; empty if unknown.
 */
export function employeeChanged(
  region: Region,
  { name, email }: EmployeeRecord,
  changes: EmployeeChanges,
  {
    action = 'employee changed',
    to = region,
    person = ['', ''],
  }: { action?: string; to?: Region; person?: [before: string, after: string] } = {},
): DescribedEntry {
  const fields = Object.keys(changes)
    .filter((name) => name !== 'code' && name !== 'regionId')
    .map((name) => (name === 'personId' ? 'person' : name));
  const detail = {
    fields,
    ...(to.id === region.id ? {} : { region: [region.slug, to.slug] }),
    ...(person[0] === person[1] ? {} : { person: person.map((email) => email || null) }),
  };
  return { action, subject: email ?? name, departmentId: region.department.id, detail };
}

/** The audit entry for a step of a team's life, such as `team added`. */
export function teamEntry({ slug, department }: Region, name: string, action: string): DescribedEntry {
  return { action, subject: name, departmentId: department.id, detail: { region: slug } };
}

/** The audit entry for a team's new name and members. @param contacts the address or name of each employee, by id. */
export function teamChanged(
  region: Region,
  before: TeamContent,
  after: TeamContent,
  contacts: ReadonlyMap<number, string>,
): DescribedEntry {
  const listed = (ids: number[]) => ids.map((id) => contacts.get(id)).join(', ');
  const added = listed(after.members.filter((id) => !before.members.includes(id)));
  const removed = listed(before.members.filter((id) => !after.members.includes(id)));
  const { detail, ...entry } = teamEntry(region, before.name, 'team changed');
  return {
    ...entry,
    detail: {
      ...detail,
      ...(before.name === after.name ? {} : { name: [before.name, after.name] }),
      ...(added === '' ? {} : { membersAdded: added }),
      ...(removed === '' ? {} : { membersRemoved: removed }),
    },
  };
}
