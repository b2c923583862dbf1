import type { Statement } from '../database/statement.ts';
import { addNote } from '../work/work.ts';
import { notesKey } from './detail-queries.ts';
import type { CaseFile } from './queries.ts';

/** Adds a note for staff to a case. Changes nothing if the same form was sent before, or if the case was erased meanwhile. */
export function noteOnCase(
  file: Pick<CaseFile, 'id' | 'reference'>,
  note: { id: string; personId: string; at: number; text: string },
): Statement {
  const { id: caseId, reference } = file;
  return addNote(
    { ...note, about: notesKey(file) },
    {
      sql: 'EXISTS (SELECT 1 FROM case_file WHERE case_file.id = :caseId AND reference = :reference)',
      args: { caseId, reference },
    },
  );
}
