// Which characters a font has, from its `cmap` table (OpenType 1.9, "cmap"). A PDF/UA file must not have a character
// without a glyph, so the ones that no font has are replaced by a visible mark.

/** What is printed in place of a character that no font has. */
const missing = '\u{FFFD}';

/** The first and last code point of each run of characters that a font has. */
export type Coverage = readonly (readonly [first: number, last: number])[];

/** Reads a font's characters. @param font a TTF or OTF file. */
export function coverageOf(font: Buffer): Coverage {
  const cmap = tableOf(font, 'cmap');
  const subtables = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) =>
    cmap.subarray(cmap.readUInt32BE(4 + 8 * index + 4)),
  );
  const ofFormat = (format: number) => subtables.find((subtable) => subtable.readUInt16BE(0) === format);
  const [all, basic] = [ofFormat(12), ofFormat(4)];
  if (all) return groupsIn(all);
  if (basic) return segmentsIn(basic);
  throw new Error('The font has no table of characters that we can read.');
}

/** The part of a font file with that name. */
export function tableOf(font: Buffer, name: string): Buffer {
  for (let at = 12, left = font.readUInt16BE(4); left > 0; at += 16, left--) {
    if (font.toString('latin1', at, at + 4) !== name) continue;
    const start = font.readUInt32BE(at + 8);
    return font.subarray(start, start + font.readUInt32BE(at + 12));
  }
  throw new Error(`The font has no table ${name}.`);
}

/** Format 12: groups of code points. */
function groupsIn(table: Buffer): Coverage {
  return Array.from({ length: table.readUInt32BE(12) }, (_, index) => {
    const at = 16 + 12 * index;
    return [table.readUInt32BE(at), table.readUInt32BE(at + 4)] as const;
  });
}

/** Format 4: segments of the first 65,536 code points, ended by one that has no characters. */
function segmentsIn(table: Buffer): Coverage {
  const size = table.readUInt16BE(6);
  return Array.from({ length: size / 2 - 1 }, (_, index) => {
    const last = table.readUInt16BE(14 + 2 * index);
    return [table.readUInt16BE(16 + size + 2 * index), last] as const;
  });
}

function has(coverage: Coverage, point: number): boolean {
  let [from, to] = [0, coverage.length - 1];
  while (from <= to) {
    const middle = (from + to) >> 1;
    const [first, last] = coverage[middle]!;
    if (point < first) to = middle - 1;
    else if (point > last) from = middle + 1;
    else return true;
  }
  return false;
}

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** What changes only how the character before it looks, and joins emoji. */
const unseen = /\p{Default_Ignorable_Code_Point}/gu;
const plain = /^[ -~\n]*$/;

/**
 * The text with a mark in place of each character that cannot be printed. What is read as one character, such as a letter
 * with its accents, has to be in one font as a whole.
 */
function printable(text: string, fonts: readonly Coverage[]): string {
  if (plain.test(text)) return text;
  let shown = '';
  for (const { segment } of clusters.segment(lines(text))) {
    if (segment === '\n') shown += segment;
    else shown += oneOf(segment, fonts) ?? oneOf(segment.replace(unseen, ''), fonts) ?? missing;
  }
  return shown;
}

/** With line feeds alone between lines, spaces for tabs, no other controls, and nothing that turns the text around it. */
const lines = (text: string) =>
  text
    .normalize('NFC')
    .replace(/\r\n|[\r\u2028\u2029\v\f\u0085]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/(?!\n)[\p{Bidi_Control}\p{Cc}]/gu, '');

/** The character, if a font has all of it; undefined too if nothing is left of it. */
function oneOf(cluster: string, fonts: readonly Coverage[]): string | undefined {
  const points = Array.from(cluster, (character) => character.codePointAt(0)!);
  if (points.length === 0) return undefined;
  return fonts.some((coverage) => points.every((point) => has(coverage, point))) ? cluster : undefined;
}

/** The same for every text in a value. */
export function printableIn<Value>(value: Value, fonts: readonly Coverage[]): Value {
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return printable(part, fonts);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, walk(one)]));
  };
  return walk(value) as Value;
}
