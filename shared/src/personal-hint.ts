// The element's own, shorter list: it only warns, and has no room for every way of writing. What is masked is in personal-data.ts.

// Digits of any script, so that a number is seen in whatever language it was typed.
const gap = String.raw`[-.\u2010-\u2013 ]`;
export const eMail = String.raw`[^\s@]@[^\s@]+\.[^\s@]{2,}`;
/** A phone number of North America. */
const phone = String.raw`(?:\+?1${gap}?)?\(?\p{Nd}{3}\)?${gap}{0,2}\p{Nd}{3}${gap}?\p{Nd}{4}|\p{Nd}{3}[-.\u2010-\u2013]\p{Nd}{4}`;
/** A Social Security number. */
const socialSecurity = String.raw`\p{Nd}{3}${gap}\p{Nd}{2}${gap}\p{Nd}{4}`;
/** A number too long for a date or an amount. */
const longNumber = String.raw`\p{Nd}{7,}|\p{Nd}{4}-\p{Nd}{4}-\p{Nd}{4}`;
/** What stands before the digits of a case number, and one of them; `n.m` for the accent. Bounded: a comment may be one run of blanks. */
export const number = String.raw`(?:(?:no|id|n.m(?:ber|ero)?)\P{L}{0,3})?(?:(?:is|es)\s)?[#\s]{0,9}\p{Nd}`;
export const caseNumber = String.raw`(?:^|[^\p{L}])(?:case|file|caso|expediente)\P{L}{0,3}${number}{2,}`;
/** "In case 100 people come", "in any case 150 minutes". */
export const saying = /\bin (?:any |that |this |which |each )?case\b/giu;

// Without a look-behind, which phones before iOS 16.4 cannot read.
const personal = new RegExp(
  String.raw`(?:^|[^\p{Nd}-])(?:${phone}|${socialSecurity}|${longNumber})(?!\p{Nd})|${eMail}|${caseNumber}`,
  'iu',
);

/**
 * Whether the text looks as if it held a phone number, an e-mail address, a Social Security number or a case number.
 * A guess to be gentle about: it finds what is written in the usual ways, and no names.
 */
export function seemsPersonal(text: string): boolean {
  return personal.test(text.replace(saying, ''));
}
