import type { LetterKind } from '@heart-survey/shared/letters/letters';
import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Department } from '../org/org.ts';

/** Which text it is. */
interface TemplateKey {
  department: Pick<Department, 'id' | 'slug'>;
  language: string;
  kind: LetterKind;
}

interface Change {
  key: TemplateKey;
  /** Null for the standard text. */
  text: string | null;
  by: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** When the text that the form was made for was saved; empty for the standard text. */
  before: number | '';
}

/** Saves a department's own text, or goes back to the standard text. @returns false if someone else was first. */
export function saveTemplate(db: Database, { key, text, by, at, before }: Change): Promise<boolean> {
  const { department, language, kind } = key;
  const where = { departmentId: department.id, language, kind, before };
  return commitChange(db, text === null ? removal(where) : upsert({ ...where, text, by, at }), {
    at,
    personId: by,
    action: 'letter text changed',
    subject: department.slug,
    departmentId: department.id,
    // Never the text.
    detail: { letter: kind, language, text: text === null ? 'standard' : 'own' },
  });
}

type Where = { departmentId: number; language: string; kind: string; before: number | '' };

function upsert(given: Where & { text: string; by: string; at: number }): Statement {
  return statement(
    `INSERT INTO letter_template (department_id, language, kind, text, updated_at, updated_by)
      SELECT :departmentId, :language, :kind, :text, :at, :by
      WHERE coalesce((SELECT updated_at FROM letter_template
        WHERE department_id = :departmentId AND language = :language AND kind = :kind), '') = :before
      ON CONFLICT (department_id, language, kind) DO UPDATE SET text = excluded.text, updated_by = excluded.updated_by,
        updated_at = max(excluded.updated_at, letter_template.updated_at + 1)`,
    given,
  );
}

function removal(given: Where): Statement {
  return statement(
    `DELETE FROM letter_template
      WHERE department_id = :departmentId AND language = :language AND kind = :kind AND updated_at = :before`,
    given,
  );
}
