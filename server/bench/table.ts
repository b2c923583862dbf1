/** One row of a table in docs/performance.md. */
export type Row = [what: string, ...cells: string[]];

/** A table in Markdown, aligned as the formatter aligns it. */
export function table([head, ...rows]: Row[]): string {
  const widths = head!.map((_, column) => Math.max(...[head!, ...rows].map((row) => row[column]!.length)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
