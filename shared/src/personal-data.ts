// Digits of any script, so that a number is seen in whatever language it was typed.
/** What stands between a number's groups without a slash: spaces, dashes, signs that are not seen, dots, and the minus. */
const joint = String.raw`[\p{Zs}\p{Pd}\p{Cf}._·•‧−]`;
const gap = String.raw`(?:${joint}|/)`;
const eMail = String.raw`[^\s@]@[^\s@]+\.[^\s@]{2,}`;
/** A phone number of North America. */
export const phone = String.raw`(?:\+?1${gap}{0,3})?\(?\p{Nd}{3}\)?${gap}{0,3}\p{Nd}{3}${gap}{0,3}\p{Nd}{4}|\p{Nd}{3}[\p{Pd}.·•‧−]\p{Nd}{4}`;
/** A Social Security number; not a room and a month, "300 10/2026". */
export const socialSecurity = String.raw`\p{Nd}{3}(?:${joint}{1,3}\p{Nd}{2}${joint}{1,3}|/\p{Nd}{2}/)\p{Nd}{4}`;
/** A number too long for a date or an amount. */
export const longNumber = String.raw`\p{Nd}{7,}|\p{Nd}{4}\p{Pd}\p{Nd}{4}\p{Pd}\p{Nd}{4}`;
/** What stands before a case number; `n.m` for the accent. Bounded: a comment may be one run of blanks. */
const lead = String.raw`(?:(?:no|id|n.m(?:ber|ero)?)\P{L}{0,3})?(?:(?:is|es)\s)?[#\s]{0,9}`;
/** That, and the first of its digits. */
export const number = String.raw`${lead}\p{Nd}`;
/** That, and the beginning of one such as `JD12345`: more digits than the name of a form has, "to file I-589". */
export const lettered = String.raw`${lead}\p{L}{1,3}(?:\p{Nd}{3}|\p{Pd}\p{Nd}{4})`;
const caseNumber = String.raw`(?:^|[^\p{L}])(?:case|file|caso|expediente)\P{L}{0,3}(?:${number}{2}|${lettered})`;
/** Signs that nobody sees may stand anywhere inside a number. */
const unseen = /\p{Cf}/gu;
/** "In case 100 people come", "in any case 150 minutes". */
const saying = /\bin (?:any |that |this |which |each )?case\b/giu;

// Without a look-behind, which phones before iOS 16.4 cannot read.
const personal = new RegExp(
  String.raw`(?:^|[^\p{Nd}-])(?:${phone}|${socialSecurity}|${longNumber})(?!\p{Nd})|${eMail}|${caseNumber}`,
  'iu',
);

/**
 * Whether the text looks as if it held a phone number, an e-mail address, a Social Security number or a case number.
 * A guess to be gentle about: it finds what is written in the usual ways, and no names.
 */
export function looksPersonal(text: string): boolean {
  return personal.test(text.replace(unseen, '').replace(saying, ''));
}
