import type { Quarter } from '@heart-survey/shared/quarters';
import { makerInWords } from '../closing/closing.ts';
import { startedQuarter, type Console } from '../console/console.ts';
import { snapshotsOf } from '../figures/figures.ts';
import type { FieldError } from '../pages/fields.ts';
import { changesIn, readDraft, type Draft } from './draft.ts';
import { versionsPath } from './paths.ts';
import { deleteTyped, endRestatement, restatementById, setBase } from './queries.ts';
import { restate } from './restate.ts';
import { restatingPathPattern as path, rule, type RestatingForm, type RestatingOptions } from './restating-visit.ts';
import type { Show } from './show.ts';
import type { Condition } from './statements.ts';

/** Completes a restatement that was prepared. */
export function makingRoutes(frame: Console, options: RestatingOptions, show: Show): void {
  frame.post(`${path}/making`, rule, async (visit) => {
    const quarter = startedQuarter(visit, visit.department);
    return quarter ? make(options, show, visit, quarter) : frame.notFound(visit.c);
  });
}

async function make(options: RestatingOptions, show: Show, visit: RestatingForm, quarter: Quarter): Promise<Response> {
  const { c, department, form, now, person } = visit;
  const id = Number(/^\d{1,15}$/.exec(form.text('restatement'))?.[0] ?? -1);
  const refuse = (message: string) => show(visit, quarter, { errors: [{ at: '', message }], status: 409 });
  let draft = await readDraft(options.db, department, quarter);
  if (draft?.row.id !== id) return alreadyEnded(options, show, visit, quarter, id);
  const { class: kind, reason } = draft.row;
  const result = await restate(options, {
    department,
    quarter,
    class: kind,
    reason,
    at: now,
    personId: person.id,
    by: person.id,
    changes: async () => {
      draft = await readDraft(options.db, department, quarter);
      return draft?.row.id === id ? changesIn(draft) : undefined;
    },
    isAsShown: ({ fingerprint }) => fingerprint === form.text('shown'),
    condition: () => isStillThat(draft!),
    also: ({ snapshotId }, { base }) => [setBase(id, base.id), endRestatement(id, now, snapshotId), deleteTyped(id)],
  });
  if (result.outcome === 'restated') return c.redirect(`${versionsPath(department, quarter)}?notice=made`, 303);
  if (result.outcome === 'gone') return alreadyEnded(options, show, visit, quarter, id);
  // The page says why.
  if (result.outcome === 'open' || result.outcome === 'purged') return show(visit, quarter, { status: 409 });
  return refuse(messages[result.outcome]);
}

const messages = {
  changed:
    'The figures or the changes are different from what this page showed. Check the new figures, then restate the quarter.',
  unchanged: 'The figures would not change, so there is nothing to restate.',
};

/** A condition: nobody ended the restatement or changed what it contains. */
function isStillThat({ row, changes }: Draft): Condition {
  return {
    sql: `EXISTS (SELECT 1 FROM restatement WHERE id = :restatement AND closed_at IS NULL)
      AND (SELECT json_group_array(id) FROM
        (SELECT id FROM restatement_change WHERE restatement_id = :restatement ORDER BY id)) = :changeIds`,
    args: { restatement: row.id, changeIds: JSON.stringify(changes.map((change) => change.row.id).toSorted()) },
  };
}

/** The same form may have been sent twice, or someone else completed or canceled the restatement first. */
async function alreadyEnded(
  { db }: RestatingOptions,
  show: Show,
  visit: RestatingForm,
  quarter: Quarter,
  id: number,
): Promise<Response> {
  const { c, department, person } = visit;
  const ended = await restatementById(db, { departmentId: department.id, quarter: quarter.id }, id);
  const versions = await snapshotsOf(db, department.id, [quarter.id]);
  const made = versions.find((version) => version.id === ended?.madeVersion);
  if (made?.closedBy === person.id) return c.redirect(`${versionsPath(department, quarter)}?notice=made`, 303);
  const message = made
    ? `This restatement was already completed ${await makerInWords(db, made.closedBy)}.`
    : 'This restatement was canceled, so nothing was changed.';
  const error: FieldError = { at: '', message };
  return show(visit, quarter, { errors: [error], status: 409 });
}
