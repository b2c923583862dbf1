import { notesKey, type CasePage, type CaseRoutes } from '../cases/cases.ts';
import type { Console } from '../console/console.ts';
import { statement } from '../database/statement.ts';
import { reasonErrors } from '../pages/reason.ts';
import { addNoteIfChanged } from '../work/work.ts';
import { isSameCase, sameCase, type Change } from './follow.ts';
import { followRoute } from './follow-routes.ts';
import { decisionFields, isCorrectable } from './notices.ts';
import { breachOf, type Breach } from './privacy-queries.ts';

/** Deciding whether there was a breach of privacy, and correcting that. */
export function privacyRoutes(frame: Console, options: CaseRoutes): void {
  const { db } = options;
  const { answer: at, reason: reasonAt, before } = decisionFields;
  followRoute(
    frame,
    options,
    'breach',
    () => [at, reasonAt],
    async ({ form }, page) => {
      const breach = await breachOf(db, page.file.id);
      const answer = (['yes', 'no'] as const).find((one) => one === form.text(at));
      const reason = form.text(reasonAt);
      if (page.file.kind !== 'privacy') return 'overtaken';
      if (breach && answer === wordOf(breach) && reason === breach.reason) return 'done before';
      if (form.text(before) !== String(breach?.decidedAt ?? '')) return 'overtaken';
      if (breach && !isCorrectable(breach)) return 'overtaken';
      const errors = [
        ...(answer === undefined ? [{ at, message: 'Choose whether there was a breach of privacy.' }] : []),
        ...reasonErrors(reasonAt, reason),
      ];
      if (errors.length > 0) return errors;
      const isBreach = answer === 'yes';
      return breach ? corrected(page, breach, isBreach, reason) : decided(page, isBreach, reason);
    },
  );
}

const wordOf = ({ isBreach }: Breach) => (isBreach === 1 ? 'yes' : 'no');

function decided({ file, readerId, now }: CasePage, isBreach: boolean, reason: string): Change {
  return {
    change: statement(
      `INSERT INTO case_breach (case_id, is_breach, reason, decided_at, decided_by)
        SELECT :caseId, :isBreach, :reason, :now, :by WHERE ${isSameCase} ON CONFLICT DO NOTHING`,
      { ...sameCase(file), isBreach: isBreach ? 1 : 0, reason, now, by: readerId },
    ),
    event: { kind: 'breach decided', detail: { isBreach } },
  };
}

/** What was decided before is kept as a note. */
function corrected({ file, readerId, now }: CasePage, before: Breach, isBreach: boolean, reason: string): Change {
  const said = `Decided before: it was ${before.isBreach === 1 ? '' : 'not '}a breach of privacy. ${before.reason ?? ''}`;
  return {
    change: statement(
      `UPDATE case_breach SET is_breach = :isBreach, reason = :reason, decided_at = :decidedAt, decided_by = :by
        WHERE case_id = :caseId AND decided_at = :before AND person_notified_on IS NULL
          AND commissioner_notified_on IS NULL AND ${isSameCase}`,
      {
        ...sameCase(file),
        isBreach: isBreach ? 1 : 0,
        reason,
        by: readerId,
        before: before.decidedAt,
        // Each decision has a moment of its own, since the next correction is compared with it.
        decidedAt: Math.max(now, before.decidedAt + 1),
      },
    ),
    event: { kind: 'breach decided', detail: { isBreach } },
    also: [
      addNoteIfChanged({ id: crypto.randomUUID(), about: notesKey(file), personId: readerId, at: now, text: said }),
    ],
  };
}
