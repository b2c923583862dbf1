import { nameOf } from '../access/access.ts';
import type { Region } from '../org/org.ts';
import { changesOf, employeeAdded, employeeChanged } from './changes.ts';
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
import { personLinks } from './person-link.ts';
import { allEmployees, insertEmployee, update, type Employee } from './queries.ts';
import { employeeFields, readEmployee, type EmployeeRecord, type Fields } from './records.ts';

/** Reads a line about an employee, who is known by their email address or, without one, by region and name. */
export const readEmployees: MakeReader = async (options, has) => {
  const { db, organization, now } = options;
  const regions = bySlug(organization.regions);
  const regionsById = new Map(organization.regions.map((region) => [region.id, region]));
  const known = await allEmployees(db);
  const links = await personLinks(db, known);
  const findAlike = finder(known);
  return (field) => {
    const region = regions.get(field('region'));
    const unknown = region ? [] : [{ at: 'region', message: `There is no region ${field('region')}.` }];
    const [email, name] = [field('email').toLowerCase(), nameOf(field('name'))];
    const alike = findAlike(email, name, region);
    const [existing] = alike;
    const read = readEmployee(existing ? withColumns(employeeFields(existing), field, has) : field);
    const several =
      alike.length > 1 ? [{ at: 'email', message: `More than one employee matches ${email || name}.` }] : [];
    const before = links.emailOf(existing);
    const after = has('sign_in_email') ? field('sign_in_email').toLowerCase() : before;
    const link = links.read(after, existing);
    if ('errors' in read || !region || several.length > 0 || link.errors.length > 0) {
      return { errors: [...errorsOf(read), ...unknown, ...several, ...link.errors] };
    }
    const { record } = read;
    const subject = `${record.name}, ${region.name}`;
    const key = record.email ?? `${record.name}/${region.slug}`;
    if (!existing) {
      return added(key, subject, [
        insertEmployee(region.slug, record, now, link.personId),
        auditRow(options, employeeAdded(region, record, after)),
      ]);
    }
    const from = regionsById.get(existing.regionId)!;
    if (from.id !== region.id && region.retiredAt !== null) {
      return { errors: [{ at: 'region', message: `${region.slug} is retired, so employees cannot be moved there.` }] };
    }
    const moved = from.id === region.id ? [] : [{ field: 'region', before: from.slug, after: region.slug }];
    const edited = fieldChanges('employees', linkedFields(existing, before), linkedFields(record, after));
    const changes = changesOf(existing, { ...record, regionId: region.id, personId: link.personId });
    const entry = employeeChanged(from, existing, changes, { to: region, person: [before, after] });
    return changed(
      key,
      subject,
      [...moved, ...edited],
      [update('employee', existing.id, changes), auditRow(options, entry)],
    );
  };
};

/** Builds the function that finds the employees a line may refer to. */
function finder(employees: Employee[]) {
  const byEmail = Map.groupBy(employees, ({ email }) => email);
  const byName = Map.groupBy(employees, ({ regionId, name }) => `${regionId}/${name}`);
  return (email: string, name: string, region: Region | undefined) =>
    (email === '' ? byName.get(`${region?.id}/${name}`) : byEmail.get(email)) ?? [];
}

/** An employee's fields in a file, including the email address that they sign in with. */
function linkedFields(record: EmployeeRecord, signInEmail: string): Fields {
  return (name) => (name === 'sign_in_email' ? signInEmail : employeeFields(record)(name));
}
