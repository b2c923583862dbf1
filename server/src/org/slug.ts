/**
 * A short name for web addresses and links, made from a name in any language: ASCII letters, digits and hyphens. Empty if the name
 * has none of these.
 * @param maxLength in characters. Longer ones make long addresses.
 */
export function slugFrom(name: string, maxLength = 40): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength)
    .replaceAll(/^-+|-+$/g, '');
}

/** The slug, with the first number from 2 on if it is taken. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const numbered = number === 1 ? slug : `${slug}-${number}`;
    if (!taken.has(numbered)) return numbered;
  }
}
