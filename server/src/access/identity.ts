/** Whether that can be somebody's e-mail address: one address, and nothing that could become a second line of a letter. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>"(),;:\\]+@[^\s@<>"(),;:\\]+\.[^\s@<>"(),;:\\]+$/.test(text);
}

/** The most characters of a person's name. */
export const longestName = 100;

/** A person's name as it is kept: one line, for letters and tables. */
export function nameOf(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
