/** The page's visible text, on one line. */
export const text = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');

/** The texts of the cells in the table row with that name; empty if there is no such row. */
export function row(html: string, name: string): string[] {
  const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) => row!);
  const found = rows.find((row) => text(row).trim().startsWith(name)) ?? '';
  return [...found.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => text(cell!).trim());
}
