import { textArea, type FieldError } from './fields.ts';
import type { Markup } from './page.ts';

/** The maximum length of a reason or a note, in UTF-16 units. */
export const maxReason = 500;

/** Whether the text has a letter or a digit that people can see. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, ''));
}

/** Whether the text is a reason that we accept. */
export function isReason(text: string): boolean {
  return hasWords(text) && text.length <= maxReason;
}

/**
 * Checks a reason that someone has to give.
 * @param at the field's name.
 * @param what what the field asks for, such as `a reason`.
 */
export function reasonErrors(at: string, text: string, what = 'a reason'): FieldError[] {
  return isReason(text) ? [] : [{ at, message: `Enter ${what} of ${maxReason} characters or fewer.` }];
}

/** Checks a note, which may be left out. @param at the field's name. */
export function noteErrors(at: string, text: string): FieldError[] {
  return text.length > maxReason ? [{ at, message: `Enter a note of ${maxReason} characters or fewer.` }] : [];
}

interface ReasonField {
  name: string;
  label: string;
  value: string | undefined;
  /** What else to know besides the maximum length. */
  hint: string;
  errors: FieldError[];
}

/** The field for a reason or a note. */
export function reasonField({ value = '', hint, ...given }: ReasonField): Markup {
  return textArea({ ...given, value, rows: 3, hint: `${maxReason} characters or fewer. ${hint}` });
}
