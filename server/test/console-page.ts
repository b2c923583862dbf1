/** What a reader would read of it, in one line. */
export const text = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');

/** What a table says in the row of that name: its cells, one text each; none where there is no such row. */
export function row(html: string, name: string): string[] {
  const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) => row!);
  const found = rows.find((row) => text(row).trim().startsWith(name)) ?? '';
  return [...found.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => text(cell!).trim());
}
