import { caseNumber, eMail, number, saying } from './personal-hint.ts';

// Knows more formats than the element's own list, which has to stay small.

// Digits of any script, so that a number is found in any language.
/** Separators between a number's groups, without the slash: spaces, dashes, invisible characters, dots, and the minus. */
const joint = String.raw`[\p{Zs}\p{Pd}\p{Cf}._·•‧−]`;
const gap = String.raw`(?:${joint}|/)`;
/** A North American phone number. */
export const phone = String.raw`(?:\+?1${gap}{0,3})?\(?\p{Nd}{3}\)?${gap}{0,3}\p{Nd}{3}${gap}{0,3}\p{Nd}{4}|\p{Nd}{3}[\p{Pd}.·•‧−]\p{Nd}{4}`;
/** A Social Security number, but not a room and a month ("300 10/2026"). */
export const socialSecurity = String.raw`\p{Nd}{3}(?:${joint}{1,3}\p{Nd}{2}${joint}{1,3}|/\p{Nd}{2}/)\p{Nd}{4}`;
/** A number that is too long for a date or an amount. */
export const longNumber = String.raw`\p{Nd}{7,}|\p{Nd}{4}\p{Pd}\p{Nd}{4}\p{Pd}\p{Nd}{4}`;
/** What comes before the first digit of a case number. */
const lead = number.slice(0, -String.raw`\p{Nd}`.length);
/** The start of a case number such as `JD12345`. It needs more digits than the name of a form ("to file I-589"). */
export const lettered = String.raw`${lead}\p{L}{1,3}(?:\p{Nd}{3}|\p{Pd}\p{Nd}{4})`;
const caseLettered = caseNumber.replace(`${number}{2,}`, () => lettered);
/** Invisible characters, which can be anywhere inside a number. */
const unseen = /\p{Cf}/gu;

// No lookbehind, because phones before iOS 16.4 cannot parse it.
const personal = new RegExp(
  String.raw`(?:^|[^\p{Nd}-])(?:${phone}|${socialSecurity}|${longNumber})(?!\p{Nd})|${eMail}|${caseNumber}|${caseLettered}`,
  'iu',
);

/**
 * Whether the text seems to contain a phone number, an email address, a Social Security number, or a case number. This
 * is a guess: it finds the usual formats, and no names.
 */
export function looksPersonal(text: string): boolean {
  return personal.test(text.replace(unseen, '').replace(saying, ''));
}
