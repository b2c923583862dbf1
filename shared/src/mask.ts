import { lettered, longNumber, looksPersonal, phone, socialSecurity } from './personal-data.ts';
import { number } from './personal-hint.ts';

// Kept apart from the detection: the element only detects, and old phones cannot parse a lookbehind.

/** Replaces each masked piece. */
export const masked = '▇▇▇';

const rest = String.raw`(?:[.\p{Pd}\p{Cf}]?\p{Nd}+)*(?:-\p{L}(?!\p{L}))?`;
const notNumber = String.raw`(?<![\p{Nd}-])`;
const caseWord = String.raw`(?<![\p{L}])(?:case|file|caso|expediente)(?<!\bin (?:any |that |this |which |each )?case)`;

// Starts at a whole word, so that a long text without spaces is not scanned again from each of its characters.
const eMail = String.raw`(?<![^\s@])[^\s@]+@[^\s@]+\.[^\s@]{2,}`;

const pieces = new RegExp(
  String.raw`${eMail}|${notNumber}[(]?(?:${phone}|${socialSecurity}|${longNumber})(?!\p{Nd})${rest}` +
    // Not in a lookbehind, which would be tried at every character of a long run.
    String.raw`|(?<word>${caseWord}\P{L}{0,3}?\s{0,9})(?!\s)(?:${lettered}|${number}(?:[-.]?${number})+)${rest}`,
  'giu',
);

/**
 * Masks each piece that looks like a phone number, an email address, a Social Security number, or a case number. It
 * finds only the usual formats, and no names. If something personal is still left, the whole text is masked, so the
 * result never looks personal.
 */
export function maskPersonal(text: string): string {
  const rest = text.replace(pieces, `$<word>${masked}`);
  return looksPersonal(rest) ? masked : rest;
}
