import { changesOf, departmentAdded, departmentChanged, regionAdded, regionRenamed } from './changes.ts';
import { readEmployees } from './import-employees.ts';
import { readPerson } from './import-people.ts';
import {
  added,
  auditRow,
  bySlug,
  changed,
  fieldChanges,
  errorsOf,
  withColumns,
  type MakeReader,
} from './import-step.ts';
import type { ImportKind } from './import-table.ts';
import { readDivisions } from '../org/org.ts';
import { answeredDepartments, insertDepartment, insertRegion, update } from './queries.ts';
import { departmentFields, readDepartment, readRegion, usualDepartment } from './records.ts';

const readDepartments: MakeReader = async (options, has) => {
  const fixed = await answeredDepartments(options.db);
  const known = bySlug(options.organization.departments);
  const divisions = await readDivisions(options.db);
  return (field) => {
    const existing = known.get(field('slug'));
    const stored = existing && departmentFields(existing, divisions);
    const read = readDepartment(
      stored ? withColumns(stored, field, has) : (name) => field(name) || usualDepartment[name] || '',
      divisions,
    );
    if ('errors' in read) return read;
    const { record } = read;
    const subject = `${record.name} (${record.slug})`;
    if (!existing) {
      return added(record.slug, subject, [insertDepartment(record), auditRow(options, departmentAdded(record))]);
    }
    const changes = changesOf(existing, record);
    if (fixed.has(existing.id) && ('zone' in changes || 'firstMonth' in changes)) {
      const at = 'zone' in changes ? 'zone' : 'first_month';
      return {
        errors: [{ at, message: 'The time zone and the first month cannot be changed after the first response.' }],
      };
    }
    const shown = fieldChanges(
      'departments',
      departmentFields(existing, divisions),
      departmentFields(record, divisions),
    );
    return changed(record.slug, subject, shown, [
      update('department', existing.id, changes),
      auditRow(options, departmentChanged(existing, changes)),
    ]);
  };
};

const readRegions: MakeReader = async (options) => {
  const [departments, regions] = [bySlug(options.organization.departments), bySlug(options.organization.regions)];
  return (field) => {
    const read = readRegion(field);
    const department = departments.get(field('department'));
    const unknown = department ? [] : [{ at: 'department', message: `There is no department ${field('department')}.` }];
    if ('errors' in read || !department) return { errors: [...errorsOf(read), ...unknown] };
    const { record } = read;
    const { slug, name } = record;
    const existing = regions.get(slug);
    const subject = `${name} (${slug}), ${department.name}`;
    if (!existing) {
      return added(slug, subject, [
        insertRegion(department.slug, record),
        auditRow(options, regionAdded(department, record)),
      ]);
    }
    if (existing.department.id !== department.id) {
      return { errors: [{ at: 'slug', message: `${slug} already belongs to ${existing.department.name}.` }] };
    }
    const shown = name === existing.name ? [] : [{ field: 'name', before: existing.name, after: name }];
    return changed(slug, subject, shown, [
      update('region', existing.id, { name }),
      auditRow(options, regionRenamed(existing, name)),
    ]);
  };
};

/** Reads a line of each kind of file. */
export const lineReaders: Record<ImportKind, MakeReader> = {
  departments: readDepartments,
  regions: readRegions,
  employees: readEmployees,
  people: readPerson,
};
