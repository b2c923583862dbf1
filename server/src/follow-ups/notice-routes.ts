import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import { maxCaseForm, maxCaseText, maxContact, type CasePage, type CaseRoutes } from '../cases/cases.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { statement } from '../database/statement.ts';
import { isId, type Form } from '../http/form.ts';
import {
  composeLetter,
  filled,
  insertLetterIfChanged,
  leftToFill,
  letterById,
  nameAsWished,
  type Letter,
} from '../letters/letters.ts';
import { readAgency } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { hasWords } from '../pages/reason.ts';
import { todayAt } from './days.ts';
import { isSameCase, sameCase, type Change } from './follow.ts';
import { followRoute } from './follow-routes.ts';
import { noticeFields, noticeIn, noticeNames, notified, type Notified } from './notices.ts';
import { breachOf } from './privacy-queries.ts';

/** Notifying the person and the Commissioner: the date, and the letter. */
export function noticeRoutes(frame: Console, options: CaseRoutes): void {
  const { db } = options;
  for (const to of notified) {
    const fields = noticeFields(to);
    followRoute(
      frame,
      options,
      `notices/${to}`,
      () => [fields.date],
      async ({ form }, page) => {
        const on = form.text(fields.date);
        const breach = await breachOf(db, page.file.id);
        if (page.file.kind !== 'privacy' || breach?.isBreach !== 1) return 'overtaken';
        const before = noticeIn(breach, to).on ?? '';
        if (on !== '' && on === before) return 'done before';
        if (form.text(fields.before) !== before) return 'overtaken';
        if (!isPossible(on, page)) {
          return [{ at: fields.date, message: 'Enter a date from the day the case came in to today.' }];
        }
        return dated(page, to, { on, before });
      },
    );

    const { title, name, post, text } = fields;
    followRoute(
      frame,
      options,
      `notices/${to}/letter`,
      () => [title, name, post, text],
      async (visit, page) => {
        const id = visit.form.text('id');
        if (!isId(id)) return [{ at: text, message: 'Reload the page and enter the letter again.' }];
        const [breach, sent] = await Promise.all([breachOf(db, page.file.id), letterById(db, id)]);
        if (sent?.caseId === page.file.id) return 'done before';
        if (sent || page.file.kind !== 'privacy' || breach?.isBreach !== 1) return 'overtaken';
        const letter = await letterIn(db, visit, page, to);
        return Array.isArray(letter) ? letter : written(page, to, letter);
      },
      maxCaseForm,
    );
  }
}

/** A notice is dated from the day on which the case came in to today. */
function isPossible(on: string, page: CasePage): boolean {
  const first = isoDay(page.file.receivedAt, page.department.zone);
  return dayFrom(on) !== undefined && on >= first && on <= todayAt(page);
}

/** The letter that was typed, or what is wrong with it. */
async function letterIn(
  db: Database,
  { form, person, now }: Visit & { form: Form },
  { file, department }: CasePage,
  to: Notified,
): Promise<FieldError[] | Letter> {
  const at = noticeFields(to);
  const addressee = { title: form.text(at.title), name: form.text(at.name), post: form.text(at.post) };
  const text = filled(form.text(at.text), { name: nameAsWished(addressee) });
  const left = leftToFill(text);
  const errors = [
    ...(['title', 'name', 'post'] as const).flatMap((field) =>
      addressee[field].length <= maxContact[field]
        ? []
        : [{ at: at[field], message: `Shorten it to ${maxContact[field].toLocaleString('en-US')} characters.` }],
    ),
    ...(hasWords(addressee.name) ? [] : [{ at: at.name, message: 'Enter the name.' }]),
    ...(hasWords(text) ? [] : [{ at: at.text, message: 'Enter the letter.' }]),
    ...(text.length <= maxCaseText
      ? []
      : [{ at: at.text, message: `Shorten the letter to ${maxCaseText.toLocaleString('en-US')} characters.` }]),
    ...(left === undefined ? [] : [{ at: at.text, message: `Replace each ${left} with your own words.` }]),
  ];
  if (errors.length > 0) return errors;
  return composeLetter(await readAgency(db), {
    id: form.text('id'),
    file,
    messageId: null,
    kind: noticeNames[to].letter,
    // Staff and the Commissioner write to each other in English.
    language: to === 'person' ? file.language : 'en',
    at: now,
    department,
    from: person,
    to: addressee,
    text,
  });
}

/** The date of a notice, or another one. */
function dated({ file, readerId }: CasePage, to: Notified, { on, before }: { on: string; before: string }): Change {
  const { column, event } = noticeNames[to];
  return {
    change: statement(
      `UPDATE case_breach SET ${column}_on = :on, ${column}_by = :by
        WHERE case_id = :caseId AND is_breach = 1 AND coalesce(${column}_on, '') = :before AND ${isSameCase}`,
      { ...sameCase(file), on, before, by: readerId },
    ),
    event: { kind: event, detail: { on } },
  };
}

/** The letter, which dates the notice too if it has no date yet. */
function written({ file, readerId }: CasePage, to: Notified, letter: Letter): Change {
  const { column, event } = noticeNames[to];
  return {
    change: statement(
      `UPDATE case_breach SET ${column}_on = coalesce(${column}_on, :on), ${column}_by = coalesce(${column}_by, :by)
        WHERE case_id = :caseId AND is_breach = 1 AND ${isSameCase}
          AND NOT EXISTS (SELECT 1 FROM case_letter WHERE id = :letter)`,
      { ...sameCase(file), on: letter.day, by: readerId, letter: letter.id },
    ),
    event: { kind: event, detail: { on: letter.day } },
    also: [insertLetterIfChanged(letter)],
  };
}
