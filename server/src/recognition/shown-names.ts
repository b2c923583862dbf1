import { firstNameIn, minLetters, plain, wordsOf } from '@heart-survey/shared/names';
import { cutsOf, joinedCuts, storedCuts, type Cut } from './quoted.ts';

/** Someone who was thanked, and how they want to be shown. */
export interface Thanked {
  name: string;
  shownAs: string | null;
  leftAt: number | null;
}

/** Whether others see the first name: only if that person chose it and still works here, and never of a team. */
export function showsFirstName({ shownAs, leftAt }: Thanked, team: string | null): boolean {
  return team === null && shownAs === 'first name' && leftAt === null;
}

/**
 * What is left out where others see the quote: also every word of the names of the people who were thanked, except the first
 * names that they chose to show.
 * @param cuts as they are stored.
 */
export function cutsForOthers(
  comment: string,
  cuts: string | null,
  thanked: readonly Thanked[],
  team: string | null,
): Cut[] {
  const hidden = thanked.flatMap((person) => {
    const shown = showsFirstName(person, team) ? wordsOf(firstNameIn(person.name)) : [];
    return wordsOf(person.name).filter((word) => !shown.includes(word));
  });
  return joinedCuts([...storedCuts(cuts), ...nameCuts(comment, hidden)]);
}

const word = /[\p{L}\p{M}\p{N}]+/gu;

/** Every place in the comment with one of these words, with or without accents. Short ones count if capitalized. */
function nameCuts(comment: string, words: readonly string[]): Cut[] {
  const names = new Set(words.filter(({ length }) => length > 1).map(plain));
  const found = Array.from(comment.matchAll(word), ({ index, 0: own }): Cut[] => {
    const counts = own.length >= minLetters || /^\p{Lu}/u.test(own);
    return counts && names.has(plain(own)) ? [[index, index + own.length]] : [];
  });
  // In scripts without upper and lower case, a name can be next to other letters.
  const inside = words.filter((one) => one.length > 1 && /^\p{Lo}/u.test(one)).flatMap((one) => cutsOf(comment, one));
  return [...found.flat(), ...inside];
}
