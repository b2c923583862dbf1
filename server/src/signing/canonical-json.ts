// Canonical JSON (RFC 8785): one value has one text, so that a signature and a hash of it can be checked anywhere.

/** What canonical JSON can say here. Numbers go in as text: not every program reads and writes them alike. */
export type CanonicalValue =
  | string
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue };

/**
 * The value as canonical JSON.
 * @throws Error for a number, a missing value, or text with half of a surrogate pair.
 */
export function canonicalJson(value: CanonicalValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value !== 'object') throw new Error(`Canonical JSON takes no ${typeof value}.`);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  // The default order of JavaScript is that of RFC 8785, §3.2.3: by UTF-16 units.
  const members = Object.entries(value as Record<string, CanonicalValue>).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${canonicalText(name)}:${canonicalJson(member)}`).join(',')}}`;
}

/** JSON.stringify escapes text as RFC 8785, §3.2.2.2 requires. */
function canonicalText(text: string): string {
  if (!text.isWellFormed()) throw new Error('Canonical JSON takes no half of a surrogate pair.');
  return JSON.stringify(text);
}

/** The value of a text that is canonical JSON; undefined for any other text. */
export function fromCanonicalJson(text: string): CanonicalValue | undefined {
  try {
    const value = JSON.parse(text) as CanonicalValue;
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
