/** Someone whose name may be in a comment. */
interface Named {
  name: string;
}

/** Shorter words are too often something else. */
export const minLetters = 3;

/** Names that are everyday words too: they count only where they start like a name. */
const everyday = new Set(
  `april art august baker bell best bill black brown carpenter chance chase christian cook day dean drew early faith field
  fields fish forest fox frank free glad good grace grant gray green guy hall hand hill hope house hunter hunt iris ivy jack
  joy june king lane little long love major mark mason may miles mill mills moon park parks pat penny price ray rich rose ruby
  small stone sue summer sunny warren wells white will wise wood young`.split(/\s+/),
);

/** In lower case and without accents: customers type on phones. */
export const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
/** The words of a name or a comment. */
export const wordsOf = (text: string): string[] => text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
const startsLikeName = (word: string) => !/^\p{Ll}/u.test(word);
/** These are written without spaces between words, or with endings. */
const withoutSpaces = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Names prepared for finding them in many comments. */
export interface Names {
  words: ReadonlySet<string>;
  /** Those in scripts without spaces: found anywhere in the text. */
  pieces: readonly string[];
}

/** The words of these people's names. */
export function namesOf(people: readonly Named[]): Names {
  const all = people.flatMap(({ name }) => wordsOf(name).map(plain));
  const isPiece = (word: string) => withoutSpaces.test(word);
  return {
    words: new Set(all.filter((word) => !isPiece(word) && word.length >= minLetters)),
    pieces: [...new Set(all.filter((word) => isPiece(word) && word.length > 1))],
  };
}

/** Whether one of these names is in the comment. Customers often write only the first or the last name. */
export function hasName(comment: string, names: Names): boolean {
  return foundIn(comment, names).size > 0;
}

function foundIn(comment: string, { words, pieces }: Names): Set<string> {
  const found = new Set<string>();
  for (const word of wordsOf(comment)) {
    const own = plain(word);
    if (words.has(own) && (startsLikeName(word) || !everyday.has(own))) found.add(own);
  }
  if (pieces.length === 0) return found;
  const text = plain(comment);
  for (const piece of pieces) if (text.includes(piece)) found.add(piece);
  return found;
}

/** The people whose first or last name is in the comment. Those with the most words in common come first. */
export function namedIn<Person extends Named>(comment: string, people: readonly Person[]): Person[] {
  const found = foundIn(comment, namesOf(people));
  return people
    .map((person) => ({ person, words: wordsOf(person.name).filter((word) => found.has(plain(word))).length }))
    .filter(({ words }) => words > 0)
    .toSorted((one, other) => other.words - one.words)
    .map(({ person }) => person);
}

/** The people whose name has every word of the search, in part. */
export function searched<Person extends Named>(search: string, people: readonly Person[]): Person[] {
  const words = wordsOf(search).map(plain);
  if (words.length === 0) return [];
  return people.filter(({ name }) => words.every((word) => plain(name).includes(word)));
}

/** The first name in a directory's entry, such as `Maria` in “Maria Lopez” or in “Lopez, Maria”. */
export function firstNameIn(name: string): string {
  const [before, after] = name.split(',', 2).map((part) => part.trim());
  const first = (after === undefined || after === '' ? before! : after).split(/\s+/)[0]!;
  return first === '' ? name : first;
}
