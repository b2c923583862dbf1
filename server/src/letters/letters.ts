// Letters about cases: the department's own words in each language, and the letter as it was sent, as a PDF.
export { composeLetter, insertLetterIfChanged, nameAsWished, type Letter } from './letter.ts';
export { letterDocument } from './letter-document.ts';
export { filled, leftToFill, type LetterValues } from './placeholders.ts';
export { letterById, lettersOf, type StoredLetter } from './queries.ts';
export { templateRoutes } from './template-routes.ts';
export { usualTexts, type UsualTexts } from './templates.ts';
