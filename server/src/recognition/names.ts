/** Someone whose name may be in a comment. */
interface Named {
  name: string;
}

/** Shorter words are too often something else. */
const minLetters = 3;

const wordsOf = (text: string) => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
const lower = (text: string) => text.toLowerCase();
/** Whether the word could be a name: scripts without upper case, such as Arabic and Chinese, do not tell. */
const startsLikeName = (word: string) => !/^\p{Ll}/u.test(word);

/** What a comment's text is searched for names with: make it once for several names. */
export function wordsIn(comment: string): ReadonlySet<string> {
  return new Set(
    wordsOf(comment)
      .filter((word) => startsLikeName(word))
      .map(lower),
  );
}

/**
 * The people whose first or last name is in the comment, as a word that starts like a name; customers often write only one
 * of the two. Those with the most words in common come first.
 */
export function namedIn<Person extends Named>(words: ReadonlySet<string>, people: readonly Person[]): Person[] {
  return people
    .map((person) => {
      const own = wordsOf(person.name).map(lower);
      return { person, found: own.filter((word) => word.length >= minLetters && words.has(word)).length };
    })
    .filter(({ found }) => found > 0)
    .toSorted((one, other) => other.found - one.found)
    .map(({ person }) => person);
}

/** The words of these people's names, to search many comments for any of them. */
export function namesOf(people: readonly Named[]): ReadonlySet<string> {
  return new Set(people.flatMap(({ name }) => wordsOf(name).map(lower)).filter((word) => word.length >= minLetters));
}

/** Whether the comment has one of these words as a name: the same as {@link namedIn} finding someone, but faster. */
export function hasName(comment: string, names: ReadonlySet<string>): boolean {
  return wordsOf(comment).some((word) => startsLikeName(word) && names.has(lower(word)));
}

/** The people whose name has every word of the search, in part. */
export function searched<Person extends Named>(search: string, people: readonly Person[]): Person[] {
  const words = wordsOf(search).map(lower);
  if (words.length === 0) return [];
  return people.filter(({ name }) => words.every((word) => lower(name).includes(word)));
}

/** The first name in a directory's entry, such as `Maria` in “Maria Lopez” or in “Lopez, Maria”. */
export function firstNameIn(name: string): string {
  const [before, after] = name.split(',', 2).map((part) => part.trim());
  const first = (after === undefined || after === '' ? before! : after).split(/\s+/)[0]!;
  return first === '' ? name : first;
}
