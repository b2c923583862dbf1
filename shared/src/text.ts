/** The most UTF-16 units that a comment may have once it is clean (a browser's `maxlength` counts the same way). */
export const maxCommentLength = 4000;

/** Longer text is no comment even when composed, so no more work is spent on it. */
const maxRawLength = 3 * maxCommentLength;

const controlsButLineFeedAndTab = /[^\P{Cc}\n\t]/gu;

/**
 * The most combining marks in a row, as in stream-safe text (Unicode Standard Annex #15, section 13). No language needs
 * more than a few, and composing takes time by the square of their number.
 */
const maxMarks = 30;
// Marked as pure so that the element's script, which does not use it, leaves it behind.
const marksTooMany = /* @__PURE__ */ new RegExp(`(\\p{M}{${maxMarks}})\\p{M}+`, 'gu');

/**
 * Text as it is stored: well-formed Unicode, line ends as LF, no other control character but tab, at most 30 combining
 * marks in a row, composed (NFC) unless it is too long to be stored anyway.
 * A lone surrogate or a NUL that reached the database would make its row unreadable, so nothing is stored uncleaned.
 */
export function cleanText(text: string): string {
  const plain = text.toWellFormed().replaceAll('\r\n', '\n').replace(controlsButLineFeedAndTab, '');
  if (plain.length > maxRawLength) return plain;
  // Composing takes some marks apart into two.
  return boundMarks(boundMarks(plain).normalize('NFC'));
}

function boundMarks(text: string): string {
  return text.replace(marksTooMany, '$1');
}

/** Replaces `{name}` by the value of that name; a name without a value stays as it is, so that a slip is seen. */
export function fill(message: string, values: Record<string, string>): string {
  return message.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    // Not `Object.hasOwn`, which phones before iOS 15.4 do not have.
    Object.keys(values).includes(name) ? values[name]! : placeholder,
  );
}

const entities: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };

/** As text or between double quotes; an apostrophe stays one, since a person may read it. */
export function escapeHtml(text: string): string {
  return text.replace(/[&"<>]/g, (character) => entities[character]!);
}
