import { audited, commitChange } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import { build } from '../database/builder.ts';
import { commit, isConstraint, type Database } from '../database/database.ts';
import { division } from '../database/schema.ts';
import type { Form } from '../http/form.ts';
import { readDivisions, type Division } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { changesOf } from './changes.ts';
import { divisionPage, divisionsPage, versionOf } from './division-page.ts';
import { divisionsPath, rules, type DirectoryRoutes } from './paths.ts';
import { changeDivision } from './queries.ts';
import { readDivision, type Fields } from './records.ts';

const taken: FieldError[] = [{ at: 'name', message: 'Another division already has this name.' }];

const changedMeanwhile: FieldError[] = [
  { at: '', message: 'Someone else changed this division after you opened this page. Check it and save again.' },
];

/** The groups of departments (docs/policies/nc-dhhs-customer-service.md): adding one, and changing its name and position. */
export function divisionRoutes(frame: Console, { db }: DirectoryRoutes): void {
  const one = `${divisionsPath}/:division`;
  frame.get(divisionsPath, rules.directory, (visit) => showAll(frame, db, visit));
  frame.post(divisionsPath, rules.directory, addDivision(frame, db));
  frame.get(one, rules.directory, async (visit) => {
    const found = await divisionIn(db, visit);
    return found ? showOne(frame, visit, found, fieldsOf(found)) : frame.notFound(visit.c);
  });
  frame.post(one, rules.directory, saveDivision(frame, db));
}

async function showAll(
  frame: Console,
  db: Database,
  visit: Visit,
  field: Fields = () => '',
  errors: FieldError[] = [],
) {
  const { departments } = visit.organization;
  const notice = visit.c.req.query('notice');
  const page = { divisions: await readDivisions(db), departments, field, errors, notice };
  return frame.page(visit, divisionsPage(page), errors.length > 0 ? 400 : 200);
}

function showOne(
  frame: Console,
  visit: Visit,
  found: Division,
  field: Fields,
  errors: FieldError[] = [],
  status: 200 | 400 | 409 = errors.length > 0 ? 400 : 200,
) {
  return frame.page(visit, divisionPage({ division: found, field, errors }), status);
}

const fieldsOf =
  ({ name, place }: Division): Fields =>
  (asked) =>
    asked === 'name' ? name : String(place ?? '');

async function divisionIn(db: Database, { c }: Visit): Promise<Division | undefined> {
  return (await readDivisions(db)).find(({ id }) => String(id) === c.req.param('division'));
}

function addDivision(frame: Console, db: Database) {
  return async (visit: Visit & { form: Form }) => {
    const { form, person, now, c } = visit;
    const field: Fields = (name) => form.text(name);
    const read = readDivision(field);
    if ('errors' in read) return showAll(frame, db, visit, field, read.errors);
    const { record } = read;
    const entry = { personId: person.id, action: 'division added', subject: record.name };
    try {
      await commit(db, [build.insert(division).values({ ...record, createdAt: now }), audited(entry, now)]);
    } catch (error) {
      if (!isConstraint(error)) throw error;
      const stored = (await readDivisions(db)).find(({ name }) => name === record.name);
      // The same form was sent twice.
      if (stored?.place === record.place) return c.redirect(`${divisionsPath}?notice=known`, 303);
      return showAll(frame, db, visit, field, taken);
    }
    return c.redirect(`${divisionsPath}?notice=added`, 303);
  };
}

function saveDivision(frame: Console, db: Database) {
  return async (visit: Visit & { form: Form }) => {
    const { form, person, now, c } = visit;
    const found = await divisionIn(db, visit);
    if (!found) return frame.notFound(c);
    const field: Fields = (name) => form.text(name);
    const read = readDivision(field);
    if ('errors' in read) return showOne(frame, visit, found, field, read.errors);
    const saved = c.redirect(`${divisionsPath}?notice=saved`, 303);
    const changes = changesOf(found, read.record);
    if (Object.keys(changes).length === 0) return saved;
    const detail = Object.fromEntries(
      Object.entries(changes).map(([name, value]) => [name, [found[name as keyof Division], value]]),
    );
    const entry = { at: now, personId: person.id, action: 'division changed', subject: found.name, detail };
    try {
      const isSeen = form.text('before') === versionOf(found);
      if (isSeen && (await commitChange(db, changeDivision(found, read.record), entry))) return saved;
    } catch (error) {
      if (!isConstraint(error)) throw error;
      return showOne(frame, visit, found, field, taken);
    }
    const current = (await divisionIn(db, visit)) ?? found;
    return showOne(frame, visit, current, field, changedMeanwhile, 409);
  };
}
