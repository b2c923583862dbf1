import { randomUUID } from 'node:crypto';
import { isoDay } from '@heart-survey/shared/dates';
import { items, type Item } from '@heart-survey/shared/items';
import type { SurveyResponse } from '@heart-survey/shared/response';
import { audited, commitChange } from '../audit/audit.ts';
import { departmentsFor, regionsFor, type Console, type Visit } from '../console/console.ts';
import type { FieldMistake } from '../pages/fields.ts';
import { commit, type Database } from '../database/database.ts';
import { eraseFromBatch, type PaperForm } from '../responses/responses.ts';
import { latestSnapshot } from '../figures/figures.ts';
import { readCalendar, type Department } from '../org/org.ts';
import { entryFrom, typedFrom, type Typed } from './entry.ts';
import { batchPage, paperPath, startPage } from './pages.ts';
import { batchesOf, endBatch, findBatch, formsOf, insertBatch } from './queries.ts';

export interface PaperRoutes {
  db: Database;
  store: (response: SurveyResponse, form: PaperForm) => Promise<'stored' | 'known' | 'closed'>;
  /** The tags of the languages that are offered. */
  languages: string[];
}

const base = '/console/departments/:department/paper';
const paper = { of: 'part', action: 'paper' } as const;
/** Batches of the last weeks are shown, in milliseconds. */
const lately = 28 * 24 * 60 * 60 * 1000;

/** Typing paper forms in, with the keyboard alone. */
export function paperRoutes(frame: Console, { db, store, languages }: PaperRoutes): void {
  frame.navItem({
    group: 'Work',
    label: 'Paper forms',
    href: (person, directory) => {
      const [first] = departmentsFor(person, 'paper', directory);
      return first && paperPath(first);
    },
  });

  const regionsOf = ({ person, directory }: Visit, department: Department) =>
    regionsFor(person, 'paper', directory, department);

  const start = async (visit: Visit & { department: Department }, mistakes: FieldMistake[] = []) => {
    const { c, person, directory, department, now } = visit;
    const regions = regionsOf(visit, department);
    const ids = regions.map(({ id }) => id);
    const batches = await batchesOf(db, person.id, ids, now - lately);
    const departments = departmentsFor(person, 'paper', directory);
    const notice = mistakes.length > 0 ? undefined : c.req.query('notice');
    const page = { department, departments, regions, batches, mistakes, notice };
    return frame.page(visit, startPage(page), mistakes.length > 0 ? 400 : 200);
  };

  frame.get(base, paper, (visit) => start(visit));

  frame.post(base, paper, async (visit) => {
    const { person, department, form, now, c } = visit;
    const region = regionsOf(visit, department).find(({ slug }) => slug === form.text('region'));
    if (!region) return start(visit, [{ at: 'region', message: 'Choose whose forms they are.' }]);
    const [made] = await commit(db, [
      insertBatch(region.id, person.id, now),
      audited(
        { personId: person.id, action: 'paper batch begun', subject: region.slug, departmentId: department.id },
        now,
      ),
    ]);
    return c.redirect(paperPath(department, made.rows[0]!.id), 303);
  });

  /** One's own batch that the path names. */
  const batchOf = async (visit: Visit & { department: Department }) => {
    const id = Number(visit.c.req.param('batch'));
    const regions = regionsOf(visit, visit.department).map(({ id }) => id);
    return Number.isSafeInteger(id) ? findBatch(db, id, visit.person.id, regions) : undefined;
  };
  type Found = NonNullable<Awaited<ReturnType<typeof batchOf>>>;

  const show = async (
    visit: Visit & { department: Department },
    { batch, region }: Found,
    shown: { typed: Typed; id?: string; mistakes?: FieldMistake[]; notice?: string | undefined },
  ) => {
    const { typed, id = randomUUID(), mistakes = [], notice } = shown;
    const { department, now } = visit;
    const forms = await formsOf(db, batch.id);
    const page = { department, region, batch, forms, languages, today: isoDay(now, department.zone) };
    return frame.page(visit, batchPage({ ...page, typed, id, mistakes, notice }), mistakes.length > 0 ? 400 : 200);
  };

  frame.get(`${base}/:batch`, paper, async (visit) => {
    const found = await batchOf(visit);
    if (!found) return frame.notFound(visit.c);
    const { date = '', language = '', notice } = visit.c.req.query();
    return show(visit, found, { typed: { ...blank, date, language }, notice });
  });

  frame.post(`${base}/:batch`, paper, async (visit) => {
    const { c, department, form, now } = visit;
    const found = await batchOf(visit);
    if (!found) return frame.notFound(c);
    const [typed, id] = [typedFrom(form), form.text('id')];
    const days = await readCalendar(db, department);
    const read = entryFrom(id, found.region.slug, typed, { department, days, now });
    const refuse = (mistakes: FieldMistake[]) => show(visit, found, { typed, id, mistakes });
    if (found.batch.endedAt !== null) return refuse([{ at: '', message: 'This batch is done. Begin another one.' }]);
    if ('mistakes' in read) return refuse(read.mistakes);
    const { response, quarter, paperDate } = read.entry;
    if (await latestSnapshot(db, department.id, quarter)) return refuse([closed]);
    const origin = { regionId: found.region.id, batchId: found.batch.id, receivedAt: now };
    const outcome = await store(response, { ...origin, quarter, paperDate });
    if (outcome === 'closed') return refuse([closed]);
    const query = new URLSearchParams({ date: paperDate, language: typed.language, notice: outcome });
    return c.redirect(`${paperPath(department, found.batch.id)}?${query.toString()}`, 303);
  });

  frame.post(`${base}/:batch/forms/:response/undoing`, paper, async (visit) => {
    const { c, person, department, now } = visit;
    const found = await batchOf(visit);
    if (!found) return frame.notFound(c);
    const id = c.req.param('response')!;
    const isUndone = await commitChange(db, eraseFromBatch(id, found.batch.id, now), {
      at: now,
      personId: person.id,
      action: 'paper form undone',
      subject: id,
      departmentId: department.id,
    });
    const notice = isUndone ? 'undone' : 'not-undone';
    return c.redirect(`${paperPath(department, found.batch.id)}?notice=${notice}`, 303);
  });

  frame.post(`${base}/:batch/ending`, paper, async (visit) => {
    const { c, person, department, now } = visit;
    const found = await batchOf(visit);
    if (!found) return frame.notFound(c);
    await commitChange(db, endBatch(found.batch.id, now), {
      at: now,
      personId: person.id,
      action: 'paper batch ended',
      subject: found.region.slug,
      departmentId: department.id,
    });
    return c.redirect(`${paperPath(department)}?notice=ended`, 303);
  });
}

const closed = { at: 'date', message: 'The quarter of that date is closed. A form of it cannot be counted any more.' };
const blank: Typed = {
  date: '',
  ratings: Object.fromEntries(items.map((item) => [item, ''])) as Record<Item, string>,
  comment: '',
  language: '',
};
