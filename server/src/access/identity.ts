/**
 * Whether that can be somebody's e-mail address: one address, and nothing that could become a second line of a letter. No
 * wider than what the sign-in library takes (zod's `z.email()`), or somebody could be invited and never sign in.
 */
export function isEmail(text: string): boolean {
  return (
    text.length <= 254 && /^(?!\.)(?!.*\.\.)[\w'+.-]*[\w+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/.test(text)
  );
}

/** The most characters of a person's or a token's name. */
export const longestName = 100;

/** The text without the signs that set its direction: they would turn what stands beside it. */
export function withoutDirectionSigns(text: string): string {
  return text.replaceAll(/\p{Bidi_Control}/gu, '');
}

/** A name as it is kept: one line, for letters and tables, without signs of direction. */
export function nameOf(text: string): string {
  return withoutDirectionSigns(text).replaceAll(/\s+/g, ' ').trim();
}
