import { referenceIn, seenCase, seerOf, type CaseFile, type CaseRoutes } from '../cases/cases.ts';
import type { Console } from '../console/console.ts';
import { statement } from '../database/statement.ts';
import type { FieldError } from '../pages/fields.ts';
import { isSameCase, sameCase, type Change } from './follow.ts';
import { followRoute } from './follow-routes.ts';
import { linksOf } from './link-queries.ts';
import { linkFields } from './link-section.ts';

/** Linking two cases, and removing the link. */
export function linkRoutes(frame: Console, options: CaseRoutes): void {
  const { db } = options;
  followRoute(
    frame,
    options,
    'links',
    () => Object.values(linkFields),
    async (visit, { file }) => {
      const { form, person, organization, now } = visit;
      const seer = seerOf(person, organization);
      const reference = referenceIn(form.text(linkFields.reference));
      const other = reference === undefined ? undefined : await seenCase(db, seer, reference);
      const as = (['duplicate', 'related'] as const).find((one) => one === form.text(linkFields.as));
      if (other === undefined || as === undefined) {
        return [...(other === undefined ? unknown : []), ...(as === undefined ? notChosen : [])];
      }
      if (other.id === file.id) return wrong('This is the case itself. Enter the reference of another one.');
      const before = (await linksOf(db, seer, file.id)).find((one) => one.reference === other.reference);
      if (before?.kind === as && (as === 'related' || before.case_id === file.id)) return 'done before';
      if (before) return wrong('The two cases are linked already. To change how, remove that link first.');
      // A duplicate is always the later one, so there can be no circle of them.
      if (as === 'duplicate' && isLater(other, file)) {
        return wrong(`Case ${other.reference} came in after this one. Open it, and link it to this case instead.`);
      }
      return linked(file, other, { kind: as, now, by: person.id });
    },
  );

  followRoute(
    frame,
    options,
    'links/:other/end',
    () => [],
    async (visit, { file }) => {
      const { c, form, person, organization } = visit;
      const seer = seerOf(person, organization);
      const other = await seenCase(db, seer, c.req.param('other') ?? '');
      if (other === undefined) return 'nothing there';
      const link = (await linksOf(db, seer, file.id)).find(({ reference }) => reference === other.reference);
      if (link === undefined) return 'done before';
      // It may have been removed and made again since the page was opened.
      if (form.text('at') !== String(link.at)) return 'overtaken';
      return {
        change: statement(
          `DELETE FROM case_link WHERE case_id = :from AND other_id = :to AND at = :at AND ${isSameCase}`,
          { ...sameCase(file), from: link.case_id, to: link.other_id, at: link.at },
        ),
        event: { kind: 'unlinked', detail: { case: link.other_id } },
        caseId: link.case_id,
      };
    },
  );
}

const wrong = (message: string): FieldError[] => [{ at: linkFields.reference, message }];
// The same for a case that there is not and one that the reader may not see.
const unknown = wrong('Enter the reference of a case that you can see.');
const notChosen: FieldError[] = [{ at: linkFields.as, message: 'Choose how the cases belong together.' }];

/** Whether a case came in after another. No two are at the same place. */
const isLater = (one: CaseFile, other: CaseFile) =>
  one.receivedAt > other.receivedAt || (one.receivedAt === other.receivedAt && one.id > other.id);

function linked(
  file: CaseFile,
  other: CaseFile,
  { kind, now, by }: { kind: 'duplicate' | 'related'; now: number; by: string },
): Change {
  return {
    change: statement(
      `INSERT INTO case_link (case_id, other_id, kind, at, person_id)
        SELECT :caseId, :otherId, :kind, :now, :by WHERE ${isSameCase}
          AND EXISTS (SELECT 1 FROM case_file WHERE id = :otherId AND reference = :other AND version = :otherVersion)
          AND NOT EXISTS (SELECT 1 FROM case_link WHERE case_id = :otherId AND other_id = :caseId)
        ON CONFLICT DO NOTHING`,
      { ...sameCase(file), otherId: other.id, other: other.reference, otherVersion: other.version, kind, now, by },
    ),
    event: { kind: 'linked', detail: { case: other.id, as: kind } },
  };
}
