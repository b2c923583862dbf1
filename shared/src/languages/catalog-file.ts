import type { Catalog } from './catalog.ts';

/** How TypeScript reads a `T` from JSON: literals become strings, and tuples become lists. */
type InJson<T> = T extends string ? string : T extends readonly unknown[] ? string[] : { [K in keyof T]: InJson<T[K]> };

/**
 * A catalog from its JSON file, with every message of the English one. `languages.test.ts` checks what the type cannot:
 * the length of the lists, and the direction.
 */
export function catalogFrom(file: InJson<Catalog>): Catalog {
  return file as unknown as Catalog;
}
