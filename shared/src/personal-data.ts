// Digits of any script, so that a number is seen in whatever language it was typed.
const eMail = String.raw`[^\s@]@[^\s@]+\.[^\s@]{2,}`;
const phone = String.raw`\(?\p{Nd}{3}\)?[-. ]{0,2}\p{Nd}{3}[-. ]?\p{Nd}{4}|\p{Nd}{3}[-.]\p{Nd}{4}`;
const socialSecurity = String.raw`\p{Nd}{3}[- ]\p{Nd}{2}[- ]\p{Nd}{4}`;
const longNumber = String.raw`\p{Nd}{7,}|\p{Nd}{4}-\p{Nd}{4}-\p{Nd}{4}`;
const caseNumber = String.raw`(?:case|file|caso)\P{L}{0,3}(?:(?:no|num|number|id|núm|número)\P{L}{0,3})?\p{Nd}{3}`;

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
  return personal.test(text);
}
