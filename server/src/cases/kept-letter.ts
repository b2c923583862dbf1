import type { Database } from '../database/database.ts';
import { composeLetter, letterById, type Letter } from '../letters/letters.ts';
import { readAgency } from '../org/org.ts';
import type { CasePage } from './case-page.ts';

/** A letter about that case, as it was sent; undefined if there is none, or if it was erased. */
export async function keptLetter(db: Database, page: CasePage, id: string): Promise<Letter | undefined> {
  const letter = await letterById(db, id);
  if (letter === undefined) return sentBefore(db, page, id);
  const { content } = letter;
  return letter.caseId === page.file.id && content !== null ? { ...letter, content } : undefined;
}

/** A letter from before letters were kept: with what is known now. */
async function sentBefore(
  db: Database,
  { messages, file, department, contact }: CasePage,
  id: string,
): Promise<Letter | undefined> {
  const message = messages.find((one) => one.id === id && one.way === 'print');
  if (!message || message.kind === 'from writer' || message.text === null) return undefined;
  return composeLetter(await readAgency(db), {
    id,
    file,
    messageId: id,
    kind: message.kind,
    language: file.language,
    at: message.at,
    department,
    from: { id: message.personId ?? '', name: message.sender ?? '' },
    to: contact ?? { title: null, name: null, post: null },
    text: message.text,
  });
}
