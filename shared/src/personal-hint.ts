// The element's own shorter list. It only warns, and has to stay small. The list for masking is in personal-data.ts.

// Digits of any script, so that a number is found in any language.
const gap = String.raw`[-.\u2010-\u2013 ]`;
export const eMail = String.raw`[^\s@]@[^\s@]+\.[^\s@]{2,}`;
/** A North American phone number. */
const phone = String.raw`(?:\+?1${gap}?)?\(?\p{Nd}{3}\)?${gap}{0,2}\p{Nd}{3}${gap}?\p{Nd}{4}|\p{Nd}{3}[-.\u2010-\u2013]\p{Nd}{4}`;
/** A Social Security number. */
const socialSecurity = String.raw`\p{Nd}{3}${gap}\p{Nd}{2}${gap}\p{Nd}{4}`;
/** A number that is too long for a date or an amount. */
const longNumber = String.raw`\p{Nd}{7,}|\p{Nd}{4}-\p{Nd}{4}-\p{Nd}{4}`;
/** What comes before a case number, and its first digit. `n.m` allows for an accent. Bounded, because a comment can be all blanks. */
export const number = String.raw`(?:(?:no|id|n.m(?:ber|ero)?)\P{L}{0,3})?(?:(?:is|es)\s)?[#\s]{0,9}\p{Nd}`;
export const caseNumber = String.raw`(?:^|[^\p{L}])(?:case|file|caso|expediente)\P{L}{0,3}${number}{2,}`;
/** "In case 100 people come", "in any case 150 minutes". */
export const saying = /\bin (?:any |that |this |which |each )?case\b/giu;

// No lookbehind, because phones before iOS 16.4 cannot parse it.
const personal = new RegExp(
  String.raw`(?:^|[^\p{Nd}-])(?:${phone}|${socialSecurity}|${longNumber})(?!\p{Nd})|${eMail}|${caseNumber}`,
  'iu',
);

/**
 * Whether the text seems to contain a phone number, an email address, a Social Security number, or a case number. This
 * is a guess: it finds the usual formats, and no names.
 */
export function seemsPersonal(text: string): boolean {
  return personal.test(text.replace(saying, ''));
}
