import type { Quarter } from '@heart-survey/shared/quarters';
import { commitChange } from '../audit/audit.ts';
import { startedQuarter, type Console, type Visit } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import type { Department } from '../org/org.ts';
import { reasonErrors } from '../pages/reason.ts';
import { changeRoutes } from './change-routes.ts';
import { erasureRoutes } from './erasure-routes.ts';
import { makingRoutes } from './making-routes.ts';
import { restatingPath } from './paths.ts';
import { prepare } from './prepared.ts';
import { endRestatement, deleteTyped, insertRestatement, openRestatement } from './queries.ts';
import { rule, restatingPathPattern as path, type RestatingOptions } from './restating-visit.ts';
import { showRestating, type Show } from './show.ts';
import { restatingToday } from './today.ts';
import { versionRoutes } from './version-routes.ts';

/** The pages where a representative restates a closed quarter, and those where its versions stay readable. */
export function restatingRoutes(frame: Console, options: RestatingOptions): void {
  const show = showRestating(frame, options);
  frame.today((visit) => restatingToday(options.db, visit));
  frame.get(path, rule, async (visit) => {
    const quarter = startedQuarter(visit, visit.department);
    return quarter ? show(visit, quarter) : frame.notFound(visit.c);
  });
  frame.post(path, rule, async (visit) => {
    const quarter = startedQuarter(visit, visit.department);
    return quarter ? start(options, show, visit, quarter) : frame.notFound(visit.c);
  });
  frame.post(`${path}/dropping`, rule, async (visit) => {
    const quarter = startedQuarter(visit, visit.department);
    return quarter ? drop(options, visit, quarter) : frame.notFound(visit.c);
  });
  changeRoutes(frame, options, show);
  makingRoutes(frame, options, show);
  erasureRoutes(frame, options);
  versionRoutes(frame, options);
}

type FormVisit = Visit & { department: Department; form: Form };

const classes = ['late paper', 'exclusion', 'error'] as const;

async function start({ db }: RestatingOptions, show: Show, visit: FormVisit, quarter: Quarter): Promise<Response> {
  const { c, department, form, now, person } = visit;
  const [given, reason] = [form.text('class'), form.text('reason')];
  const kind = classes.find((one) => one === given);
  const errors = [
    ...(kind === undefined ? [{ at: 'class', message: 'Choose a type.' }] : []),
    ...reasonErrors('reason', reason),
  ];
  if (kind === undefined || errors.length > 0) return show(visit, quarter, { errors, typed: { class: given, reason } });
  const prepared = await prepare(db, department, quarter, []);
  // The page says why.
  if (typeof prepared === 'string') return show(visit, quarter, { status: 409 });
  const row = { departmentId: department.id, quarter: quarter.id, class: kind, reason, basedOn: prepared.base.id };
  const isStarted = await commitChange(db, insertRestatement({ ...row, openedAt: now, openedBy: person.id }), {
    ...entryOf(visit, quarter),
    action: 'restatement started',
    detail: { class: kind, reason },
  });
  const open = await openRestatement(db, { departmentId: department.id, quarter: quarter.id });
  // The same form may have been sent twice.
  const isMine = open?.openedBy === person.id && open.class === kind && open.reason === reason;
  if (isStarted || isMine) return c.redirect(`${restatingPath(department, quarter)}?notice=started`, 303);
  const by = open === undefined ? 'Someone else' : open.openedByName;
  const message = `${by} already started a restatement of this quarter. Yours was not started.`;
  return show(visit, quarter, { errors: [{ at: '', message }], typed: { class: given, reason }, status: 409 });
}

async function drop({ db }: RestatingOptions, visit: FormVisit, quarter: Quarter): Promise<Response> {
  const { c, department, form, now } = visit;
  const open = await openRestatement(db, { departmentId: department.id, quarter: quarter.id });
  const path = restatingPath(department, quarter);
  if (open === undefined || String(open.id) !== form.text('restatement')) return c.redirect(path, 303);
  const entry = { ...entryOf(visit, quarter), action: 'restatement canceled' };
  await commitChange(db, endRestatement(open.id, now, null), entry, deleteTyped(open.id));
  return c.redirect(`${path}?notice=dropped`, 303);
}

function entryOf({ now, person, department }: FormVisit, quarter: Quarter) {
  return {
    at: now,
    personId: person.id,
    subject: `${department.slug} ${quarter.id}`,
    departmentId: department.id,
  };
}
