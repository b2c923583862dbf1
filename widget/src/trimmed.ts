/** The text of an attribute or a property without the spaces around it; empty if there is none. */
export function trimmed(value: string | null | undefined): string {
  return value?.trim() ?? '';
}
