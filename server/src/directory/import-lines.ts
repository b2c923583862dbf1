import { auditedRow, type AuditEntry } from '../audit/audit.ts';
import { nameOf } from '../access/access.ts';
import {
  changesOf,
  departmentAdded,
  departmentChanged,
  employeeAdded,
  employeeChanged,
  regionAdded,
  regionRenamed,
} from './changes.ts';
import { readPerson } from './import-people.ts';
import { personLinks } from './person-link.ts';
import { added, changed, type FieldChange, type ImportOptions, type MakeReader } from './import-step.ts';
import { importKinds, type ImportKind } from './import-table.ts';
import {
  allEmployees,
  answeredDepartments,
  insertDepartment,
  insertEmployee,
  insertRegion,
  update,
} from './queries.ts';
import {
  departmentFields,
  employeeFields,
  readDepartment,
  readEmployee,
  readRegion,
  usualDepartment,
  type EmployeeRecord,
  type Fields,
} from './records.ts';

/** Reads a line of a file of each kind: what it would do, or what is wrong with it. */
export const lineReaders: Record<ImportKind, MakeReader> = {
  async departments(options, has) {
    const {
      db,
      directory: { departments },
    } = options;
    const fixed = await answeredDepartments(db);
    const known = bySlug(departments);
    return (field) => {
      const there = known.get(field('slug'));
      const kept = there && departmentFields(there);
      const read = readDepartment(
        kept ? keeping(kept, field, has) : (name) => field(name) || usualDepartment[name] || '',
      );
      if ('wrong' in read) return read;
      const { record } = read;
      const subject = `${record.name} (${record.slug})`;
      if (!there)
        return added(record.slug, subject, [insertDepartment(record), told(options, departmentAdded(record))]);
      const changes = changesOf(there, record);
      if (fixed.has(there.id) && ('zone' in changes || 'firstMonth' in changes)) {
        const at = 'zone' in changes ? 'zone' : 'first_month';
        return { wrong: [{ at, message: 'The zone and the first month are fixed: there are responses already.' }] };
      }
      const shown = changesShown('departments', departmentFields(there), departmentFields(record));
      return changed(record.slug, subject, shown, [
        update('department', there.id, changes),
        told(options, departmentChanged(there, changes)),
      ]);
    };
  },
  async regions(options) {
    const [departments, regions] = [bySlug(options.directory.departments), bySlug(options.directory.regions)];
    return (field) => {
      const read = readRegion(field);
      const department = departments.get(field('department'));
      const unknown = department
        ? []
        : [{ at: 'department', message: `There is no department ${field('department')}.` }];
      if ('wrong' in read || !department) return { wrong: ['wrong' in read ? read.wrong : [], unknown].flat() };
      const { record } = read;
      const there = regions.get(record.slug);
      const subject = `${record.name} (${record.slug}), ${department.name}`;
      if (!there)
        return added(record.slug, subject, [
          insertRegion(department.slug, record),
          told(options, regionAdded(department, record)),
        ]);
      if (there.department.id !== department.id) {
        return { wrong: [{ at: 'slug', message: `${record.slug} is a region of ${there.department.name} already.` }] };
      }
      const { name } = record;
      const shown = name === there.name ? [] : [{ field: 'name', before: there.name, after: name }];
      return changed(record.slug, subject, shown, [
        update('region', there.id, { name }),
        told(options, regionRenamed(there, name)),
      ]);
    };
  },
  async employees(options, has) {
    const { db, directory, now } = options;
    const regions = bySlug(directory.regions);
    const regionsById = new Map(directory.regions.map((region) => [region.id, region]));
    const known = await allEmployees(db);
    const links = await personLinks(db, known);
    const byEmail = Map.groupBy(known, ({ email }) => email);
    const byPlace = Map.groupBy(known, ({ regionId, name }) => `${regionId}/${name}`);
    return (field) => {
      const region = regions.get(field('region'));
      const unknown = region ? [] : [{ at: 'region', message: `There is no region ${field('region')}.` }];
      const [email, name] = [field('email').toLowerCase(), nameOf(field('name'))];
      const alike = (email === '' ? byPlace.get(`${region?.id}/${name}`) : byEmail.get(email)) ?? [];
      const [there] = alike;
      const kept = there && employeeFields(there);
      const read = readEmployee(kept ? keeping(kept, field, has) : field);
      const twice = alike.length > 1 ? [{ at: 'email', message: `Several employees are ${email || name}.` }] : [];
      const person: [string, string] = [links.emailOf(there), links.emailOf(there)];
      if (has('sign_in_email')) person[1] = field('sign_in_email').toLowerCase();
      const link = links.read(person[1], there);
      if ('wrong' in read || !region || twice.length > 0 || link.wrong.length > 0) {
        return { wrong: ['wrong' in read ? read.wrong : [], unknown, twice, link.wrong].flat() };
      }
      const { record } = read;
      const subject = `${record.name}, ${region.name}`;
      const key = record.email ?? `${record.name}/${region.slug}`;
      if (!there)
        return added(key, subject, [
          insertEmployee(region.slug, record, now, link.personId),
          told(options, employeeAdded(region, record, person[1])),
        ]);
      const from = regionsById.get(there.regionId)!;
      if (from.id !== region.id && region.retiredAt !== null) {
        return { wrong: [{ at: 'region', message: `${region.slug} is retired: nobody moves there.` }] };
      }
      const moved = from.id === region.id ? [] : [{ field: 'region', before: from.slug, after: region.slug }];
      const shown = [
        ...moved,
        ...changesShown('employees', linkedFields(there, person[0]), linkedFields(record, person[1])),
      ];
      const changes = changesOf(there, { ...record, regionId: region.id, personId: link.personId });
      return changed(key, subject, shown, [
        update('employee', there.id, changes),
        told(options, employeeChanged(from, there, changes, { to: region, person })),
      ]);
    };
  },
  people: readPerson,
};

/** The fields of an employee in a file, the address that they sign in with among them. */
function linkedFields(record: EmployeeRecord, person: string): Fields {
  return (name) => (name === 'sign_in_email' ? person : employeeFields(record)(name));
}

function bySlug<T extends { slug: string }>(all: T[]): Map<string, T> {
  return new Map(all.map((one) => [one.slug, one]));
}

/** A line of the audit for each thing that a file does, as its form would write it. */
function told({ by, now }: ImportOptions, entry: Omit<AuditEntry, 'personId'>) {
  return auditedRow({ personId: by, ...entry }, now);
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
