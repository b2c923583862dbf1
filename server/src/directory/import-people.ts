import { randomUUID } from 'node:crypto';
import { isEmail, longestName, nameOf, roles, insertPerson } from '../access/access.ts';
import { grantInWords } from '../console/console.ts';
import type { FieldMistake } from '../pages/fields.ts';
import { auditedIfGiven, grantRole, scopeOf, roleEntry, type Scope } from '../people/people.ts';
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
    const scope = wantedScope(field, directory);
    const has = there !== undefined && !('wrong' in scope) && there.grants.some((grant) => isSame(grant, scope));
    const wrong = [
      ...(name === '' || name.length > longestName
        ? [{ at: 'name', message: `Give a name of at most ${longestName} characters.` }]
        : []),
      ...(isEmail(email) ? [] : [{ at: 'email', message: 'Give an e-mail address such as name@example.gov.' }]),
      ...('wrong' in scope ? scope.wrong : []),
      ...(there && !has ? refusedTo(there, by) : []),
    ];
    if (wrong.length > 0 || 'wrong' in scope) return { wrong };
    const subject = `${name}, ${email}`;
    const key = `${email}/${scope.role}/${scope.departmentId}/${scope.regionId}`;
    const id = there?.id ?? fresh.get(email) ?? randomUUID();
    const isNew = !there && !fresh.has(email);
    const entry = { personId: by, ...roleEntry(isNew ? 'person invited' : 'role granted', { email }, scope) };
    const writes = [
      isNew ? insertPerson({ id, name, email }, now) : undefined,
      auditedIfGiven(entry, { personId: id, ...scope }, now),
      grantRole({ personId: id, ...scope, grantedAt: now, grantedBy: by }),
    ];
    if (there) {
      const change = { field: 'role', before: '', after: grantInWords(scope, directory) };
      return changed(key, subject, has ? [] : [change], writes);
    }
    fresh.set(email, id);
    return added(key, subject, writes);
  };
};

function isSame(one: Scope, other: Scope): boolean {
  return one.role === other.role && one.departmentId === other.departmentId && one.regionId === other.regionId;
}

/** Why somebody who is known gets no other role from that file. */
function refusedTo({ id, leftAt }: { id: string; leftAt: number | null }, by: string | null): FieldMistake[] {
  if (leftAt !== null) return [{ at: 'email', message: 'Their access has ended. Let them back in first.' }];
  return id === by ? [{ at: 'email', message: 'Nobody gives themselves a role. Another administrator can.' }] : [];
}

/** The role of a line, and what it is for. A region in a line says where a role is for, its department only whose it is. */
function wantedScope(field: Fields, directory: Directory): Scope | { wrong: FieldMistake[] } {
  const [department, region] = [field('department'), field('region')];
  const inRegion = directory.regions.find(({ slug }) => slug === region);
  const wrong = [
    ...(department === '' || directory.departments.some(({ slug }) => slug === department)
      ? []
      : [{ at: 'department', message: `There is no department ${department}.` }]),
    ...(region === '' || inRegion ? [] : [{ at: 'region', message: `There is no region ${region}.` }]),
    ...(inRegion && department !== '' && inRegion.department.slug !== department
      ? [{ at: 'region', message: `${region} is a region of ${inRegion.department.slug}.` }]
      : []),
  ];
  if (wrong.length > 0) return { wrong };
  const where = region !== '' ? `region/${region}` : department !== '' ? `department/${department}` : '';
  const found = scopeOf({ role: field('role'), scope: where }, directory);
  if (!('mistakes' in found)) return found;
  const column = region !== '' || field('role') === 'junior' ? 'region' : 'department';
  return {
    wrong: found.mistakes.map(({ at, message }) =>
      at === 'role' ? { at, message: `A role is one of ${roles.join(', ')}.` } : { at: column, message },
    ),
  };
}
