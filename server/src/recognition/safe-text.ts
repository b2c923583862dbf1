const lineBreaks = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
/** Characters that are not seen and change what is: controls, and those that turn the text around them. */
const unseen = /[\p{Cc}\p{Bidi_Control}]/gu;
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const [isolate, endIsolate] = ['\u2068', '\u2069'];

/**
 * The lines of a text that a person wrote, safe beside other text: nothing in a line can start another one or change the
 * order of the text around it. Right-to-left text is isolated (Unicode Standard Annex #9, section 2.7). It is safe in
 * plain text; for HTML, escape it as well.
 */
export function safeLines(text: string): string[] {
  return plainLines(text).map(isolated);
}

/** The same in one line, for names and sentences. A sentence without such characters stays as it is, byte for byte. */
export function safeLine(text: string): string {
  return isolated(plainLines(text).join(' ').trim());
}

const plainLines = (text: string) =>
  text.split(lineBreaks).map((line) => line.replaceAll('\t', ' ').replaceAll(unseen, ''));

function isolated(line: string): string {
  return rightToLeft.test(line) ? `${isolate}${line}${endIsolate}` : line;
}
