import { isItem, items } from './items.ts';
import type { LaterTexts } from './languages/catalogue.ts';
import type { FormProblem } from './survey-form.ts';
import { fill } from './text.ts';

/** The problem of a form in which nothing is rated; its link leads to the first statement. */
export function nothingRated(text: LaterTexts): FormProblem {
  return { at: items[0], message: text.noRatings };
}

/** The problem of a comment that is longer than can be stored. */
export function commentTooLong(text: LaterTexts): FormProblem {
  return { at: 'comment', message: text.commentTooLong };
}

/** What the schema found at a path (`ratings.respect`), in the respondent's language; null where no field is to be mended. */
export function problemAtPath(path: string, text: LaterTexts): FormProblem | null {
  if (path === 'comment') return commentTooLong(text);
  if (path === 'ratings') return nothingRated(text);
  const item = path.replace(/^ratings\./, '');
  return isItem(item) ? { at: item, message: fill(text.badRating, { statement: text.items[item].statement }) } : null;
}

/** Each place named once, in the order of its first mention. */
export function oncePerPlace(problems: readonly FormProblem[]): FormProblem[] {
  return problems.filter(({ at }, index) => problems.findIndex((other) => other.at === at) === index);
}
