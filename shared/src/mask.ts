import { lettered, longNumber, looksPersonal, phone, socialSecurity } from './personal-data.ts';
import { number } from './personal-hint.ts';

// Apart from the guess itself: the element asks only whether, and old phones cannot read a look-behind.

/** What stands in the place of a piece that was masked. */
export const masked = '▇▇▇';

const rest = String.raw`(?:[.\p{Pd}\p{Cf}]?\p{Nd}+)*(?:-\p{L}(?!\p{L}))?`;
const notNumber = String.raw`(?<![\p{Nd}-])`;
const caseWord = String.raw`(?<![\p{L}])(?:case|file|caso|expediente)(?<!\bin (?:any |that |this |which |each )?case)`;

// Begins with a whole word, so that a long text without a space is not gone through once for each of its letters.
const eMail = String.raw`(?<![^\s@])[^\s@]+@[^\s@]+\.[^\s@]{2,}`;

const pieces = new RegExp(
  String.raw`${eMail}|${notNumber}[(]?(?:${phone}|${socialSecurity}|${longNumber})(?!\p{Nd})${rest}` +
    // Not in a look-behind: that would be tried at every sign of a long run.
    String.raw`|(?<word>${caseWord}\P{L}{0,3}?\s{0,9})(?!\s)(?:${lettered}|${number}(?:[-.]?${number})+)${rest}`,
  'giu',
);

/**
 * The text with each piece masked that looks like a phone number, an e-mail address, a Social Security number or a case
 * number; what is not found in the usual ways of writing, such as a name, stays. A text in which something is left
 * that looks personal is masked whole. The result never looks personal.
 */
export function maskPersonal(text: string): string {
  const rest = text.replace(pieces, `$<word>${masked}`);
  return looksPersonal(rest) ? masked : rest;
}
