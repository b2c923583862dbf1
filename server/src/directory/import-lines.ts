import { randomUUID } from 'node:crypto';
import { isEmail, longestName, nameOf, reachOf, roles, type Role } from '../access/access.ts';
import { insertGrant, insertPerson } from '../access/queries.ts';
import { grantInWords } from '../console/console.ts';
import type { Directory } from '../survey/survey.ts';
import type { Database, Statement } from '../database/database.ts';
import { importKinds, type ImportKind } from './import-table.ts';
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
import {
  departmentFields,
  employeeFields,
  readDepartment,
  readEmployee,
  readRegion,
  usualDepartment,
  type Fields,
  type Wrong,
} from './records.ts';

export interface ImportOptions {
  db: Database;
  directory: Directory;
  /** Milliseconds since the epoch. */
  now: number;
  /** Who imports; null for the command line. */
  by: string | null;
}

interface FieldChange {
  field: string;
  before: string;
  after: string;
}

export interface Step {
  line: number;
  what: 'added' | 'changed' | 'unchanged';
  /** Whom or what it is about. */
  subject: string;
  /** What would be otherwise in what is there already, by the columns of the file. */
  changes: FieldChange[];
  statements: Statement[];
}

type Outcome = { wrong: Wrong[] } | (Omit<Step, 'line'> & { key: string });
type LineReader = (field: Fields) => Outcome;

/** Makes what reads a line of a file of one kind; `has` says which columns the file has. */
type MakeReader = (options: ImportOptions, has: (column: string) => boolean) => Promise<LineReader>;

/** Reads a line of a file of each kind: what it would do, or what is wrong with it. */
export const lineReaders: Record<ImportKind, MakeReader> = {
  async departments({ db, directory: { departments } }, has) {
    const fixed = new Map<number, boolean>();
    for (const { id } of departments) fixed.set(id, await isAnswered(db, id));
    return (field) => {
      const there = departments.find(({ slug }) => slug === field('slug'));
      const kept = there && departmentFields(there);
      const read = readDepartment(
        kept ? keeping(kept, field, has) : (name) => field(name) || usualDepartment[name] || '',
      );
      if ('wrong' in read) return read;
      const { record } = read;
      const subject = `${record.name} (${record.slug})`;
      if (!there) return added(record.slug, subject, [insertDepartment(record)]);
      const changes = changesOf(there, record);
      if (fixed.get(there.id) && ('zone' in changes || 'firstMonth' in changes)) {
        const at = 'zone' in changes ? 'zone' : 'first_month';
        return { wrong: [{ at, says: 'The zone and the first month are fixed: there are responses already.' }] };
      }
      const shown = changesShown('departments', departmentFields(there), departmentFields(record));
      return changed(record.slug, subject, shown, [update('department', there.id, changes)]);
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
      if (!there) return added(record.slug, subject, [insertRegion(department.slug, record)]);
      if (there.department.id !== department.id) {
        return { wrong: [{ at: 'slug', says: `${record.slug} is a region of ${there.department.name} already.` }] };
      }
      const { name } = record;
      const shown = name === there.name ? [] : [{ field: 'name', before: there.name, after: name }];
      return changed(record.slug, subject, shown, [update('region', there.id, { name })]);
    };
  },
  async employees({ db, directory: { regions }, now }, has) {
    const known = await allEmployees(db);
    return (field) => {
      const region = regions.find(({ slug }) => slug === field('region'));
      const unknown = region ? [] : [{ at: 'region', says: `There is no region ${field('region')}.` }];
      const [email, name] = [field('email').toLowerCase(), nameOf(field('name'))];
      const alike = known.filter(({ employee, region: slug }) =>
        email === '' ? employee.name === name && slug === region?.slug : employee.email === email,
      );
      const [there] = alike;
      const kept = there && employeeFields(there.employee);
      const read = readEmployee(kept ? keeping(kept, field, has) : field);
      const twice = alike.length > 1 ? [{ at: 'email', says: `Several employees are ${email || name}.` }] : [];
      if ('wrong' in read || !region || twice.length > 0) {
        return { wrong: ['wrong' in read ? read.wrong : [], unknown, twice].flat() };
      }
      const { record } = read;
      const subject = `${record.name}, ${region.name}`;
      const key = record.email ?? `${record.name}/${region.slug}`;
      if (!there) return added(key, subject, [insertEmployee(region.slug, record, now)]);
      if (there.region !== region.slug) {
        return { wrong: [{ at: 'region', says: `${record.email} is an employee of ${there.region} already.` }] };
      }
      const shown = changesShown('employees', employeeFields(there.employee), employeeFields(record));
      const changes = changesOf(there.employee, { ...record });
      return changed(key, subject, shown, [update('employee', there.employee.id, changes)]);
    };
  },
  async people(options) {
    const { db, directory, now, by } = options;
    const known = await peopleWithRoles(db);
    /** Two lines of one new person are one person with two roles. */
    const fresh = new Map<string, string>();
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
      const id = there?.id ?? fresh.get(email) ?? randomUUID();
      const grant = insertGrant({ personId: id, role, departmentId, regionId, grantedAt: now, grantedBy: by });
      if (!there) {
        const person = fresh.has(email) ? [] : [insertPerson({ id, name, email }, now)];
        fresh.set(email, id);
        return added(key, subject, [...person, grant]);
      }
      const has = there.grants.some(
        (given) => given.role === role && given.departmentId === departmentId && given.regionId === regionId,
      );
      return changed(key, subject, has ? [] : [{ field: 'role', before: '', after: grantInWords(placed, directory) }], [
        grant,
      ]);
    };
  },
};

function added(key: string, subject: string, statements: Statement[]): Outcome {
  return { key, subject, what: 'added', changes: [], statements };
}

/** @param statements what makes the changes; none are made where there are none. */
function changed(key: string, subject: string, changes: FieldChange[], statements: Statement[]): Outcome {
  const isSame = changes.length === 0;
  return { key, subject, what: isSame ? 'unchanged' : 'changed', changes, statements: isSame ? [] : statements };
}

/** What a line says of something that is there: a column that the file has not leaves what there is. */
function keeping(kept: Fields, field: Fields, has: (column: string) => boolean): Fields {
  return (name) => (has(name) ? field(name) : kept(name));
}

function changesShown(kind: ImportKind, before: Fields, after: Fields): FieldChange[] {
  return importKinds[kind].columns
    .filter((field) => before(field) !== after(field))
    .map((field) => ({ field, before: before(field), after: after(field) }));
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
