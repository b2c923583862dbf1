import { feedbackTexts } from '@heart-survey/shared/feedback/feedback';
import { isoDay } from '@heart-survey/shared/dates';
import { dayInLanguage } from '@heart-survey/shared/scripts';
import * as v from 'valibot';
import { statement, type Statement } from '../database/statement.ts';
import type { caseLetter } from '../database/schema.ts';
import { nameOf } from '../access/access.ts';
import { addressLines, type Agency, type Department } from '../org/org.ts';

type StoredKind = (typeof caseLetter.$inferSelect)['kind'];

const lines = v.array(v.string());

/** A letter as it was sent, word by word: it is never composed again. */
export const letterContent = v.object({
  letterhead: lines,
  /** Title and name exactly as the person wishes, and the postal address. */
  addressee: lines,
  date: v.string(),
  reference: v.string(),
  text: v.string(),
  signature: lines,
});
export type LetterContent = v.InferOutput<typeof letterContent>;

/** A letter about a case. */
export interface Letter {
  /** Made by the form, a UUID. */
  id: string;
  caseId: number;
  /** The message to the writer that it brings; null if it is to someone else. */
  messageId: string | null;
  kind: StoredKind;
  language: string;
  /** `2027-02-12`, in the department's zone. */
  day: string;
  /** Milliseconds since the epoch. */
  madeAt: number;
  madeBy: string;
  content: LetterContent;
}

interface Composed {
  id: string;
  file: { id: number; reference: string };
  messageId: string | null;
  kind: StoredKind;
  /** The tag of a language of the survey. */
  language: string;
  /** Milliseconds since the epoch. */
  at: number;
  department: Pick<Department, 'name' | 'zone'>;
  from: { id: string; name: string };
  to: { title: string | null; name: string | null; post: string | null };
  /** With everything filled in. */
  text: string;
}

/** The letter, ready to be stored. @param agency as it is now (`readAgency`). */
export function composeLetter(
  agency: Agency,
  { id, file, messageId, kind, language, at, department, from, to, text }: Composed,
): Letter {
  const day = isoDay(at, department.zone);
  const { receipt } = feedbackTexts({ tag: language });
  return {
    id,
    caseId: file.id,
    messageId,
    kind,
    language,
    day,
    madeAt: at,
    madeBy: from.id,
    content: {
      letterhead: [
        agency.agency ?? department.name,
        ...addressLines(agency.address ?? ''),
        ...[agency.phone, agency.email].filter((one) => one !== undefined),
      ],
      addressee: [nameAsWished(to), ...addressLines(to.post ?? '')].filter((line) => line !== ''),
      date: dayInLanguage(day, language),
      reference: `${receipt.reference}: ${file.reference}`,
      text,
      signature: [from.name, department.name],
    },
  };
}

/** The title and the name that a person wishes, such as `Dr. Ada Lovelace`, in one line; empty if they left none. */
export function nameAsWished({ title, name }: { title: string | null; name: string | null }): string {
  return nameOf([title, name].filter(Boolean).join(' '));
}

/** Stores a letter, if the statement before it in the commit changed something. */
export function insertLetterIfChanged({ content, ...letter }: Letter): Statement {
  return statement(
    `INSERT INTO case_letter (id, case_id, message_id, kind, language, day, made_at, made_by, content)
      SELECT :id, :caseId, :messageId, :kind, :language, :day, :madeAt, :madeBy, :content WHERE changes() > 0`,
    { ...letter, content: JSON.stringify(content) },
  );
}
