/**
 * Whether the text is one email address, without anything that could add a line to an email's headers. Accepts no more
 * than the sign-in library does (zod's `z.email()`), or a person could be invited but never sign in.
 */
export function isEmail(text: string): boolean {
  return (
    text.length <= 254 && /^(?!\.)(?!.*\.\.)[\w'+.-]*[\w+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/.test(text)
  );
}

/** The maximum length of a person's or a token's name, in characters. */
export const maxNameLength = 100;

/** The text without direction control characters, which would reorder the text around it. */
export function withoutDirectionSigns(text: string): string {
  return text.replaceAll(/\p{Bidi_Control}/gu, '');
}

/** A name as it is stored: one line, for emails and tables, without direction control characters. */
export function nameOf(text: string): string {
  return withoutDirectionSigns(text).replaceAll(/\s+/g, ' ').trim();
}
