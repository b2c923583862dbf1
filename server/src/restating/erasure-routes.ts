import type { Quarter } from '@heart-survey/shared/quarters';
import { startedQuarter, type Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { reasonErrors } from '../pages/reason.ts';
import type { Change } from './change.ts';
import { compare } from './comparison.ts';
import { erasurePage } from './erasure-page.ts';
import { versionsPath } from './paths.ts';
import { prepare } from './prepared.ts';
import { isErased, responsesOf } from './queries.ts';
import { restate } from './restate.ts';
import {
  restatingPathPattern,
  rule,
  type RestatingForm,
  type RestatingOptions,
  type RestatingVisit,
} from './restating-visit.ts';

const path = `${restatingPathPattern}/erasure`;

interface Erasing {
  frame: Console;
  options: RestatingOptions;
  visit: RestatingVisit;
  quarter: Quarter;
  /** The id and the reason that were typed. */
  id: string;
  reason: string;
}

/** Erasing a response of a closed quarter, which restates it at once. */
export function erasureRoutes(frame: Console, options: RestatingOptions): void {
  frame.get(path, rule, async (visit) => {
    const quarter = startedQuarter(visit, visit.department);
    return quarter ? show({ frame, options, visit, quarter, id: '', reason: '' }, [], 200) : frame.notFound(visit.c);
  });
  frame.post(path, rule, async (visit) => {
    const quarter = startedQuarter(visit, visit.department);
    if (!quarter) return frame.notFound(visit.c);
    const id = visit.form.text('response').toLowerCase();
    return erase({ frame, options, visit, quarter, id, reason: visit.form.text('reason') }, visit);
  });
}

/** The erasure of a response of that quarter; undefined if there is none. */
export async function erasureOf(
  db: Database,
  { id: departmentId }: Pick<Department, 'id'>,
  quarter: Quarter,
  id: string,
): Promise<Change[] | undefined> {
  const response = (await responsesOf(db, { departmentId, quarter: quarter.id }, [id])).get(id);
  return response && [{ kind: 'erasure', response }];
}

async function show(erasing: Erasing, errors: FieldError[], status: 200 | 400 | 409): Promise<Response> {
  const { frame, options, visit, quarter, id, reason } = erasing;
  const { department } = visit;
  const changes = id === '' ? undefined : await erasureOf(options.db, department, quarter, id);
  const prepared = await prepare(options.db, department, quarter, changes ?? []);
  const isShown = changes !== undefined && typeof prepared !== 'string' && errors.every(({ at }) => at === '');
  const preview = isShown ? { prepared, comparison: await compare(options.plansOf, department, prepared) } : undefined;
  const refusal = typeof prepared === 'string' ? prepared : undefined;
  const page = erasurePage({ department, quarter, errors, typed: { response: id, reason }, preview, refusal });
  return frame.page(visit, page, status);
}

async function erase(erasing: Erasing, { form, now, person, c }: RestatingForm): Promise<Response> {
  const { options, visit, quarter, id, reason } = erasing;
  const { department } = visit;
  const erased = () => c.redirect(`${versionsPath(department, quarter)}?notice=erased`, 303);
  const shown = form.text('shown');
  const changes = await erasureOf(options.db, department, quarter, id);
  // The same form may have been sent twice.
  const of = { departmentId: department.id, quarter: quarter.id };
  if (changes === undefined && shown !== '' && (await isErased(options.db, of, id))) return erased();
  const errors = [...(changes === undefined ? [noResponse] : []), ...reasonErrors('reason', reason)];
  if (errors.length > 0) return show(erasing, errors, 400);
  if (shown === '') return show(erasing, [], 200);
  const { outcome } = await restate(options, {
    department,
    quarter,
    class: 'erasure',
    reason,
    at: now,
    personId: person.id,
    by: person.id,
    changes: () => erasureOf(options.db, department, quarter, id),
    isAsShown: ({ fingerprint }) => fingerprint === shown,
  });
  if (outcome === 'restated' || outcome === 'gone') return erased();
  return show(erasing, outcome === 'changed' ? [changed] : [], 409);
}

const noResponse: FieldError = { at: 'response', message: 'No response in this quarter has this ID.' };
const changed: FieldError = {
  at: '',
  message: 'The figures changed since you opened this page. Check the new figures, then erase the response.',
};
