import { randomUUID } from 'node:crypto';
import { isEmail, longestName, nameOf, reachOf, roles, type Role } from '../access/access.ts';
import { insertGrant, insertPerson } from '../access/queries.ts';
import type { Directory } from '../survey/survey.ts';
import type { Database, Statement } from '../database/database.ts';
import type { ImportKind } from './import-table.ts';
import {
  allEmployees,
  insertDepartment,
  insertEmployee,
  insertRegion,
  isAnswered,
  peopleWithRoles,
  update,
  type Changes,
} from './queries.ts';
import { readDepartment, readEmployee, readRegion, type Fields, type Wrong } from './records.ts';

export interface ImportOptions {
  db: Database;
  directory: Directory;
  /** Milliseconds since the epoch. */
  now: number;
  /** Who imports; null for the command line. */
  by: string | null;
}

export interface Step {
  line: number;
  what: 'added' | 'changed' | 'unchanged';
  /** Whom or what it is about. */
  subject: string;
  statements: Statement[];
}

type Outcome = { wrong: Wrong[] } | (Omit<Step, 'line'> & { key: string });
type LineReader = (field: Fields) => Outcome;

/** Reads a line of a file of each kind: what it would do, or what is wrong with it. */
export const lineReaders: Record<ImportKind, (options: ImportOptions) => Promise<LineReader>> = {
  async departments({ db, directory: { departments } }) {
    const fixed = new Map<number, boolean>();
    for (const { id } of departments) fixed.set(id, await isAnswered(db, id));
    return (field) => {
      const read = readDepartment(field);
      if ('wrong' in read) return read;
      const { record } = read;
      const there = departments.find(({ slug }) => slug === record.slug);
      const subject = `${record.name} (${record.slug})`;
      if (!there) return { key: record.slug, what: 'added', subject, statements: [insertDepartment(record)] };
      const changes = changesOf(there, record);
      if (fixed.get(there.id) && ('zone' in changes || 'firstMonth' in changes)) {
        const at = 'zone' in changes ? 'zone' : 'first_month';
        return { wrong: [{ at, says: 'The zone and the first month are fixed: there are responses already.' }] };
      }
      return changed('department', there.id, changes, record.slug, subject);
    };
  },
  async regions({ directory: { departments, regions } }) {
    return (field) => {
      const read = readRegion(field);
      const department = departments.find(({ slug }) => slug === field('department'));
      const unknown = department ? [] : [{ at: 'department', says: `There is no department ${field('department')}.` }];
      if ('wrong' in read || !department) return { wrong: ['wrong' in read ? read.wrong : [], unknown].flat() };
      const { record } = read;
      const there = regions.find(({ slug }) => slug === record.slug);
      const subject = `${record.name} (${record.slug}), ${department.name}`;
      if (!there) {
        return { key: record.slug, what: 'added', subject, statements: [insertRegion(department.slug, record)] };
      }
      if (there.department.id !== department.id) {
        return { wrong: [{ at: 'slug', says: `${record.slug} is a region of ${there.department.name} already.` }] };
      }
      return changed('region', there.id, changesOf(there, { name: record.name }), record.slug, subject);
    };
  },
  async employees({ db, directory: { regions }, now }) {
    const known = await allEmployees(db);
    return (field) => {
      const read = readEmployee(field);
      const region = regions.find(({ slug }) => slug === field('region'));
      const unknown = region ? [] : [{ at: 'region', says: `There is no region ${field('region')}.` }];
      if ('wrong' in read || !region) return { wrong: ['wrong' in read ? read.wrong : [], unknown].flat() };
      const { record } = read;
      const there = known.find(({ employee, region: slug }) =>
        record.email === null ? employee.name === record.name && slug === region.slug : employee.email === record.email,
      );
      const subject = `${record.name}, ${region.name}`;
      const key = record.email ?? `${record.name}/${region.slug}`;
      if (!there) return { key, what: 'added', subject, statements: [insertEmployee(region.slug, record, now)] };
      if (there.region !== region.slug) {
        return { wrong: [{ at: 'region', says: `${record.email} is an employee of ${there.region} already.` }] };
      }
      return changed('employee', there.employee.id, changesOf(there.employee, { ...record }), key, subject);
    };
  },
  async people(options) {
    const { db, directory, now, by } = options;
    const known = await peopleWithRoles(db);
    /** Two lines of one new person are one person with two roles. */
    const added = new Map<string, string>();
    return (field) => {
      const [name, email] = [nameOf(field('name')), field('email').toLowerCase()];
      const placed = placeOf(field, directory);
      const wrong = [
        ...(name === '' || name.length > longestName
          ? [{ at: 'name', says: `Give a name of at most ${longestName} characters.` }]
          : []),
        ...(isEmail(email) ? [] : [{ at: 'email', says: 'Give an e-mail address such as name@example.gov.' }]),
        ...('wrong' in placed ? placed.wrong : []),
      ];
      if (wrong.length > 0 || 'wrong' in placed) return { wrong };
      const { role, departmentId, regionId } = placed;
      const there = known.find((person) => person.email === email);
      const subject = `${name}, ${email}`;
      const key = `${email}/${role}/${departmentId}/${regionId}`;
      const id = there?.id ?? added.get(email) ?? randomUUID();
      const grant = insertGrant({ personId: id, role, departmentId, regionId, grantedAt: now, grantedBy: by });
      if (!there) {
        const person = added.has(email) ? [] : [insertPerson({ id, name, email }, now)];
        added.set(email, id);
        return { key, what: 'added', subject, statements: [...person, grant] };
      }
      const has = there.grants.some(
        (given) => given.role === role && given.departmentId === departmentId && given.regionId === regionId,
      );
      return { key, what: has ? 'unchanged' : 'changed', subject, statements: has ? [] : [grant] };
    };
  },
};

function changed(
  table: 'department' | 'region' | 'employee',
  id: number,
  changes: Changes,
  key: string,
  subject: string,
): Outcome {
  const isSame = Object.keys(changes).length === 0;
  return {
    key,
    subject,
    what: isSame ? 'unchanged' : 'changed',
    statements: isSame ? [] : [update(table, id, changes)],
  };
}

/** The role of a line, and what it is for. */
function placeOf(
  field: Fields,
  { departments, regions }: Directory,
): { role: Role; departmentId: number | null; regionId: number | null } | { wrong: Wrong[] } {
  const role = roles.find((role) => role === field('role'));
  if (role === undefined) return { wrong: [{ at: 'role', says: `A role is one of ${roles.join(', ')}.` }] };
  const reach = reachOf(role);
  if (reach === 'installation') return { role, departmentId: null, regionId: null };
  const region = regions.find(({ slug }) => slug === field('region'));
  if (reach === 'region') {
    return region
      ? { role, departmentId: region.department.id, regionId: region.id }
      : { wrong: [{ at: 'region', says: `There is no region ${field('region')}.` }] };
  }
  const department = departments.find(({ slug }) => slug === field('department'));
  return department
    ? { role, departmentId: department.id, regionId: null }
    : { wrong: [{ at: 'department', says: `There is no department ${field('department')}.` }] };
}

/** The fields that differ, as they should be. */
export function changesOf<T extends Changes>(there: { [Name in keyof T]: unknown }, wanted: T): Changes {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => there[name as keyof T] !== value));
}
