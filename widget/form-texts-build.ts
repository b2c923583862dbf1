import { hash } from 'node:crypto';
import { catalogs, formTextsOf } from '@heart-survey/shared/languages/languages';

/** The form's texts in each language except English, as the collector serves them. */
export const texts = Object.fromEntries(
  Object.entries(catalogs)
    .filter(([tag]) => tag !== 'en')
    .map(([tag, catalog]) => [tag, JSON.stringify(formTextsOf(catalog))]),
);

/** One hash of all texts for their addresses, so that the element needs only one. */
export const textsHash = hash('sha256', JSON.stringify(texts), 'base64url').slice(0, 8);

const names = Object.fromEntries(Object.values(catalogs).map(({ tag, name }) => [tag, name]));

/** The build's constants: the languages' names and the hash. */
export const languageConstants = { LANGUAGE_NAMES: JSON.stringify(names), TEXTS_HASH: JSON.stringify(textsHash) };
