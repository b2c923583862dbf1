import { caseNumber, eMail, number, saying } from './personal-hint.ts';

// More ways of writing than the element's own list has room for.

// Digits of any script, so that a number is seen in whatever language it was typed.
/** What stands between a number's groups without a slash: spaces, dashes, signs that are not seen, dots, and the minus. */
const joint = String.raw`[\p{Zs}\p{Pd}\p{Cf}._·•‧−]`;
const gap = String.raw`(?:${joint}|/)`;
/** A phone number of North America. */
export const phone = String.raw`(?:\+?1${gap}{0,3})?\(?\p{Nd}{3}\)?${gap}{0,3}\p{Nd}{3}${gap}{0,3}\p{Nd}{4}|\p{Nd}{3}[\p{Pd}.·•‧−]\p{Nd}{4}`;
/** A Social Security number; not a room and a month, "300 10/2026". */
export const socialSecurity = String.raw`\p{Nd}{3}(?:${joint}{1,3}\p{Nd}{2}${joint}{1,3}|/\p{Nd}{2}/)\p{Nd}{4}`;
/** A number too long for a date or an amount. */
export const longNumber = String.raw`\p{Nd}{7,}|\p{Nd}{4}\p{Pd}\p{Nd}{4}\p{Pd}\p{Nd}{4}`;
/** What stands before a case number's first digit. */
const lead = number.slice(0, -String.raw`\p{Nd}`.length);
/** That, and the beginning of one such as `JD12345`: more digits than the name of a form has, "to file I-589". */
export const lettered = String.raw`${lead}\p{L}{1,3}(?:\p{Nd}{3}|\p{Pd}\p{Nd}{4})`;
const caseLettered = caseNumber.replace(`${number}{2,}`, () => lettered);
/** Signs that nobody sees may stand anywhere inside a number. */
const unseen = /\p{Cf}/gu;

// Without a look-behind, which phones before iOS 16.4 cannot read.
const personal = new RegExp(
  String.raw`(?:^|[^\p{Nd}-])(?:${phone}|${socialSecurity}|${longNumber})(?!\p{Nd})|${eMail}|${caseNumber}|${caseLettered}`,
  'iu',
);

/**
 * Whether the text looks as if it held a phone number, an e-mail address, a Social Security number or a case number.
 * A guess to be gentle about: it finds what is written in the usual ways, and no names.
 */
export function looksPersonal(text: string): boolean {
  return personal.test(text.replace(unseen, '').replace(saying, ''));
}
