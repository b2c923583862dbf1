import { personById } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { composeLetter, insertLetterIfChanged } from '../letters/letters.ts';
import { readAgency, type Department } from '../org/org.ts';
import { contactOf } from './detail-queries.ts';
import type { CaseFile } from './queries.ts';
import type { NewMessage } from './take-step.ts';

interface Sent {
  file: CaseFile;
  department: Department;
  /** The id of the person who signs it. */
  by: string | null;
  at: number;
  message?: NewMessage | undefined;
}

/**
 * Keeps a message that goes out as a letter as it is sent: what changes later about the agency, the writer or the texts
 * changes nothing. It takes effect only if the statement before it in the commit changed something.
 */
export async function keepLetter(db: Database, { file, department, by, at, message }: Sent): Promise<Statement[]> {
  if (message?.way !== 'print' || by === null) return [];
  const [agency, contact, sender] = await Promise.all([readAgency(db), contactOf(db, file.id), personById(db, by)]);
  const letter = composeLetter(agency, {
    id: message.id,
    file,
    messageId: message.id,
    kind: message.kind,
    language: file.language,
    at,
    department,
    from: { id: by, name: sender?.name ?? '' },
    to: contact ?? { title: null, name: null, post: null },
    text: message.text,
  });
  return [insertLetterIfChanged(letter)];
}
