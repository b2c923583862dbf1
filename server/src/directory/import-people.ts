import { randomUUID } from 'node:crypto';
import { isEmail, longestName, nameOf, roles, insertPerson } from '../access/access.ts';
import { grantInWords } from '../console/console.ts';
import type { FieldMistake } from '../pages/fields.ts';
import { auditedIfGiven, grantRole, placedOf, roleDeed, type Placed } from '../people/people.ts';
import type { Directory } from '../org/org.ts';
import { added, changed, type MakeReader } from './import-step.ts';
import { peopleWithRoles } from './queries.ts';
import type { Fields } from './records.ts';

/** Reads who may sign in and in which role, by the rules of the form that grants one. */
export const readPerson: MakeReader = async ({ db, directory, now, by }) => {
  const known = new Map((await peopleWithRoles(db)).map((person) => [person.email, person]));
  /** Two lines of one new person are one person with two roles. */
  const fresh = new Map<string, string>();
  return (field) => {
    const [name, email] = [nameOf(field('name')), field('email').toLowerCase()];
    const there = known.get(email);
    const placed = placeOf(field, directory);
    const has = there !== undefined && !('wrong' in placed) && there.grants.some((grant) => isSame(grant, placed));
    const wrong = [
      ...(name === '' || name.length > longestName
        ? [{ at: 'name', says: `Give a name of at most ${longestName} characters.` }]
        : []),
      ...(isEmail(email) ? [] : [{ at: 'email', says: 'Give an e-mail address such as name@example.gov.' }]),
      ...('wrong' in placed ? placed.wrong : []),
      ...(there && !has ? refusedTo(there, by) : []),
    ];
    if (wrong.length > 0 || 'wrong' in placed) return { wrong };
    const subject = `${name}, ${email}`;
    const key = `${email}/${placed.role}/${placed.departmentId}/${placed.regionId}`;
    const id = there?.id ?? fresh.get(email) ?? randomUUID();
    const isNew = !there && !fresh.has(email);
    const deed = { personId: by, ...roleDeed(isNew ? 'person invited' : 'role granted', { email }, placed) };
    const writes = [
      isNew ? insertPerson({ id, name, email }, now) : undefined,
      auditedIfGiven(deed, { personId: id, ...placed }, now),
      grantRole({ personId: id, ...placed, grantedAt: now, grantedBy: by }),
    ];
    if (there) {
      const change = { field: 'role', before: '', after: grantInWords(placed, directory) };
      return changed(key, subject, has ? [] : [change], writes);
    }
    fresh.set(email, id);
    return added(key, subject, writes);
  };
};

function isSame(one: Placed, other: Placed): boolean {
  return one.role === other.role && one.departmentId === other.departmentId && one.regionId === other.regionId;
}

/** Why somebody who is known gets no other role from that file. */
function refusedTo({ id, leftAt }: { id: string; leftAt: number | null }, by: string | null): FieldMistake[] {
  if (leftAt !== null) return [{ at: 'email', says: 'Their access has ended. Let them back in first.' }];
  return id === by ? [{ at: 'email', says: 'Nobody gives themselves a role. Another administrator can.' }] : [];
}

/** The role of a line, and what it is for. A region in a line says where a role is for, its department only whose it is. */
function placeOf(field: Fields, directory: Directory): Placed | { wrong: FieldMistake[] } {
  const [department, region] = [field('department'), field('region')];
  const inRegion = directory.regions.find(({ slug }) => slug === region);
  const wrong = [
    ...(department === '' || directory.departments.some(({ slug }) => slug === department)
      ? []
      : [{ at: 'department', says: `There is no department ${department}.` }]),
    ...(region === '' || inRegion ? [] : [{ at: 'region', says: `There is no region ${region}.` }]),
    ...(inRegion && department !== '' && inRegion.department.slug !== department
      ? [{ at: 'region', says: `${region} is a region of ${inRegion.department.slug}.` }]
      : []),
  ];
  if (wrong.length > 0) return { wrong };
  const place = region !== '' ? `region/${region}` : department !== '' ? `department/${department}` : '';
  const placed = placedOf({ role: field('role'), place }, directory);
  if (!('mistakes' in placed)) return placed;
  const column = region !== '' || field('role') === 'junior' ? 'region' : 'department';
  return {
    wrong: placed.mistakes.map(({ at, says }) =>
      at === 'role' ? { at, says: `A role is one of ${roles.join(', ')}.` } : { at: column, says },
    ),
  };
}
