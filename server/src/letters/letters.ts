// Letters about cases: the department's own words in each language, and the letter as it was sent, as a PDF.
export { composeLetter, insertLetterIfChanged, type Letter, type LetterContent, type StoredKind } from './letter.ts';
export { filled, mayNotBeIn, type LetterValues } from './placeholders.ts';
export { letterById, lettersOf } from './queries.ts';
export { usualTexts, type UsualTexts } from './templates.ts';
