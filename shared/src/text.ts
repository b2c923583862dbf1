/** The maximum length of a cleaned comment, in UTF-16 units (as a browser's `maxlength` counts). */
export const maxCommentLength = 4000;

/** Text that is this many times too long stays too long after it is composed, so no more work is spent on it. */
const mayShrinkBy = 3;

const controlsButLineFeedAndTab = /[^\P{Cc}\n\t]/gu;

/**
 * The maximum number of combining marks in a row, as in stream-safe text (Unicode Standard Annex #15, section 13). No
 * language needs more than a few, and composing time grows with the square of their number.
 */
const maxMarks = 30;
// Marked as pure so that the bundler drops it from the element's script, which does not use it.
const marksTooMany = /* @__PURE__ */ new RegExp(`(\\p{M}{${maxMarks}})\\p{M}+`, 'gu');

/**
 * Cleans text for storage: well-formed Unicode, line ends as LF, no other control characters except tab, at most 30
 * combining marks in a row, composed (NFC) unless it is too long to be stored anyway. A lone surrogate or a NUL in the
 * database would make its row unreadable, so nothing is stored without this.
 * @param max the maximum length that will be stored, in UTF-16 units.
 */
export function cleanText(text: string, max: number = maxCommentLength): string {
  const plain = text.toWellFormed().replaceAll('\r\n', '\n').replace(controlsButLineFeedAndTab, '');
  if (plain.length > mayShrinkBy * max) return plain;
  // Composing splits some marks into two, so they are limited again.
  return boundMarks(boundMarks(plain).normalize('NFC'));
}

function boundMarks(text: string): string {
  return text.replace(marksTooMany, '$1');
}

/** Replaces `{name}` with its value. A name without a value stays, so that the mistake is visible. */
export function fill(message: string, values: Record<string, string>): string {
  return message.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    // Not `Object.hasOwn`, because phones before iOS 15.4 do not have it.
    Object.keys(values).includes(name) ? values[name]! : placeholder,
  );
}

const entities: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };

/** Escapes for HTML text or a double-quoted attribute. Apostrophes stay, because people may read the source. */
export function escapeHtml(text: string): string {
  return text.replace(/[&"<>]/g, (character) => entities[character]!);
}

/** The words with a capital letter at their start: `Waiting for the writer`. */
export function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
