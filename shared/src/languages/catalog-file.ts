import type { Catalog } from './catalog.ts';

/** How TypeScript sees the JSON of a `T`: its literals are strings, its tuples lists. */
type InJson<T> = T extends string ? string : T extends readonly unknown[] ? string[] : { [K in keyof T]: InJson<T[K]> };

/**
 * A catalog out of its JSON file: no message of the English one may be missing. What the type cannot say of a JSON file
 * (lists of the same length, a known direction), `languages.test.ts` checks of each.
 */
export function catalogFrom(file: InJson<Catalog>): Catalog {
  return file as unknown as Catalog;
}
