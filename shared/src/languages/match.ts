/**
 * The offered tag that best matches the wanted one, or undefined: `es` for `es-MX`, `zh-Hant` for `zh-TW`, `tl` for
 * `fil`. Two tags match if they most likely use the same language and script (CLDR's likely subtags). That check comes
 * last because it is slow on an old phone.
 */
export function matchLanguage(wanted: string, offered: readonly string[]): string | undefined {
  const exact = wanted.toLowerCase();
  const same = offered.find((tag) => exact === tag.toLowerCase()) ?? offered.find((tag) => exact.startsWith(`${tag}-`));
  if (same !== undefined) return same;
  const likely = likelyOf(wanted);
  return offered.find((tag) => likelyOf(tag) === likely);
}

/** Language and script. A text that is not a valid tag, or any tag in a browser older than 2020, matches only itself. */
function likelyOf(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return tag.toLowerCase();
  }
}
