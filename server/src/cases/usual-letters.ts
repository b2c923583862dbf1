import { isoDay } from '@heart-survey/shared/dates';
import { dayInLanguage } from '@heart-survey/shared/scripts';
import { letterTexts } from '@heart-survey/shared/letters/letters';
import type { Database } from '../database/database.ts';
import { filled, nameAsWished, usualTexts, type LetterValues, type UsualTexts } from '../letters/letters.ts';
import { readAgency, readPublicTexts, type Department } from '../org/org.ts';
import type { CaseClock } from './clocks.ts';
import type { CaseContact } from './detail-queries.ts';
import type { CaseFile } from './queries.ts';

interface Known {
  file: CaseFile;
  department: Department;
  region: { name: string } | undefined;
  contact: CaseContact | undefined;
  clocks: readonly CaseClock[];
}

/**
 * The usual text of each letter, with what is known of the case filled in. What a form asks for is filled in when it is sent:
 * the date of an extension, and the name in a notice.
 */
export async function usualLetters(db: Database, known: Known): Promise<UsualTexts> {
  const { id: departmentId } = known.department;
  // Staff and the commissioner write to each other in English.
  const [writers, ours] = [known.file.language, 'en'].map((language) => ({ departmentId, language }));
  const [texts, english, values, inEnglish] = await Promise.all([
    usualTexts(db, writers!),
    usualTexts(db, ours!),
    valuesIn(db, known, writers!.language),
    valuesIn(db, known, 'en'),
  ]);
  const { name: _, ...notice } = values;
  const { date: __, ...extension } = values;
  const { name: ___, ...commissioner } = inEnglish;
  return {
    acknowledgement: filled(texts.acknowledgement, values),
    extension: filled(texts.extension, extension),
    answer: filled(texts.answer, values),
    'second stage': filled(texts['second stage'], values),
    'second answer': filled(texts['second answer'], values),
    'breach notice': filled(texts['breach notice'], notice),
    'commissioner notice': filled(english['commissioner notice'], commissioner),
  };
}

async function valuesIn(
  db: Database,
  { file, department, region, contact, clocks }: Known,
  language: string,
): Promise<LetterValues> {
  const [{ agency }, { ombudsman }] = await Promise.all([readAgency(db), readPublicTexts(db, language)]);
  const inWords = (at: number) => dayInLanguage(isoDay(at, department.zone), language);
  // A clock whose date has passed is late, and promises nothing.
  const due = clocks.find(
    ({ rule, state, dueAt }) => rule.stops === 'answered' && state === 'running' && dueAt !== null,
  )?.dueAt;
  return {
    name: (contact && nameAsWished(contact)) || undefined,
    received: inWords(file.receivedAt),
    reference: file.reference,
    agency: agency ?? department.name,
    department: department.name,
    office: region?.name ?? department.name,
    ombudsman: ombudsman ?? letterTexts({ tag: language }).ombudsman,
    date: due === undefined || due === null ? undefined : inWords(due - 1),
  };
}
