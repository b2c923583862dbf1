import { isItem, items } from './items.ts';
import type { LaterTexts } from './languages/catalog.ts';
import type { FormProblem } from './survey-form.ts';
import { fill } from './text.ts';

/** The problem with a form that rates nothing. Its link leads to the first statement. */
export function nothingRated(text: LaterTexts): FormProblem {
  return { at: items[0], message: text.noRatings };
}

/** The problem with a comment that is too long to store. */
export function commentTooLong(text: LaterTexts): FormProblem {
  return { at: 'comment', message: text.commentTooLong };
}

/** The schema's problem at a path (`ratings.respect`) in the respondent's language, or null if no field can fix it. */
export function problemAtPath(path: string, text: LaterTexts): FormProblem | null {
  if (path === 'comment') return commentTooLong(text);
  if (path === 'ratings') return nothingRated(text);
  const item = path.replace(/^ratings\./, '');
  return isItem(item) ? { at: item, message: fill(text.badRating, { statement: text.items[item].statement }) } : null;
}

/** At most one problem per field, in the order in which they come. */
export function oncePerPlace(problems: readonly FormProblem[]): FormProblem[] {
  return problems.filter(({ at }, index) => problems.findIndex((other) => other.at === at) === index);
}
