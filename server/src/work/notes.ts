import { asc, eq } from 'drizzle-orm';
import { person, note } from '../database/schema.ts';
import { changedBefore, insertIf } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { statement, type Statement } from '../database/statement.ts';

/** A note on a piece of work, as its readers see it. */
export interface Note {
  id: string;
  personId: string;
  /** Who wrote it. */
  name: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** Null once it was erased. */
  text: string | null;
}

/** The maximum length of a note, in UTF-16 units. */
export const maxNote = 2000;

/** The notes on a piece of work, oldest first. @param about such as `action-plan/12`. */
export function notesAbout(db: Database, about: string): Promise<Note[]> {
  return db
    .select({ id: note.id, personId: note.personId, name: person.name, at: note.at, text: note.text })
    .from(note)
    .innerJoin(person, eq(note.personId, person.id))
    .where(eq(note.about, about))
    .orderBy(asc(note.at), asc(note.id));
}

interface AddedNote {
  id: string;
  about: string;
  personId: string;
  at: number;
  text: string;
}

const anyway = { sql: 'true', args: {} };

/**
 * Adds a note; changes nothing if the same form was sent before.
 * @param condition what must be true at that moment, for work that can be erased.
 */
export function addNote(
  added: AddedNote,
  condition: { sql: string; args: Readonly<Record<string, string | number>> } = anyway,
): Statement {
  return statement(
    `INSERT INTO note (id, about, person_id, at, text) SELECT :id, :about, :personId, :at, :text WHERE ${condition.sql}
      ON CONFLICT DO NOTHING`,
    { ...added, ...condition.args },
  );
}

/** Adds a note if the statement just before it in the commit changed something. */
export function addNoteIfChanged(added: typeof note.$inferInsert): Statement {
  return insertIf(note, added, changedBefore);
}

/** Erases the text of a note; changes nothing if that was done before. */
export function eraseNote(id: string, about: string): Statement {
  return statement('UPDATE note SET text = NULL WHERE id = :id AND about = :about AND text IS NOT NULL', { id, about });
}
