import type { Context } from 'hono';
import { commitChange } from '../audit/audit.ts';
import {
  casePath,
  casesPath,
  findCase,
  oneCase,
  showAgain,
  showOvertaken,
  workers,
  type CasePage,
  type CaseRoutes,
} from '../cases/cases.ts';
import type { Console, Visit } from '../console/console.ts';
import { commit } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import { reasonErrors } from '../pages/reason.ts';
import { askToErase, isAgreed, refuseToErase } from './erasures.ts';
import { eraseCase, type Erasing } from './erasing.ts';
import { liftHold, placeHold } from './holds.ts';
import { keepingOf, mayKeep } from './keeping.ts';
import { emptyLogOf } from './remains.ts';
import { reasonFields } from './section.ts';
import { eraseText } from './texts.ts';
import { monthsAgo } from './times.ts';

export interface RecordsRoutes extends CaseRoutes {
  databaseUrl: string;
}

type Handle = (visit: Visit & { form: Form }, page: CasePage) => Promise<Response>;

/** Holding a case, and erasing it or a part of it. */
export function keepingRoutes(frame: Console, options: RecordsRoutes): void {
  const { db, databaseUrl } = options;
  const post = (path: string, mayDo: (visit: Visit, page: CasePage) => boolean, handle: Handle) =>
    frame.post(`${oneCase}/${path}`, workers, async (visit) => {
      const page = await findCase(db, visit);
      return page && mayDo(visit, page) ? handle(visit, page) : frame.notFound(visit.c);
    });
  const isKeeper = ({ person }: Visit, page: CasePage) => mayKeep(person, page);
  const back = (c: Context, { file }: CasePage, notice: string) =>
    c.redirect(`${casePath(file.reference)}?notice=${notice}`, 303);
  const erased = async (c: Context) =>
    c.redirect(`${casesPath}?notice=${(await emptyLogOf(db, databaseUrl)) ? 'erased' : 'erased-busy'}`, 303);

  post('hold', isKeeper, async (visit, page) => {
    const { c, form, person, now } = visit;
    const at = reasonFields.hold;
    const reason = form.text(at);
    const errors = reasonErrors(at, reason);
    if (errors.length > 0) return showAgain(frame, options, visit, page, errors, { [at]: reason });
    const [first, event] = placeHold(page.file, { at: now, by: person.id, reason });
    if (await commitChange(db, first, event!)) return back(c, page, 'held');
    return showOvertaken(frame, options, visit, { [at]: reason });
  });

  post('hold/lift', isKeeper, async ({ c, person, now }, page) => {
    const { hold } = await keepingOf(db, page);
    if (hold === undefined) return back(c, page, 'before');
    const [first, event] = liftHold(page.file.id, hold.id, { at: now, by: person.id });
    return back(c, page, (await commitChange(db, first, event!)) ? 'released' : 'before');
  });

  post('texts/erase', isKeeper, async (visit, page) => {
    const { c, form, person, now } = visit;
    const of = { caseId: page.file.id, at: now, personId: person.id };
    if (!(await eraseText(db, form.text('what'), of))) return back(c, page, 'not-erased');
    return back(c, page, (await emptyLogOf(db, databaseUrl)) ? 'text-erased' : 'text-erased-busy');
  });

  post('erasure', isKeeper, async (visit, page) => {
    const { c, form, person, now } = visit;
    const { file, department } = page;
    const at = reasonFields.erasure;
    const [id, reason] = [form.text('id'), form.text(at)];
    const errors = reasonErrors(at, reason);
    if (errors.length > 0) return showAgain(frame, options, visit, page, errors, { [at]: reason });
    const { times, isPastMin } = await keepingOf(db, page);
    const overtaken = () => showOvertaken(frame, options, visit, { [at]: reason });
    if (isPastMin) {
      const closedBy = monthsAgo(times.minMonths, department.zone, now);
      const condition = { sql: 'closed_at <= :closedBy', args: { closedBy } };
      const by = { reason, askedBy: person.id, agreedBy: null, condition };
      return (await eraseCase(db, { ...early(visit, page), authority: times.authority, ...by }))
        ? erased(c)
        : overtaken();
    }
    if (!/^[\da-f-]{36}$/.test(id)) return overtaken();
    const [asked] = await commit(db, [askToErase(file, { id, reason, at: now, by: person.id })]);
    return asked.rowsAffected > 0 ? back(c, page, 'erasure-asked') : overtaken();
  });

  post(
    'erasure/:erasure/agree',
    () => true,
    async (visit, page) => {
      const { c, person } = visit;
      const { erasure, times } = await keepingOf(db, page);
      if (erasure === undefined || erasure.id !== c.req.param('erasure')) return showOvertaken(frame, options, visit);
      const { reason, askedBy } = erasure;
      const by = { reason, askedBy, agreedBy: person.id, condition: isAgreed(erasure.id, person.id) };
      return (await eraseCase(db, { ...early(visit, page), authority: times.authority, ...by }))
        ? erased(c)
        : showOvertaken(frame, options, visit);
    },
  );

  post(
    'erasure/:erasure/refuse',
    () => true,
    async ({ c, person, now }, page) => {
      const of = { at: now, by: person.id };
      const [refused] = await commit(db, [refuseToErase(c.req.param('erasure') ?? '', page.file.id, of)]);
      return back(c, page, refused.rowsAffected > 0 ? 'erasure-refused' : 'before');
    },
  );
}

const early = (
  { now }: Visit,
  { file, department }: CasePage,
): Pick<Erasing, 'file' | 'department' | 'at' | 'why'> => ({
  file,
  department,
  at: now,
  why: 'early',
});
