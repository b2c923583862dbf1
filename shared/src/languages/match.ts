/**
 * The offered tag that serves somebody who wants that one, or undefined: `es` for `es-MX`, `zh-Hant` for `zh-TW`, `tl`
 * for `fil`. Two tags are the same language if they are probably written in the same language and script (CLDR's likely
 * subtags); that is asked last, since a slow phone takes its time for it.
 */
export function matchLanguage(wanted: string, offered: readonly string[]): string | undefined {
  const exact = wanted.toLowerCase();
  const same = offered.find((tag) => exact === tag.toLowerCase()) ?? offered.find((tag) => exact.startsWith(`${tag}-`));
  if (same !== undefined) return same;
  const likely = likelyOf(wanted);
  return offered.find((tag) => likelyOf(tag) === likely);
}

/** Language and script; what is no tag, or a browser before 2020 does not know, is itself alone. */
function likelyOf(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return tag.toLowerCase();
  }
}
