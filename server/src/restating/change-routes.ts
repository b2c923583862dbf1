import { randomUUID } from 'node:crypto';
import { eachItem } from '@heart-survey/shared/items';
import type { Quarter } from '@heart-survey/shared/quarters';
import { startedQuarter, regionsFor, type Console } from '../console/console.ts';
import { commit } from '../database/database.ts';
import { isId } from '../http/form.ts';
import { askedGroups, findBySlug, readCalendar } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { entryFrom, ratingsFrom, typedFrom } from '../paper/paper.ts';
import { createPaperRow } from '../responses/responses.ts';
import { kindsOf } from './draft.ts';
import { restatingPath } from './paths.ts';
import { deleteChange, insertChanges, openRestatement, responsesOf, type NewChange } from './queries.ts';
import { restatingPathPattern as path, rule, type RestatingForm, type RestatingOptions } from './restating-visit.ts';
import type { Show } from './show.ts';

/** A form that changes the open restatement of a quarter. */
interface At {
  options: RestatingOptions;
  show: Show;
  visit: RestatingForm;
  quarter: Quarter;
  restatementId: number;
}

/** Adds changes to a restatement, and removes them. */
export function changeRoutes(frame: Console, options: RestatingOptions, show: Show): void {
  const change = (rest: string, kind: NewChange['kind'] | undefined, handle: (at: At) => Promise<Response>) =>
    frame.post(`${path}${rest}`, rule, async (visit) => {
      const quarter = startedQuarter(visit, visit.department);
      if (!quarter) return frame.notFound(visit.c);
      const open = await openRestatement(options.db, { departmentId: visit.department.id, quarter: quarter.id });
      const kinds: readonly string[] = open === undefined ? [] : kindsOf[open.class];
      if (open === undefined || (kind !== undefined && !kinds.includes(kind))) {
        return show(visit, quarter, { errors: [gone], status: 409 });
      }
      return handle({ options, show, visit, quarter, restatementId: open.id });
    });
  change('/forms', 'paper form', addForm);
  change('/exclusions', 'exclusion', addExclusions);
  change('/inclusions', 'inclusion', addInclusion);
  change('/corrections', 'correction', addCorrection);
  change('/removal', undefined, removeChange);
}

const gone: FieldError = {
  at: '',
  message: 'The restatement that this form was part of was completed or canceled. Nothing was changed.',
};

/** Adds changes and goes back to the page. */
async function add(
  { options, visit, quarter, restatementId }: At,
  changes: NewChange[],
  query = {},
): Promise<Response> {
  const { c, department, now, person } = visit;
  const [added] = await commit(options.db, [insertChanges(restatementId, changes, { at: now, personId: person.id })]);
  const notice = added.rowsAffected > 0 ? 'added' : 'known';
  const asked = new URLSearchParams({ ...query, notice });
  return c.redirect(`${restatingPath(department, quarter)}?${asked.toString()}`, 303);
}

async function addForm(at: At): Promise<Response> {
  const { options, show, visit, quarter } = at;
  const { department, form, now, person, organization } = visit;
  const [typed, id] = [typedFrom(form), form.text('id')];
  const region = findBySlug(regionsFor(person, 'restating', organization, department), form.text('region'));
  const days = await readCalendar(options.db, department);
  const responseId = randomUUID();
  const groups = askedGroups(organization, department);
  const read = entryFrom(responseId, region?.slug ?? '', typed, { department, days, now, groups, restated: quarter });
  const missing: FieldError[] = region === undefined ? [{ at: 'region', message: 'Choose a region.' }] : [];
  const errors = [...missing, ...('errors' in read ? read.errors : []), ...idErrors(id)];
  if (region === undefined || 'errors' in read || errors.length > 0) {
    return show(visit, quarter, { errors, form: typed, id, typed: { region: form.text('region') } });
  }
  const { response, ...dated } = read.entry;
  const rowOf = createPaperRow(options.secret);
  const content = { region: region.slug, row: rowOf(response, { regionId: region.id, receivedAt: now, ...dated }) };
  const change = { id, kind: 'paper form', responseId, content: JSON.stringify(paperContentOf(content)) } as const;
  return add(at, [change], { region: region.slug, date: dated.paperDate, language: typed.language });
}

/** Skipped items are null, as the table has them. */
function paperContentOf({
  region,
  row: { id: _, ...row },
}: {
  region: string;
  row: ReturnType<ReturnType<typeof createPaperRow>>;
}) {
  return { region, row: { ...row, ...eachItem((item) => row[item] ?? null) } };
}

async function addExclusions(asked: At): Promise<Response> {
  const { options, show, visit, quarter } = asked;
  const { department, form } = visit;
  // The form with the list of flagged responses, or the one with a field for an ID.
  const at = form.text('list') === 'flagged' ? 'flagged' : 'response';
  const ids = [...new Set(form.all('response').map((id) => id.trim().toLowerCase()))];
  const found = await responsesOf(options.db, { departmentId: department.id, quarter: quarter.id }, ids);
  const counting = ids.filter((id) => found.get(id)?.excludedAt === null);
  if (ids.length === 0 || counting.length < ids.length) {
    const wrong = at === 'flagged' ? notCountingAnymore : notCounting;
    const message = ids.length === 0 ? 'Select at least one response.' : wrong;
    return show(visit, quarter, { errors: [{ at, message }], typed: { [at]: ids.join(' ') } });
  }
  return add(asked, plain('exclusion', counting));
}

const notCounting = 'No counted response in this quarter has this ID.';
const notCountingAnymore = 'A response that you selected is no longer counted. Check your selection, and add it again.';

async function addInclusion(at: At): Promise<Response> {
  const { options, show, visit, quarter } = at;
  const { department, form } = visit;
  const id = form.text('response');
  const found = await responsesOf(options.db, { departmentId: department.id, quarter: quarter.id }, [id]);
  if (typeof found.get(id)?.excludedAt !== 'number') {
    return show(visit, quarter, {
      errors: [{ at: '', message: 'That response is no longer excluded.' }],
      status: 409,
    });
  }
  return add(at, plain('inclusion', [id]));
}

async function addCorrection(at: At): Promise<Response> {
  const { options, show, visit, quarter } = at;
  const { department, form } = visit;
  const [correct, id, typed] = [form.text('response'), form.text('id'), typedFrom(form)];
  const found = await responsesOf(options.db, { departmentId: department.id, quarter: quarter.id }, [correct]);
  // The page says that there is no such form.
  if (found.get(correct)?.channel !== 'paper') return show(visit, quarter, { correct, status: 400 });
  const read = ratingsFrom(typed.ratings);
  const errors = [...read.errors, ...idErrors(id)];
  if (errors.length > 0) return show(visit, quarter, { errors, form: typed, id, correct });
  const ratings = eachItem((item) => read.ratings[item] ?? null);
  return add(at, [{ id, kind: 'correction', responseId: correct, content: JSON.stringify(ratings) }]);
}

async function removeChange({ options, visit, quarter, restatementId }: At): Promise<Response> {
  const { c, department, form } = visit;
  await commit(options.db, [deleteChange(form.text('change'), restatementId)]);
  return c.redirect(`${restatingPath(department, quarter)}?notice=removed`, 303);
}

function plain(kind: 'exclusion' | 'inclusion', ids: string[]): NewChange[] {
  return ids.map((responseId) => ({ id: randomUUID(), kind, responseId, content: null }));
}

function idErrors(id: string): FieldError[] {
  return isId(id) ? [] : [{ at: '', message: 'This form is out of date. Reload the page.' }];
}
