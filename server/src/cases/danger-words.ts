import { dangerLists, type DangerList } from './danger-lists.ts';

// Words by which a person, not a program, is told to look at a case at once. They decide nothing else.

/** Chinese is written without spaces, so a word in it has no edges. */
const chinese = /\p{Script=Han}/u;
const edge = { before: String.raw`(?<![\p{L}\p{N}])`, after: String.raw`(?![\p{L}\p{N}])` };
/** Arabic writes `and`, `the`, `by` and the like as part of the word. Persian does not, but loses nothing by it. */
const arabic = /\p{Script=Arab}/u;
const arabicBefore = '(?:[وف]?(?:ال|لل|[بلكس])?)';
/** Between a verb and whom it is done to: `hits my little child`. */
const fewWords = String.raw` (?:[\p{L}\p{N}]{1,20} ){0,3}`;

interface Patterns {
  harmless: RegExp[];
  danger: RegExp[];
}

let known: Patterns | undefined;

/** Made on first use: thousands of words would delay the start. */
function allPatterns(): Patterns {
  known ??= {
    harmless: patterns(dangerLists.flatMap((list) => list.harmless ?? [])),
    danger: [...patterns(dangerLists.flatMap((list) => list.danger)), ...dangerLists.flatMap(verbPatterns)],
  };
  return known;
}

/**
 * Whether the text speaks of violence, weapons, suicide, abuse or threats, in any of the ten languages. People often write
 * without accents, so these do not count unless a word would mean something else.
 */
export function mentionsDanger(text: string): boolean {
  const { harmless, danger } = allPatterns();
  const plain = read(text);
  const cleaned = [plain, withoutAccents(plain)].map((form) => replaceAll(harmless, form));
  return cleaned.some((form) => danger.some((pattern) => pattern.test(form)));
}

function replaceAll(found: RegExp[], text: string): string {
  return found.reduce((left, pattern) => left.replaceAll(new RegExp(pattern, 'gu'), ' . '), text);
}

/** In lower case, with one space between words, straight apostrophes, and without signs that only help to read. */
function read(text: string): string {
  return withoutForms(text)
    .toLowerCase()
    .replaceAll(/[\u{64B}-\u{65F}\u{670}\u{640}\u{AD}\u{200B}\u{200D}-\u{200F}\u{2066}-\u{2069}]/gu, '')
    .replaceAll(/[أإآٱ]/g, 'ا')
    .replaceAll(/[ىی]/g, 'ي')
    .replaceAll('ک', 'ك')
    .replaceAll('ة', 'ه')
    .replaceAll(/[’‘ʼ`´]/g, "'")
    .replaceAll(/[\s\u{200C}]+/gu, ' ');
}

/** One letter can stand for a sentence of 18. A text of those is not read letter by letter. */
function withoutForms(text: string): string {
  const plain = text.normalize('NFKC');
  return plain.length > 2 * text.length ? text.normalize('NFC') : plain;
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').normalize('NFC');
}

/** One pattern for each way of matching. */
function patterns(words: readonly string[]): RegExp[] {
  const anywhere = words.filter((word) => chinese.test(word));
  const whole = words.filter((word) => !chinese.test(word));
  return [...(anywhere.length > 0 ? [anyOf(anywhere)] : []), ...(whole.length > 0 ? [wholeWords(whole)] : [])];
}

function verbPatterns({ verbs = [], people = [] }: DangerList): RegExp[] {
  if (verbs.length === 0) return [];
  const [done, to] = [sourceOf(verbs), sourceOf(people)];
  const either = `(?:${done}${edge.after}${fewWords}${to}|${to}${edge.after}${fewWords}${done})`;
  return [new RegExp(edge.before + either + edge.after, 'u')];
}

function wholeWords(words: readonly string[]): RegExp {
  return new RegExp(edge.before + sourceOf(words) + edge.after, 'u');
}

function anyOf(words: readonly string[]): RegExp {
  return new RegExp(words.map(read).join('|'), 'u');
}

/** A word marked with `=` matches only as it is written; the others match without their accents too. */
function sourceOf(words: readonly string[]): string {
  const forms = words.flatMap((word) =>
    word.startsWith('=') ? [read(word.slice(1))] : [read(word), withoutAccents(read(word))],
  );
  return `(?:${[...new Set(forms)].map(withAffixes).join('|')})`;
}

function withAffixes(word: string): string {
  return (arabic.test(word) ? arabicBefore : '') + word.replace(/\*$/, String.raw`[\p{L}\p{M}]*`);
}
