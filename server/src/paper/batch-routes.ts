import { randomUUID } from 'node:crypto';
import { isoDay } from '@heart-survey/shared/dates';
import type { SurveyResponse } from '@heart-survey/shared/response';
import { commitChange } from '../audit/audit.ts';
import { regionsFor, type Console, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { latestSnapshot } from '../figures/figures.ts';
import type { Form } from '../http/form.ts';
import { askedGroups, readCalendar, type Department } from '../org/org.ts';
import { usedForm, type FieldError } from '../pages/fields.ts';
import { copiesErased } from '../cases/cases.ts';
import { quotesErased } from '../recognition/recognition.ts';
import { eraseFromBatch, type PaperForm, type Saved } from '../responses/responses.ts';
import { entryFrom, lateForms, typedFrom, untyped, type Typed } from './entry.ts';
import { batchPage } from './batch-page.ts';
import { paperPath } from './pages.ts';
import { endBatch, findBatch, formsOf } from './queries.ts';

export interface PaperRoutes {
  db: Database;
  store: (response: SurveyResponse, form: PaperForm) => Promise<Saved | 'closed'>;
  /** The tags of the languages that are offered. */
  languages: string[];
}

const path = '/console/departments/:department/paper/:batch';
const paper = { of: 'part', action: 'paper' } as const;

/** A visit to one of the person's own batches. */
interface BatchVisit {
  frame: Console;
  options: PaperRoutes;
  visit: Visit & { department: Department };
  found: NonNullable<Awaited<ReturnType<typeof findBatch>>>;
}

/** The pages of one batch of paper forms. */
export function batchRoutes(frame: Console, options: PaperRoutes): void {
  const find = async ({ c, person, organization, department }: BatchVisit['visit']) => {
    const id = Number(c.req.param('batch'));
    const regions = regionsFor(person, 'paper', organization, department);
    const ids = regions.map(({ id }) => id);
    return Number.isSafeInteger(id) ? findBatch(options.db, id, person.id, ids) : undefined;
  };
  const change = (rest: string, handle: (at: BatchVisit & { form: Form }) => Promise<Response>) =>
    frame.post(`${path}${rest}`, paper, async ({ form, ...visit }) => {
      const found = await find(visit);
      return found ? handle({ frame, options, visit, found, form }) : frame.notFound(visit.c);
    });

  frame.get(path, paper, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    const { date = '', language = '', notice } = visit.c.req.query();
    return showBatch({ frame, options, visit, found }, { typed: { ...untyped, date, language }, notice });
  });
  change('', saveForm);
  change('/forms/:response/undoing', removeForm);
  change('/ending', finishBatch);
}

interface Entered {
  typed: Typed;
  id?: string;
  errors?: FieldError[];
  notice?: string | undefined;
  status?: 200 | 400 | 409;
}

async function showBatch({ frame, options, visit, found }: BatchVisit, entered: Entered) {
  const { typed, id = randomUUID(), errors = [], notice, status = errors.length > 0 ? 400 : 200 } = entered;
  const { db, languages } = options;
  const { department, now, organization } = visit;
  const { batch, region } = found;
  const groups = askedGroups(organization, department);
  const forms = await formsOf(db, batch.id);
  const today = isoDay(now, department.zone);
  const page = batchPage({ department, region, batch, forms, languages, groups, today, typed, id, errors, notice });
  return frame.page(visit, page, status);
}

const closed: FieldError = {
  at: 'date',
  message: `The quarter of that date is closed. ${lateForms}`,
};

async function saveForm(at: BatchVisit & { form: Form }): Promise<Response> {
  const { options, visit, found, form } = at;
  const { db, store } = options;
  const { c, department, now, organization } = visit;
  const { batch, region } = found;
  const groups = askedGroups(organization, department);
  const [typed, id] = [typedFrom(form), form.text('id')];
  const days = await readCalendar(db, department);
  const read = entryFrom(id, region.slug, typed, { department, days, now, groups });
  const refuse = (errors: FieldError[]) => showBatch(at, { typed, id, errors });
  if (batch.endedAt !== null) return refuse([{ at: '', message: 'This batch is finished. Start another one.' }]);
  if ('errors' in read) return refuse(read.errors);
  const { response, ...dated } = read.entry;
  if (await latestSnapshot(db, department.id, dated.quarter)) return refuse([closed]);
  const origin = { regionId: region.id, batchId: batch.id, receivedAt: now };
  const outcome = await store(response, { ...origin, ...dated });
  if (outcome === 'closed') return refuse([closed]);
  if (outcome === 'used') return showBatch(at, { typed, errors: [usedForm], status: 409 });
  const query = new URLSearchParams({ date: dated.paperDate, language: typed.language, notice: outcome });
  return c.redirect(`${paperPath(department, batch.id)}?${query.toString()}`, 303);
}

async function removeForm({ options, visit, found }: BatchVisit): Promise<Response> {
  const { c, person, department, now } = visit;
  const id = c.req.param('response')!;
  const by = { at: now, personId: person.id, departmentId: department.id };
  const entry = { ...by, action: 'paper form removed', subject: id };
  const erased = eraseFromBatch(id, found.batch.id, now);
  const isRemoved = await commitChange(options.db, erased, entry, ...quotesErased(id, by), ...copiesErased(now));
  const notice = isRemoved ? 'undone' : 'not-undone';
  return c.redirect(`${paperPath(department, found.batch.id)}?notice=${notice}`, 303);
}

async function finishBatch({ options, visit, found }: BatchVisit): Promise<Response> {
  const { c, person, department, now } = visit;
  await commitChange(options.db, endBatch(found.batch.id, now), {
    at: now,
    personId: person.id,
    action: 'paper batch ended',
    subject: found.region.slug,
    departmentId: department.id,
  });
  return c.redirect(`${paperPath(department)}?notice=ended`, 303);
}
