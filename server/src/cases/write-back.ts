import { isoDay } from '@heart-survey/shared/dates';
import { commit, type Database } from '../database/database.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Department } from '../org/org.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { mentionsDanger } from './danger-words.ts';
import { alertedOf, noticeStatements, toldOfMessage } from './notices.ts';
import type { CaseFile } from './queries.ts';
import { addWords, insertEvent } from './take-step.ts';

interface WriteBack {
  file: CaseFile;
  department: Department;
  /** Made by the page, a UUID: sent twice, it is one message. */
  id: string;
  /** Cleaned. */
  text: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * Adds what the writer of a case wrote to it, at any stage. The people at work on it decide what follows; only words of danger
 * alert someone by themselves.
 * @returns false if it was sent before, or the case was erased meanwhile.
 */
export async function writeBack(
  { db, outbox }: { db: Database; outbox: Pick<Outbox, 'queue' | 'wake'> },
  { file, department, id, text, now }: WriteBack,
): Promise<boolean> {
  const at = momentOf(file, department, now);
  const isDanger = mentionsDanger(text);
  const to = { reference: file.reference, departmentId: file.departmentId };
  const [stored] = await commit(db, [
    statement(
      `INSERT INTO case_message (id, case_id, kind, at, text) SELECT :id, case_file.id, 'from writer', :at, :text
          FROM case_file WHERE case_file.id = :caseId AND reference = :reference
        ON CONFLICT (id) DO NOTHING`,
      { id, caseId: file.id, reference: file.reference, at, text },
    ),
    insertEvent(file.id, { kind: 'message in', detail: { message: id }, at, personId: null }),
    statement('UPDATE case_file SET is_unread = 1 WHERE id = :caseId AND changes() > 0', { caseId: file.id }),
    // One email for each time that someone has read the case. The email's moment would tell that of a case with a hidden time.
    ...(file.isUnread === 0 && at === now
      ? noticeStatements(outbox, await toldOfMessage(db, file), { ...to, at })
      : []),
    ...(isDanger ? await dangerInMessage({ db, outbox }, file, department, at) : []),
    addWords(file.id, text),
  ]);
  const isNew = stored.rowsAffected > 0;
  if (isNew) outbox.wake();
  return isNew;
}

/** On the day on which a case with a hidden time came in, its writer's messages hide theirs too. */
function momentOf({ isTimeHidden, receivedAt }: CaseFile, { zone }: Department, now: number): number {
  return isTimeHidden === 1 && isoDay(receivedAt, zone) === isoDay(now, zone) ? receivedAt : now;
}

/** Raises danger in what a writer wrote. It takes effect only if the statement before it changed something. */
export async function dangerInMessage(
  { db, outbox }: { db: Database; outbox: Pick<Outbox, 'queue'> },
  file: Pick<CaseFile, 'id' | 'reference' | 'departmentId' | 'deskId' | 'sight'>,
  department: Department,
  at: number,
): Promise<Statement[]> {
  const { id: caseId, reference, departmentId } = file;
  const recipients = await alertedOf(db, department, file);
  return [
    statement(
      `UPDATE case_file SET sight = CASE sight WHEN 'desk' THEN 'danger' ELSE sight END WHERE id = :caseId AND changes() > 0`,
      { caseId },
    ),
    statement('INSERT INTO case_danger (case_id, raised_at) SELECT :caseId, :at WHERE changes() > 0', { caseId, at }),
    statement(
      `INSERT INTO case_event (case_id, kind, at, detail)
        SELECT case_id, 'danger', :at, json_object('danger', max(id)) FROM case_danger
        WHERE case_id = :caseId AND changes() > 0 GROUP BY case_id`,
      { caseId, at },
    ),
    ...noticeStatements(outbox, recipients, { reference, departmentId, at }),
  ];
}
