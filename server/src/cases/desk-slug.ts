/** Longer ones make long addresses. */
const maxLength = 40;

/**
 * A desk's short name in web addresses, which is never changed. It does not end with `-desk`: the desk that each new department
 * gets has such a one.
 */
export function deskSlug(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength)
    .replaceAll(/^-+|-+$/g, '')
    .replaceAll(/(-desk)+$/g, '');
  const first = plain === '' ? 'inbox' : plain;
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? first : `${first}-${number}`;
    if (!taken.has(slug)) return slug;
  }
}
