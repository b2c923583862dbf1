import { letterTexts, type LetterKind } from '@heart-survey/shared/letters/letters';
import { and, eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { letterTemplate } from '../database/schema.ts';

/** The text of each kind of letter, with its placeholders. */
export type UsualTexts = Record<LetterKind, string>;

/** The department's own texts in a language; those that it has not set are missing. */
export async function ownTexts(
  db: Database,
  { departmentId, language }: { departmentId: number; language: string },
): Promise<Partial<UsualTexts>> {
  const rows = await db
    .select({ kind: letterTemplate.kind, text: letterTemplate.text })
    .from(letterTemplate)
    .where(and(eq(letterTemplate.departmentId, departmentId), eq(letterTemplate.language, language)));
  return Object.fromEntries(rows.map(({ kind, text }) => [kind, text]));
}

/** The texts that a department uses in a language: its own, and otherwise the standard ones. */
export async function usualTexts(db: Database, of: { departmentId: number; language: string }): Promise<UsualTexts> {
  return { ...letterTexts({ tag: of.language }).letters, ...(await ownTexts(db, of)) };
}

/** The department's own text of one letter, and when it was saved; undefined if it uses the standard text. */
export async function ownTextOf(
  db: Database,
  { departmentId, language, kind }: { departmentId: number; language: string; kind: LetterKind },
): Promise<{ text: string; updatedAt: number } | undefined> {
  const { text, updatedAt } = letterTemplate;
  const [found] = await db
    .select({ text, updatedAt })
    .from(letterTemplate)
    .where(
      and(
        eq(letterTemplate.departmentId, departmentId),
        eq(letterTemplate.language, language),
        eq(letterTemplate.kind, kind),
      ),
    );
  return found;
}
