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

/** A piece of a text: [start, end) in UTF-16 units. */
export type Piece = readonly [start: number, end: number];

/**
 * The pieces of a text that look like a phone number, an email address, a Social Security number, or a case number, in
 * order. It finds only the usual formats, and no names. If something personal is still left, the whole text is one piece.
 */
export function personalPieces(given: string): Piece[] {
  // Others show a tab as a space, and then a number with tabs in it is one.
  const text = given.replaceAll('\t', ' ');
  const found = Array.from(text.matchAll(pieces), ({ 0: match, index, groups }): Piece => {
    return [index + (groups?.['word']?.length ?? 0), index + match.length];
  });
  return looksPersonal(without(text, found)) ? [[0, text.length]] : found;
}

/** Masks each piece that looks personal, so that the result never looks personal. */
export function maskPersonal(text: string): string {
  return without(text, personalPieces(text));
}

function without(text: string, found: readonly Piece[]): string {
  const starts = [0, ...found.map(([, end]) => end)];
  const kept = starts.map((start, index) => text.slice(start, found[index]?.[0]));
  return kept.join(masked);
}
