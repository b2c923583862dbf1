import * as v from 'valibot';
import { masked, maskPersonal, personalPieces, type Piece } from '@heart-survey/shared/mask';

/** A piece of the stored comment that is left out. */
export type Cut = Piece;

const cutsSchema = v.pipe(v.string(), v.parseJson(), v.array(v.tuple([v.number(), v.number()])));

/** The cuts as they are stored in `recognition.cuts`. */
export function storedCuts(text: string | null): Cut[] {
  return text === null ? [] : v.parse(cutsSchema, text);
}

/** Shown in place of what was left out. */
const ellipsis = '[…]';

/** Control characters are never part of a comment, so this one can mark a place in it. */
const mark = '\u0001';
const marks = new RegExp(String.raw`[ \t]*(?:${mark}\s*)+`, 'g');

/**
 * A comment as a thank-you quotes it: with what was left out shown as […], and what looks personal masked. The words that
 * are left are the customer's own. A piece that looks personal stays masked if only a part of it is left out.
 */
export function quoted(comment: string, cuts: readonly Cut[]): string {
  const hidden = [
    ...cuts.map((piece) => ({ piece, shown: mark })),
    ...personalPieces(comment).map((piece) => ({ piece, shown: masked })),
  ].toSorted((one, other) => one.piece[0] - other.piece[0]);
  let quote = '';
  let at = 0;
  for (const { piece, shown } of hidden) {
    const [start, end] = piece;
    if (end <= at) continue;
    quote += comment.slice(at, Math.max(at, start)) + shown;
    at = end;
  }
  return maskPersonal(quote + comment.slice(at))
    .replaceAll(marks, ` ${ellipsis} `)
    .replaceAll(/(?<=\[…\]) (?=[.,;:!?])/g, '')
    .trim();
}

/** Whether a quote has words of the customer in it. */
export function saysSomething(quote: string): boolean {
  return quote.replaceAll(ellipsis, '').replaceAll(masked, '').trim() !== '';
}

/** A sentence of a comment, with its place in it. */
export interface Sentence {
  cut: Cut;
  /** With what looks personal masked. */
  shown: string;
}

/** The sentences of a comment. Two are one if something that looks personal reaches from one into the other. */
export function sentencesOf(comment: string, language: string | null): Sentence[] {
  const personal = personalPieces(comment);
  const isInside = (place: number) => personal.some(([start, end]) => start < place && place < end);
  const segments = new Intl.Segmenter(language ?? 'en', { granularity: 'sentence' }).segment(comment);
  const starts = Array.from(segments, ({ index }) => index).filter((start) => !isInside(start));
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? comment.length;
    return { cut: [start, end], shown: shownBetween(comment, start, end) };
  });
}

/** A part of the comment, masked as in the whole. */
function shownBetween(comment: string, start: number, end: number): string {
  return quoted(comment, [
    [0, start],
    [end, comment.length],
  ])
    .replaceAll(ellipsis, '')
    .trim();
}

const special = /[.*+?^${}()|[\]\\/]/g;

/** Every place in the comment with these words, in upper or lower case. */
export function cutsOf(comment: string, words: string): Cut[] {
  const needle = words.trim();
  if (needle === '') return [];
  const escaped = needle
    .replaceAll(special, String.raw`\$&`)
    .replaceAll(/['’‘]/g, "['’‘]")
    .replaceAll(/\s+/g, String.raw`\s+`);
  // In scripts with upper and lower case, whole words only: “Al” must not cut “also”.
  const [starts, ends] = [String.raw`(?<![\p{Lu}\p{Ll}])`, String.raw`(?![\p{Lu}\p{Ll}])`];
  const isWord = /^[\p{Lu}\p{Ll}]/iu.test(needle);
  const endsWord = /[\p{Lu}\p{Ll}]$/iu.test(needle);
  const pattern = `${isWord ? starts : ''}${escaped}${endsWord ? ends : ''}`;
  const found = comment.matchAll(new RegExp(pattern, 'giu'));
  return Array.from(found, ({ index, 0: { length } }): Cut => [index, index + length]);
}

/** The cuts in order, with those that touch or overlap joined. */
export function joinedCuts(cuts: readonly Cut[]): Cut[] {
  const joined: [number, number][] = [];
  for (const [start, end] of cuts.toSorted(([one], [other]) => one - other)) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}
