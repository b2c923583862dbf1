import { randomUUID } from 'node:crypto';
import { eachItem } from '@heart-survey/shared/items';
import type { Quarter } from '@heart-survey/shared/quarters';
import { regionsFor, type Console } from '../console/console.ts';
import { flaggedResponses } from '../flagged/flagged.ts';
import { askedGroups } from '../org/org.ts';
import { untyped, type Typed } from '../paper/paper.ts';
import type { StoredResponse } from './change.ts';
import { compare } from './comparison.ts';
import { changesIn, readDraft, type Draft } from './draft.ts';
import { draftPage } from './draft-page.ts';
import { prepare } from './prepared.ts';
import { excludedResponses, responsesOf } from './queries.ts';
import type { RestatingOptions, RestatingVisit } from './restating-visit.ts';
import { startPage, type Rejected } from './start-page.ts';

/** What was typed into a form of the page, and what is wrong with it. */
interface Given extends Rejected {
  form?: Typed;
  /** The id of the form that was rejected. */
  id?: string;
  /** The id of the paper form that is being corrected. */
  correct?: string;
  status?: 200 | 400 | 409;
}

/** Shows the restatement that is being prepared, or the form that starts one. */
export type Show = (visit: RestatingVisit, quarter: Quarter, given?: Given) => Promise<Response>;

export function showRestating(frame: Console, options: RestatingOptions): Show {
  return async (visit, quarter, given = {}) => {
    const { db } = options;
    const { department, c } = visit;
    const { errors = [] } = given;
    const status = given.status ?? (errors.length > 0 ? 400 : 200);
    const draft = await readDraft(db, department, quarter);
    const prepared = await prepare(db, department, quarter, draft ? changesIn(draft) : []);
    const notice = errors.length > 0 ? undefined : c.req.query('notice');
    const page = { ...given, department, quarter, notice };
    if (draft === undefined) {
      const refusal = typeof prepared === 'string' ? prepared : undefined;
      return frame.page(visit, startPage({ ...page, refusal }), status);
    }
    const comparison = typeof prepared === 'string' ? undefined : await compare(options.plansOf, department, prepared);
    const lists = await listsFor(options, visit, quarter, draft, given.correct ?? c.req.query('correct'));
    const { correcting } = lists;
    const shown = draftPage({
      ...page,
      ...lists,
      draft,
      prepared,
      comparison,
      languages: options.languages,
      groups: askedGroups(visit.organization, department),
      form: given.form ?? (correcting ? ratingsTyped(correcting) : typedBefore(visit)),
      typed: given.typed ?? { region: c.req.query('region') ?? '', correct: c.req.query('correct') ?? '' },
      errors: [...errors, ...(lists.isMissing ? [noPaperForm] : [])],
      id: given.id ?? randomUUID(),
    });
    return frame.page(visit, shown, status);
  };
}

const noPaperForm = { at: 'correct', message: 'No paper form in this quarter has this ID.' };

/** The responses that the page lists, for the class of the restatement. */
async function listsFor(
  { db }: RestatingOptions,
  { person, organization, department }: RestatingVisit,
  quarter: Quarter,
  { row, changes }: Draft,
  correct: string | undefined,
) {
  const regions = regionsFor(person, 'restating', organization, department);
  const of = { departmentId: department.id, quarter: quarter.id };
  const planned = new Set(changes.map((change) => change.row.responseId));
  const scope = { quarter: quarter.id, regionIds: regions.map(({ id }) => id) };
  const flagged =
    row.class === 'exclusion' ? await flaggedResponses(db, scope, { areExcluded: false, limit: 250, skip: 0 }) : [];
  const excluded = row.class === 'error' ? await excludedResponses(db, of, row.id) : [];
  const found = row.class === 'error' && correct ? (await responsesOf(db, of, [correct])).get(correct) : undefined;
  const correcting = found?.channel === 'paper' ? found : undefined;
  const isMissing = row.class === 'error' && Boolean(correct) && correcting === undefined;
  return { regions, flagged: flagged.filter(({ id }) => !planned.has(id)), excluded, correcting, isMissing };
}

function ratingsTyped(response: StoredResponse): Typed {
  return { ...untyped, ratings: eachItem((item) => String(response[item] ?? '')) };
}

/** The date and the language of the form before, which the next one may share. */
function typedBefore({ c }: RestatingVisit): Typed {
  return { ...untyped, date: c.req.query('date') ?? '', language: c.req.query('language') ?? '' };
}
