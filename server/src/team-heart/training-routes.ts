import { randomUUID } from 'node:crypto';
import { isoDay } from '@heart-survey/shared/dates';
import { Temporal } from 'temporal-polyfill';
import { can } from '../access/access.ts';
import { commitChange } from '../audit/audit.ts';
import { departmentsFor, regionsFor, type Console, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import { hasEnded, type Department } from '../org/org.ts';
import { usedForm, type FieldError } from '../pages/fields.ts';
import { trainingsPath } from './paths.ts';
import { insertTraining, isStored, removeTraining, trainingsOf, type Training } from './queries.ts';
import { trainingFrom, typedTraining, type TypedTraining } from './training-form.ts';
import { trainingRemovalPage } from './training-removal-page.ts';
import { trainingsPage } from './trainings-page.ts';

const path = trainingsPath({ slug: ':department' });
const trainings = { of: 'part', action: 'trainings' } as const;

interface TrainingVisit {
  frame: Console;
  db: Database;
  visit: Visit & { department: Department };
}

/** The pages about the trainings of a department. */
export function trainingRoutes(frame: Console, db: Database): void {
  frame.get(path, trainings, (visit) => show({ frame, db, visit }));
  frame.post(path, trainings, ({ form, ...visit }) => add({ frame, db, visit, form }));
  frame.get(`${path}/:training/removal`, trainings, (visit) => askToRemove({ frame, db, visit }));
  frame.post(`${path}/:training/removal`, trainings, (visit) => remove({ frame, db, visit }));
}

/** What the person may do in this department: in which regions, and whether in all of it. */
function scopeOf({ person, organization, department, now }: TrainingVisit['visit']) {
  return {
    regions: regionsFor(person, 'trainings', organization, department).filter((region) => !hasEnded(region, now)),
    isWhole: can(person, 'trainings', { departmentId: department.id }),
  };
}

/** The trainings that the person may see: those of their regions, ended ones too, and of the whole department. */
function seen({ db, visit }: TrainingVisit): Promise<Training[]> {
  const { person, organization, department } = visit;
  const regionIds = regionsFor(person, 'trainings', organization, department).map(({ id }) => id);
  return trainingsOf(db, { departmentId: department.id, regionIds });
}

async function show(at: TrainingVisit, refused?: { typed: TypedTraining; errors: FieldError[]; status?: 409 }) {
  const { c, person, organization, department, now } = at.visit;
  const blank = { id: randomUUID(), heldOn: '', topic: '', region: '', attended: '' };
  const page = trainingsPage({
    department,
    departments: departmentsFor(person, 'trainings', organization),
    ...scopeOf(at.visit),
    trainings: await seen(at),
    yearBegan: Temporal.PlainDate.from(isoDay(now, department.zone)).subtract({ years: 1 }).toString(),
    typed: refused?.typed ?? blank,
    errors: refused?.errors ?? [],
    notice: c.req.query('notice'),
  });
  return at.frame.page(at.visit, page, refused ? (refused.status ?? 400) : 200);
}

async function add(at: TrainingVisit & { form: Form }): Promise<Response> {
  const { db, visit, form } = at;
  const { c, person, department, now } = visit;
  const typed = typedTraining(form);
  const read = trainingFrom(typed, { department, ...scopeOf(visit), now });
  if ('errors' in read) return show(at, { typed, errors: read.errors });
  const { region, ...training } = read.training;
  const made = { departmentId: department.id, regionId: region?.id ?? null, createdAt: now, createdBy: person.id };
  const row = { ...training, ...made };
  const isAdded = await commitChange(db, insertTraining(row), {
    at: now,
    ...entryOf('training added', visit, { ...training, slug: region?.slug ?? null }),
  });
  if (!isAdded && !(await isStored(db, row))) {
    return show(at, { typed: { ...typed, id: randomUUID() }, errors: [usedForm], status: 409 });
  }
  return c.redirect(`${trainingsPath(department)}?notice=added`, 303);
}

/** The training that the path names, if the person may remove it. */
async function theirs(at: TrainingVisit): Promise<Training | undefined> {
  const { c } = at.visit;
  const found = (await seen(at)).find(({ id }) => id === c.req.param('training'));
  const { regions, isWhole } = scopeOf(at.visit);
  const isTheirs = found?.regionId === null ? isWhole : regions.some(({ id }) => id === found?.regionId);
  return isTheirs ? found : undefined;
}

async function askToRemove(at: TrainingVisit): Promise<Response> {
  const { frame, visit } = at;
  const found = await theirs(at);
  return found ? frame.page(visit, trainingRemovalPage(visit.department, found)) : frame.notFound(visit.c);
}

async function remove(at: TrainingVisit): Promise<Response> {
  const { frame, db, visit } = at;
  const { c, person, department, now } = visit;
  const found = await theirs(at);
  if (!found) return frame.notFound(c);
  const change = removeTraining(found.id, department.id, now, person.id);
  await commitChange(db, change, { at: now, ...entryOf('training removed', visit, found) });
  return c.redirect(`${trainingsPath(department)}?notice=removed`, 303);
}

function entryOf(
  action: 'training added' | 'training removed',
  { person, department }: TrainingVisit['visit'],
  { slug, heldOn, attended }: Pick<Training, 'slug' | 'heldOn' | 'attended'>,
) {
  // Without the topic, which someone may have to erase.
  const detail = { heldOn, attended };
  return { personId: person.id, action, subject: slug ?? department.slug, departmentId: department.id, detail };
}
